/** Tables of every shape that Athena has flow logs in, and the statements that questions about them become. */
import { type CompiledStatement, compileStatement } from '../../src/backends/athena/compile.ts';
import type { AthenaTable, TableColumn, TablePartition } from '../../src/backends/athena/table.ts';
import type { FlowQuery } from '../../src/query/flow-query.ts';
import { FIELDS, type FieldKey, isNumeric } from '../../src/record/fields.ts';
import type { RecordFormat } from '../../src/record/format.ts';

const CATALOG = 'AwsDataCatalog';

export const SHAPES = [
  "AWS's own table of text files",
  'a table of text files with their header rows',
  'a table in which all columns are text',
  'a table in which all columns are text, with header rows',
  'a table of Parquet files',
  'a table of lines',
  'a table of lines in JSON',
] as const;

export type Shape = (typeof SHAPES)[number];

const DAY_AND_HOUR: readonly TablePartition[] = [
  {
    name: 'aws-region',
    type: 'text',
    meaning: { kind: 'region' },
    values: ['eu-west-1', 'us-east-1'],
    mustBeFixed: false,
  },
  {
    name: 'date',
    type: 'text',
    meaning: { kind: 'time', pattern: 'yyyy/MM/dd', unit: 'day' },
    values: null,
    mustBeFixed: false,
  },
  {
    name: 'hour',
    type: 'text',
    meaning: { kind: 'time-part', part: 'hour', digits: 2 },
    values: null,
    mustBeFixed: false,
  },
];

export function keysOf(format: RecordFormat): readonly FieldKey[] {
  return format.fields.flatMap(({ key }) => key ?? []);
}

export function isLines(shape: Shape): boolean {
  return shape.startsWith('a table of lines');
}

export function isAllText(shape: Shape): boolean {
  return shape.startsWith('a table in which all columns are text');
}

export function hasHeaderRows(shape: Shape): boolean {
  return shape.endsWith('header rows');
}

function columnsOf(shape: Shape, format: RecordFormat): ReadonlyMap<FieldKey, TableColumn> {
  return new Map(
    keysOf(format).map((key) => {
      const type = isNumeric(key) && !isAllText(shape) ? 'number' : 'text';
      return [key, { name: FIELDS[key].parquetColumn, type }];
    }),
  );
}

/** The table that holds records of this format in this shape, as its metadata would tell of it. */
export function tableOf(shape: Shape, format: RecordFormat): AthenaTable {
  return {
    kind: keysOf(format).includes('tgwId') ? 'transit-gateway' : 'vpc',
    catalog: CATALOG,
    database: 'logs',
    name: shape,
    columns: isLines(shape) ? new Map() : columnsOf(shape, format),
    line: isLines(shape) ? { column: 'message', format } : null,
    partitions: DAY_AND_HOUR,
    hasHeaderRows: hasHeaderRows(shape),
    location: 's3://flow-logs/AWSLogs/',
  };
}

/** The statement of a question that there is something to ask for. */
export function compiled(query: FlowQuery<unknown>, table: AthenaTable): CompiledStatement {
  const statement = compileStatement(query, table, { regions: ['eu-west-1'] });
  if (statement === null || 'refused' in statement)
    throw new TypeError(statement?.refused ?? 'nothing to ask');
  return statement;
}

/** The statement as a person reads it, with its parameters below. */
export function readable(query: FlowQuery<unknown>, table: AthenaTable): string {
  const { text, parameters } = compiled(query, table);
  return [text, ...parameters.map((parameter) => `-- ${parameter}`)].join('\n');
}
