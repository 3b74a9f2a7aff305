/** Tables that a reader can page, sort and filter: Slack's block `data_table`. */
import type { DataTableBlock, RawNumberElement, RawTextElement } from '@slack/types';
import {
  cut,
  DATA_TABLE_CAPTION,
  DATA_TABLE_CHARACTERS,
  DATA_TABLE_COLUMNS,
  DATA_TABLE_ROWS,
  lengthOf,
} from './limits.ts';
import type { Table } from './table.ts';
import { forTerminal } from './untrusted.ts';

/** A table of so many rows is shown whole, a longer one in pages of ten. */
const WHOLE_ROWS = 15;
const PAGE_ROWS = 10;

/** A cell takes no empty text. */
function shown(cell: string): string {
  return forTerminal(cell).trim() || '-';
}

function headingsOf({ titles, headings }: Table): readonly string[] | null {
  return titles ?? headings ?? null;
}

/** As many of its rows, from the first, as a data table takes: none where it has no headings, or rows differ in length or have too many cells. */
export function fittingRows(table: Table): number {
  const { rows } = table;
  const headings = headingsOf(table);
  if (!headings || headings.length === 0 || headings.length > DATA_TABLE_COLUMNS) return 0;
  if (rows.some((row) => row.length !== headings.length)) return 0;
  const charactersOf = (cells: readonly string[]) =>
    cells.reduce((total, cell) => total + lengthOf(shown(cell)), 0);
  let room = DATA_TABLE_CHARACTERS - charactersOf(headings);
  const most = rows.slice(0, DATA_TABLE_ROWS);
  const tooMuch = most.findIndex((row) => {
    room -= charactersOf(row);
    return room < 0;
  });
  return tooMuch < 0 ? most.length : tooMuch;
}

/**
 * What Slack sorts a column of amounts by, row for row; null for a column of words. Slack compares as numbers only where every cell is one, so
 * a cell without an amount stands below all that have one, and still shows that it has none.
 */
function sortedBy({ amounts }: Table, column: number): readonly number[] | null {
  const all = (amounts ?? []).map((row) => row[column] ?? null);
  const known = all.filter((amount) => amount !== null);
  if (known.length === 0) return null;
  const below = Math.min(...known) - 1;
  return all.map((amount) => amount ?? below);
}

function rawText(cell: string): RawTextElement {
  return { type: 'raw_text', text: shown(cell) };
}

/** With the rows that fit; null where none does. @param caption what a screen reader says of it, not escaped */
export function dataTable(table: Table, caption: string): DataTableBlock | null {
  const headings = headingsOf(table);
  const fitting = fittingRows(table);
  if (!headings || fitting === 0) return null;
  const order = headings.map((_, column) => sortedBy(table, column));
  const cellOf = (text: string, row: number, column: number): RawTextElement | RawNumberElement => {
    const value = order[column]?.[row];
    return value === undefined ? rawText(text) : { type: 'raw_number', value, text: shown(text) };
  };
  return {
    type: 'data_table',
    caption: cut(shown(caption), DATA_TABLE_CAPTION),
    page_size: fitting > WHOLE_ROWS ? PAGE_ROWS : fitting,
    rows: [
      headings.map(rawText),
      ...table.rows
        .slice(0, fitting)
        .map((row, index) => row.map((text, column) => cellOf(text, index, column))),
    ],
  };
}
