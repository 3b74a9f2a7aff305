/** What records can be selected from: groups of files that are alike, or a table of records that were parsed here. Columns are named by field keys. */
import { FIELDS, type FieldKey, isNumeric } from '../../record/fields.ts';
import type { RecordFormat } from '../../record/format.ts';
import { largestValue } from '../../record/parse-record.ts';
import { quotedName, quotedText } from './sql.ts';

export interface Relation {
  /** A `SELECT` of these fields, in this order; null where the records do not have one. */
  readonly sql: (fields: readonly FieldKey[]) => string;
  /** Reading it twice would unpack and parse text twice. */
  readonly costly: boolean;
}

function columnType(key: FieldKey): 'BIGINT' | 'VARCHAR' {
  return isNumeric(key) ? 'BIGINT' : 'VARCHAR';
}

function selected(fields: readonly FieldKey[], sqlOf: (key: FieldKey) => string | undefined): string {
  return fields
    .map((key) => `CAST(${sqlOf(key) ?? 'NULL'} AS ${columnType(key)}) AS ${quotedName(key)}`)
    .join(', ');
}

/** The least type that holds a field's values, so that DuckDB refuses the lines that the parser of single lines refuses too. */
function textColumnType(key: FieldKey | null): string {
  if (key === null) return 'VARCHAR';
  const { type } = FIELDS[key];
  if (type === 'action') return "ENUM('ACCEPT', 'REJECT')";
  if (type === 'log-status') return "ENUM('OK', 'NODATA', 'SKIPDATA')";
  const largest = largestValue(key);
  if (largest === null) return 'VARCHAR';
  if (largest < 2 ** 8) return 'UTINYINT';
  if (largest < 2 ** 16) return 'USMALLINT';
  return largest < 2 ** 32 ? 'UINTEGER' : 'UBIGINT';
}

export interface TextFiles {
  readonly paths: readonly string[];
  readonly format: RecordFormat;
  readonly hasHeader: boolean;
  readonly compression: 'none' | 'gzip';
  /** The tables in which DuckDB notes the lines that it could not take. */
  readonly rejects: { readonly lines: string; readonly scans: string };
}

/** Lines with one space between values. A line of another form is noted among the rejects, not returned. */
export function textRelation(files: TextFiles): Relation {
  const { format, paths, hasHeader, compression, rejects } = files;
  const columns = format.fields.map(
    ({ name, key }) => `${quotedText(name)}: ${quotedText(textColumnType(key))}`,
  );
  const options = [
    `[${paths.map(quotedText).join(', ')}]`,
    `columns={${columns.join(', ')}}`,
    `delim=' ', quote='', escape='', nullstr='-', auto_detect=false`,
    `header=${hasHeader}`,
    `compression='${compression}'`,
    `ignore_errors=true, store_rejects=true, rejects_limit=0`,
    `rejects_table=${quotedText(rejects.lines)}, rejects_scan=${quotedText(rejects.scans)}`,
  ];
  const columnOf = new Map(format.fields.flatMap(({ name, key }) => (key ? [[key, quotedName(name)]] : [])));
  return {
    costly: true,
    sql: (fields) =>
      `SELECT ${selected(fields, (key) => columnOf.get(key))} FROM read_csv(${options.join(', ')}) WHERE ${everyValueRead(format)}`,
  };
}

/**
 * DuckDB looks only at the columns that a statement uses, so a line would be malformed for one question and not for another.
 * This is always true, and makes it look at all whose values can be wrong.
 */
function everyValueRead({ fields }: RecordFormat): string {
  const checked = fields.filter(({ key }) => textColumnType(key) !== 'VARCHAR');
  if (checked.length === 0) return 'true';
  return `${checked.map(({ name }) => `(${quotedName(name)} IS NULL)::INTEGER`).join(' + ')} <= ${checked.length}`;
}

export interface ParquetFiles {
  readonly paths: readonly string[];
  /** The files' columns by field. */
  readonly columns: ReadonlyMap<FieldKey, string>;
}

/** `-` may stand in text columns; a number that is written as text is read as a number. */
export function parquetRelation({ paths, columns }: ParquetFiles): Relation {
  const source = `read_parquet([${paths.map(quotedText).join(', ')}], hive_partitioning=false)`;
  const sqlOf = (key: FieldKey) => {
    const name = columns.get(key);
    if (name === undefined) return undefined;
    const column = quotedName(name);
    return isNumeric(key) ? `TRY_CAST(${column} AS BIGINT)` : `nullif(CAST(${column} AS VARCHAR), '-')`;
  };
  return { costly: false, sql: (fields) => `SELECT ${selected(fields, sqlOf)} FROM ${source}` };
}

/** A table whose columns are named by field keys. */
export function tableRelation(table: string, keys: ReadonlySet<FieldKey>): Relation {
  return {
    costly: false,
    sql: (fields) =>
      `SELECT ${selected(fields, (key) => (keys.has(key) ? quotedName(key) : undefined))} FROM ${quotedName(table)}`,
  };
}

/** A relation without a record, for a source that has no file in the window. */
export function noRecords(fields: readonly FieldKey[]): string {
  return `SELECT ${selected(fields, () => undefined)} WHERE false`;
}
