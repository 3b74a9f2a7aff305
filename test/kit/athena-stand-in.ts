/** Records in tables of every shape, and questions asked of those tables through the compiler, on DuckDB. */
import { compileStatement } from '../../src/backends/athena/compile.ts';
import type { AthenaTable } from '../../src/backends/athena/table.ts';
import { decodeRows } from '../../src/query/decode-rows.ts';
import type { FlowQuery } from '../../src/query/flow-query.ts';
import { FIELDS, type FieldKey, isNumeric } from '../../src/record/fields.ts';
import { formatNames, type RecordFormat } from '../../src/record/format.ts';
import { formatRecord } from '../../src/record/format-record.ts';
import type { FlowRecord } from '../../src/record/record.ts';
import { hasHeaderRows, isAllText, isLines, keysOf, SHAPES, type Shape, tableOf } from './athena-tables.ts';
import { START } from './query-cases.ts';
import { openTrino, type TrinoOnDuckDb } from './trino-on-duckdb.ts';

type Cell = string | number | null;

/** Records come back from text files with `-` where there is nothing, numbers with NULL; Parquet has either for text. */
function cellOf(shape: Shape, key: FieldKey, record: FlowRecord, index: number): Cell {
  const value = record[key] ?? null;
  if (isNumeric(key) && !isAllText(shape)) return value;
  if (value !== null) return String(value);
  return shape === 'a table of Parquet files' && index % 2 === 0 ? null : '-';
}

/** A header as a row of the table, as LazySimpleSerDe reads it: names of columns of numbers are no numbers. */
function headerCells(shape: Shape, format: RecordFormat): readonly Cell[] {
  return keysOf(format).map((key) => (isNumeric(key) && !isAllText(shape) ? null : FIELDS[key].name));
}

/** Records among what else comes in such lines: wide gaps, a carriage return, a header, a line cut short, something else. */
function linesOf(records: readonly FlowRecord[], format: RecordFormat): readonly string[] {
  const gaps = [' ', '  ', '\t'];
  const lines = records.map((record, index) => {
    const line = formatRecord(record, format).replaceAll(' ', gaps[index % gaps.length] ?? ' ');
    return [line, `  ${line}`, `${line} more`, `${line}\r`][index % 4] ?? line;
  });
  const cutShort = lines[0]?.split(/\s+/).slice(0, -1).join(' ') ?? '';
  return [...lines, formatNames(format), cutShort, '', 'ERROR the delivery stream was throttled'];
}

function literal(cell: Cell): string {
  if (cell === null) return 'NULL';
  return typeof cell === 'number' ? String(cell) : `'${cell.replaceAll("'", "''")}'`;
}

/** The path of S3 in which a file is that was written at a time. */
function partitionAt(seconds: number): readonly Cell[] {
  const iso = new Date(seconds * 1000).toISOString();
  return ['eu-west-1', iso.slice(0, 10).replaceAll('-', '/'), iso.slice(11, 13)];
}

interface Row {
  readonly cells: readonly Cell[];
  /** Seconds since the epoch. */
  readonly deliveredAt: number;
}

function rowsOf(shape: Shape, records: readonly FlowRecord[], format: RecordFormat): readonly Row[] {
  const at = (record: FlowRecord | undefined) => record?.end ?? record?.start ?? START;
  if (isLines(shape)) {
    return linesOf(records, format).map((line, index) => ({
      cells: [shape.endsWith('JSON') ? JSON.stringify({ message: line }) : line],
      deliveredAt: at(records[index]),
    }));
  }
  const rows = records.map((record, index) => ({
    cells: keysOf(format).map((key) => cellOf(shape, key, record, index)),
    deliveredAt: at(record),
  }));
  return hasHeaderRows(shape) ? [{ cells: headerCells(shape, format), deliveredAt: START }, ...rows] : rows;
}

async function createTable(trino: TrinoOnDuckDb, table: AthenaTable, rows: readonly Row[]): Promise<void> {
  const columns = table.line
    ? [`"${table.line.column}" VARCHAR`]
    : [...table.columns.values()].map(
        ({ name, type }) => `"${name}" ${type === 'number' ? 'BIGINT' : 'VARCHAR'}`,
      );
  const partitions = table.partitions.map(({ name }) => `"${name}" VARCHAR`);
  const name = `"${table.catalog}"."${table.database}"."${table.name}"`;
  await trino.connection.run(`CREATE TABLE ${name} (${[...columns, ...partitions].join(', ')})`);
  const values = rows.map(
    ({ cells, deliveredAt }) => `(${[...cells, ...partitionAt(deliveredAt)].map(literal).join(', ')})`,
  );
  await trino.connection.run(`INSERT INTO ${name} VALUES ${values.join(', ')}`);
}

/** The compiler said why it does not ask the table. */
export class RefusedByAthena extends Error {
  override readonly name = 'RefusedByAthena';
}

interface AthenaAnswer<Row> {
  readonly rows: readonly Row[];
  readonly cutOff: boolean;
}

export interface AthenaStandIn {
  ask<Row>(query: FlowQuery<Row>, shape: Shape): Promise<AthenaAnswer<Row>>;
  close(): void;
}

/** The records in tables of every shape, unless it is told which. */
export async function openAthena(
  records: readonly FlowRecord[],
  format: RecordFormat,
  shapes: readonly Shape[] = SHAPES,
): Promise<AthenaStandIn> {
  const trino = await openTrino(tableOf(SHAPES[0], format).catalog);
  for (const shape of shapes)
    await createTable(trino, tableOf(shape, format), rowsOf(shape, records, format));
  return {
    async ask<Row>(query: FlowQuery<Row>, shape: Shape) {
      const compiled = compileStatement(query, tableOf(shape, format), { regions: ['eu-west-1'] });
      if (compiled === null) return { rows: [], cutOff: false };
      if ('refused' in compiled) throw new RefusedByAthena(compiled.refused);
      const rows = await trino.query(compiled.text, compiled.parameters);
      const named = rows.map((row) =>
        Object.fromEntries(compiled.columns.map((name, index) => [name, row[index]])),
      );
      return { rows: decodeRows(query, named.slice(0, query.limit)), cutOff: rows.length > query.limit };
    },
    close: trino.close,
  };
}
