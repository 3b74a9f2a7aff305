/** What records can be selected from: groups of files that are alike, or a table of records that were parsed here. Columns are named by field keys. */
import { FIELDS, type FieldKey, type FieldType, isNumeric } from '../../record/fields.ts';
import type { RecordFormat } from '../../record/format.ts';
import { largestValue } from '../../record/parse-record.ts';
import { quotedName, quotedText } from './sql.ts';

export interface Relation {
  /** A `SELECT` of these fields, in this order; null where the records do not have one. */
  readonly sql: (fields: readonly FieldKey[]) => string;
  /** Whether its records can have the field. */
  readonly has: (key: FieldKey) => boolean;
  /** Whether it is known that each of its records has the field. */
  readonly always: (key: FieldKey) => boolean;
  /** The text that every record has in the field; null where they may differ, or one lacks it. */
  readonly only: (key: FieldKey) => string | null;
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

const WORDS = {
  action: ['ACCEPT', 'REJECT'],
  'log-status': ['OK', 'NODATA', 'SKIPDATA'],
} as const satisfies { readonly [T in FieldType]?: readonly string[] };

/** A record's version is the highest among its fields (VPC User Guide, "Flow log records"); lines that say another one are only read more slowly. */
function versionOf({ fields }: RecordFormat): string {
  return String(Math.max(...fields.map(({ key }) => (key === null ? 0 : FIELDS[key].since))));
}

/** The words that a field's value is one of, as a rule; undefined where it may be any text, or is a number. */
function wordsOf(key: FieldKey | null, format: RecordFormat): readonly string[] | undefined {
  if (key === 'version') return [versionOf(format)];
  const type = key === null ? null : FIELDS[key].type;
  return type === 'action' || type === 'log-status' ? WORDS[type] : undefined;
}

/**
 * A type that holds a field's values and little else, so that DuckDB refuses the lines that the parser of single lines refuses too. What it refuses
 * that is a record after all is parsed by that one, so it may be narrow where hardly any record is larger: for times, and where lines are odd.
 */
function textColumnType(key: FieldKey | null, format: RecordFormat, strict: boolean): string {
  const words = wordsOf(key, format);
  if (words && !strict) return 'VARCHAR';
  if (words && key !== 'version') return `ENUM(${words.map(quotedText).join(', ')})`;
  const largest = key === null ? null : largestValue(key);
  if (largest === null) return 'VARCHAR';
  if (largest < 2 ** 8) return 'UTINYINT';
  if (largest < 2 ** 16) return 'USMALLINT';
  return !strict && mayBeVast(key) ? 'UBIGINT' : 'UINTEGER';
}

/** More than four billion. A time is not, until the year 2106. */
function mayBeVast(key: FieldKey | null): key is FieldKey {
  if (key === null || FIELDS[key].type === 'seconds') return false;
  return (largestValue(key) ?? 0) >= 2 ** 32;
}

export interface TextFiles {
  readonly paths: readonly string[];
  readonly format: RecordFormat;
  readonly hasHeader: boolean;
  readonly compression: 'none' | 'gzip';
  /**
   * A line with a word or number that its field cannot have is noted among the rejects. Else it ends the statement with ODD_WORD, which costs far
   * less to look for and hardly ever happens.
   */
  readonly strict: boolean;
  /** The tables in which DuckDB notes the lines that it could not take. */
  readonly rejects: { readonly lines: string; readonly scans: string };
}

/** The message with which a statement ends that is not strict and meets a word that no record has. */
export const ODD_WORD = 'a word that no flow log record has';

/** Lines with one space between values. A line of another form is noted among the rejects, not returned. */
export function textRelation(files: TextFiles): Relation {
  const { format, paths, hasHeader, compression, rejects, strict } = files;
  const columns = format.fields.map(
    ({ name, key }) => `${quotedText(name)}: ${quotedText(textColumnType(key, format, strict))}`,
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
  const columnOf = new Map(
    format.fields.flatMap(({ name, key }) => {
      if (key === null) return [];
      const column = quotedName(name);
      // A condition may be looked at before a number is known to be none that is too large.
      return [[key, mayBeVast(key) ? `TRY_CAST(${column} AS BIGINT)` : column]];
    }),
  );
  return {
    costly: true,
    has: (key) => columnOf.has(key),
    always: () => false,
    only: () => null,
    sql: (fields) =>
      `SELECT ${selected(fields, (key) => columnOf.get(key))} FROM read_csv(${options.join(', ')}) WHERE ${everyValueRead(format, strict)}`,
  };
}

/**
 * DuckDB looks only at the columns that a statement uses, so a line would be malformed for one question and not for another.
 * This is always true, and makes it look at all whose values can be wrong.
 */
function everyValueRead(format: RecordFormat, strict: boolean): string {
  const { fields } = format;
  const checked = fields.filter(({ key }) => textColumnType(key, format, strict) !== 'VARCHAR');
  const read = checked.map(({ name }) => `(${quotedName(name)} IS NULL)::INTEGER`).join(' + ');
  const words = strict ? [] : fields.flatMap(({ name, key }) => usual(name, key, format));
  return [
    ...(checked.length > 0 ? [`${read} <= ${checked.length}`] : []),
    ...(words.length > 0
      ? [`CASE WHEN ${words.join(' AND ')} THEN true ELSE error(${quotedText(ODD_WORD)}) END`]
      : []),
    'true',
  ].join(' AND ');
}

/** What holds of a column's values, where its type alone does not see to it. */
function usual(name: string, key: FieldKey | null, format: RecordFormat): readonly string[] {
  const column = quotedName(name);
  const words = wordsOf(key, format)?.map((word) => `${column} = ${quotedText(word)}`);
  const allowed = words ?? (mayBeVast(key) ? [`${column} <= ${largestValue(key)}`] : []);
  return allowed.length === 0 ? [] : [`(${[...allowed, `${column} IS NULL`].join(' OR ')})`];
}

/** A column of a Parquet file. What is said of its values holds for all of them, as the file's statistics tell. */
export interface ParquetColumn {
  readonly name: string;
  /** Every record has a value, which is not `-`. */
  readonly isFull: boolean;
  /** It is text, and never `-`. */
  readonly isPlain: boolean;
  /** The text that every record has; null where they may differ. */
  readonly only: string | null;
}

export interface ParquetFiles {
  readonly paths: readonly string[];
  /** The files' columns by field. */
  readonly columns: ReadonlyMap<FieldKey, ParquetColumn>;
}

/** `-` may stand in text columns; a number that is written as text is read as a number. */
export function parquetRelation({ paths, columns }: ParquetFiles): Relation {
  const source = `read_parquet([${paths.map(quotedText).join(', ')}], hive_partitioning=false)`;
  const sqlOf = (key: FieldKey) => {
    const found = columns.get(key);
    if (found === undefined) return undefined;
    const column = quotedName(found.name);
    if (isNumeric(key)) return `TRY_CAST(${column} AS BIGINT)`;
    if (found.only !== null) return quotedText(found.only);
    return found.isPlain ? column : `nullif(CAST(${column} AS VARCHAR), '-')`;
  };
  return {
    costly: false,
    has: (key) => columns.has(key),
    always: (key) => columns.get(key)?.isFull ?? false,
    only: (key) => columns.get(key)?.only ?? null,
    sql: (fields) => `SELECT ${selected(fields, sqlOf)} FROM ${source}`,
  };
}

/** A table whose columns are named by field keys. */
export function tableRelation(table: string, keys: ReadonlySet<FieldKey>): Relation {
  return {
    costly: false,
    has: (key) => keys.has(key),
    always: () => false,
    only: () => null,
    sql: (fields) =>
      `SELECT ${selected(fields, (key) => (keys.has(key) ? quotedName(key) : undefined))} FROM ${quotedName(table)}`,
  };
}

/** A field that no record has, as a column that costs nothing. */
export function absentSql(key: FieldKey): string {
  return `CAST(NULL AS ${columnType(key)}) AS ${quotedName(key)}`;
}

/** A relation without a record, for a source that has no file in the window. */
export function noRecords(fields: readonly FieldKey[]): string {
  return `SELECT ${selected(fields, () => undefined)} WHERE false`;
}
