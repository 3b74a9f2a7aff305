/** The statements that make a table, for a person to read and run. Sources: Athena User Guide, "Query Amazon VPC flow logs" and "Partition projection". */
import { hiveName, hiveText } from './hive-text.ts';
import type { Layout } from './layout.ts';
import type { DdlColumn } from './table-columns.ts';

/** What the files are: records in columns, or each a JSON object with the record as one text. */
export type FileForm = 'plain-text' | 'parquet' | 'json-lines' | 'plain-lines';

export interface TableToMake {
  readonly database: string;
  readonly name: string;
  readonly columns: readonly DdlColumn[];
  readonly form: FileForm;
  readonly layout: Layout;
}

const TEXT = ["ROW FORMAT DELIMITED FIELDS TERMINATED BY ' '", 'STORED AS TEXTFILE'];

const FORMS: { readonly [F in FileForm]: readonly string[] } = {
  'plain-text': TEXT,
  // Firehose writes no header line.
  'plain-lines': TEXT,
  parquet: ['STORED AS PARQUET'],
  'json-lines': ["ROW FORMAT SERDE 'org.openx.data.jsonserde.JsonSerDe'", 'STORED AS TEXTFILE'],
};

function list(columns: readonly DdlColumn[]): string {
  return columns.map(({ name, type }) => `  ${hiveName(name)} ${type}`).join(',\n');
}

function properties({ form, layout }: TableToMake): string {
  const header = form === 'plain-text' ? [['skip.header.line.count', '1'] as const] : [];
  return [...header, ['projection.enabled', 'true'] as const, ...layout.projection]
    .map(([name, value]) => `  ${hiveText(name)} = ${hiveText(value)}`)
    .join(',\n');
}

export function createDatabase(database: string): string {
  return `CREATE DATABASE IF NOT EXISTS ${hiveName(database)};\n`;
}

export function createTable(table: TableToMake): string {
  return [
    `CREATE EXTERNAL TABLE IF NOT EXISTS ${hiveName(table.database)}.${hiveName(table.name)} (`,
    list(table.columns),
    ')',
    'PARTITIONED BY (',
    list(table.layout.partitions),
    ')',
    ...FORMS[table.form],
    `LOCATION ${hiveText(table.layout.location)}`,
    'TBLPROPERTIES (',
    properties(table),
    ');',
    '',
  ].join('\n');
}
