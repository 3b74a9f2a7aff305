/** The table's rows as records: one column for each field, null where the record has `-`, whatever the table's own columns are like. */
import { FIELDS, type FieldKey, isNumeric } from '../../record/fields.ts';
import { both, type Condition, either, plain } from './condition.ts';
import { recordColumn } from './expression.ts';
import { isRecordLine, LINE_WORDS } from './line.ts';
import { quotedName, textLiteral } from './sql.ts';
import type { AthenaTable, TableColumn } from './table.ts';

type Line = NonNullable<AthenaTable['line']>;

/** Whether records of the table have the field: it has a column for it, and flow logs of this kind write it. */
export function hasField(table: AthenaTable, key: FieldKey): boolean {
  const { home } = FIELDS[key];
  if (home !== 'both' && home !== table.kind) return false;
  return table.line ? table.line.format.fields.some((field) => field.key === key) : table.columns.has(key);
}

/** Accounts have 12 digits; a column of numbers has lost those that are zeros in front. */
const ACCOUNTS: ReadonlySet<FieldKey> = new Set<FieldKey>([
  'accountId',
  'tgwSrcVpcAccountId',
  'tgwDstVpcAccountId',
]);

/** The value of a column that is text, with `-` where there is none. */
function ofText(key: FieldKey, text: string): string {
  return isNumeric(key) ? `TRY_CAST(${text} AS BIGINT)` : `nullif(${text}, '-')`;
}

function ofNumber(key: FieldKey, number: string): string {
  if (isNumeric(key)) return number;
  const text = `CAST(${number} AS VARCHAR)`;
  return ACCOUNTS.has(key) ? `lpad(${text}, 12, '0')` : text;
}

function ofColumn(key: FieldKey, { name, type }: TableColumn): string {
  return type === 'text' ? ofText(key, quotedName(name)) : ofNumber(key, quotedName(name));
}

function selected(fields: readonly FieldKey[], sqlOf: (key: FieldKey) => string): string {
  if (fields.length === 0) return 'SELECT 1 AS one';
  return `SELECT ${fields.map((key) => `${sqlOf(key)} AS ${recordColumn(key)}`).join(', ')}`;
}

/** A word that is the name of its field can be the value of none, unless the field is free text of one word. */
function tellsHeader(key: FieldKey): boolean {
  return FIELDS[key].type !== 'text' || FIELDS[key].name.includes('-');
}

/** A header line comes back as a row with the fields' names in columns of text, and with nothing in columns of numbers. */
function noHeaderRows({ columns }: AthenaTable): Condition {
  const texts = [...columns].filter(([, { type }]) => type === 'text');
  const [key, column] = texts.find(([one]) => tellsHeader(one)) ?? texts[0] ?? [];
  if (key !== undefined && column) {
    const text = quotedName(column.name);
    return either(plain(`${text} IS NULL`), plain(`${text} <> ${textLiteral(FIELDS[key].name)}`));
  }
  const numbers = [...columns.values()].map(({ name }) => quotedName(name));
  return either(...numbers.map((number) => plain(`${number} IS NOT NULL`)));
}

function whereText(condition: Condition): string {
  return typeof condition === 'object' ? `\n  WHERE ${condition.text}` : '';
}

/** A line may stand alone in its column or, where the column holds what Firehose wrote as it is, within JSON. */
function lineText(column: string): string {
  const name = quotedName(column);
  return `CASE WHEN ${name} LIKE '{%' THEN json_extract_scalar(${name}, '$.message') ELSE ${name} END`;
}

/** The words of each line that is a record of the format, then the records. */
function lineRecords(line: Line, fields: readonly FieldKey[], from: string, partitions: Condition): string {
  const position = (key: FieldKey) => line.format.fields.findIndex((field) => field.key === key) + 1;
  return `lines AS (
  SELECT ${lineText(line.column)} AS line
  FROM ${from}${whereText(partitions)}
), records_in_words AS (
  SELECT regexp_extract_all(line, ${textLiteral(LINE_WORDS)}) AS words
  FROM lines
  WHERE regexp_like(line, ${textLiteral(isRecordLine(line.format))})
), records AS (
  ${selected(fields, (key) => ofText(key, `element_at(words, ${position(key)})`))}
  FROM records_in_words
)`;
}

function columnRecords(
  table: AthenaTable,
  fields: readonly FieldKey[],
  from: string,
  partitions: Condition,
): string {
  const isRecord = both(partitions, !table.hasHeaderRows || noHeaderRows(table));
  const sqlOf = (key: FieldKey) => {
    const column = table.columns.get(key);
    return column ? ofColumn(key, column) : 'NULL';
  };
  return `records AS (
  ${selected(fields, sqlOf)}
  FROM ${from}${whereText(isRecord)}
)`;
}

/**
 * `WITH … records AS (…)`: the records of the partitions with these fields.
 *
 * @param fields those that the table has
 */
export function recordsSql(table: AthenaTable, fields: readonly FieldKey[], partitions: Condition): string {
  const from = [table.catalog, table.database, table.name].map(quotedName).join('.');
  const records = table.line
    ? lineRecords(table.line, fields, from, partitions)
    : columnRecords(table, fields, from, partitions);
  return `WITH ${records}`;
}
