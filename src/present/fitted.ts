/** A table in the width of a terminal: a row that wraps cannot be read, so what tells least is left out, and that is said. */
import { displayWidth, tableLines } from './columns.ts';
import type { Table } from './table.ts';

export interface Fitted {
  readonly table: Table;
  /** Titles of the columns that are left out. */
  readonly leftOut: readonly string[];
}

function fits(table: Table, width: number): boolean {
  return tableLines(table).every((line) => displayWidth(line) <= width);
}

function without(table: Table, columns: ReadonlySet<number>): Table {
  const kept = (row: readonly string[]) => row.filter((_, column) => !columns.has(column));
  const all = table.titles ?? table.rows[0] ?? [];
  const left = all.map((_, column) => column).filter((column) => !columns.has(column));
  return {
    titles: table.titles && kept(table.titles),
    rows: table.rows.map(kept),
    ...(table.short ? { short: table.short.map(kept) } : {}),
    numeric: left.flatMap((column, index) => (table.numeric.includes(column) ? [index] : [])),
    caption: table.caption,
  };
}

/** Columns without a value in any row go first: nothing is lost with them, so they are not told. */
function emptyColumns({ titles, rows }: Table): readonly number[] {
  return (titles ?? []).flatMap((_, column) => (rows.every((row) => row[column] === '-') ? [column] : []));
}

/** Columns go in the order in which they can be spared, then addresses beside names; what is still too wide stays as it is. */
export function fittedTable(table: Table, width: number): Fitted {
  if (fits(table, width)) return { table, leftOut: [] };
  const empty = emptyColumns(table);
  const gone = new Set(empty);
  const isFitting = () => fits(without(table, gone), width);
  const spare: number[] = [];
  for (const column of table.spare ?? []) {
    if (isFitting()) break;
    spare.push(column);
    gone.add(column);
  }
  // A narrow column need not go where a wide one had to.
  for (const column of spare.reverse()) {
    gone.delete(column);
    if (!isFitting()) gone.add(column);
  }
  const left = without(table, gone);
  const found = !fits(left, width) && left.short ? { ...left, rows: left.short } : left;
  const leftOut = [...gone].filter((column) => !empty.includes(column)).sort((a, b) => a - b);
  return { table: found, leftOut: leftOut.map((column) => table.titles?.[column] ?? '') };
}
