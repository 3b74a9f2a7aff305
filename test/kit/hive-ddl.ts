/** Hive's DDL read by an independent grammar of it (dt-sql-parser), and the table as Glue would keep it. It does not cover what Athena executes. */
import { HiveSQL } from 'dt-sql-parser';
import type { MetadataColumn, TableMetadata } from '../../src/backends/athena/table-properties.ts';

const parser = new HiveSQL();

/** What is wrong with statements; nothing of right ones. */
export function hiveErrors(ddl: string): readonly string[] {
  return parser.validate(ddl).map(({ message }) => message);
}

/** The words of a statement as the grammar parts it, without white space. */
function tokensOf(ddl: string): readonly string[] {
  return parser
    .createLexer(ddl)
    .getAllTokens()
    .flatMap(({ text }) => (!text?.trim() || text.startsWith('--') ? [] : [text]));
}

const ESCAPED: Readonly<Record<string, string>> = { n: '\n', r: '\r' };

function textOf(token: string): string {
  return token.slice(1, -1).replace(/\\(.)/gs, (_, character: string) => ESCAPED[character] ?? character);
}

/** The columns between the brackets after `from`. */
function columnsFrom(tokens: readonly string[], from: number): readonly MetadataColumn[] {
  const open = tokens.indexOf('(', from);
  const inside = tokens.slice(open + 1, tokens.indexOf(')', open));
  return inside.flatMap((token, index) =>
    token.startsWith('`')
      ? [{ name: token.slice(1, -1).replaceAll('``', '`'), type: (inside[index + 1] ?? '').toLowerCase() }]
      : [],
  );
}

function after(tokens: readonly string[], word: string): string | undefined {
  const at = tokens.findIndex((token) => token.toUpperCase() === word);
  return at === -1 ? undefined : tokens[at + 1];
}

function filesOf(tokens: readonly string[]): Readonly<Record<string, string>> {
  if (after(tokens, 'STORED') && tokens.some((token) => token.toUpperCase() === 'PARQUET')) {
    return {
      inputformat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat',
      'serde.serialization.lib': 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe',
    };
  }
  const library = after(tokens, 'SERDE');
  const inputformat = 'org.apache.hadoop.mapred.TextInputFormat';
  if (library !== undefined) return { inputformat, 'serde.serialization.lib': textOf(library) };
  return {
    inputformat,
    'serde.serialization.lib': 'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe',
    'serde.param.field.delim': textOf(after(tokens, 'BY') ?? "''"),
  };
}

/** @throws TypeError for what is no statement of Hive's */
export function tableMade(ddl: string): TableMetadata {
  const errors = hiveErrors(ddl);
  if (errors.length > 0) throw new TypeError(`${errors.join('; ')}\n${ddl}`);
  const tokens = tokensOf(ddl);
  const partitioned = tokens.findIndex((token) => token.toUpperCase() === 'PARTITIONED');
  const properties = tokens.slice(tokens.findIndex((token) => token.toUpperCase() === 'TBLPROPERTIES') + 1);
  const stated = properties.flatMap((token, index): readonly (readonly [string, string])[] =>
    token === '=' ? [[textOf(properties[index - 1] ?? ''), textOf(properties[index + 1] ?? '')]] : [],
  );
  // `FIELDS TERMINATED BY` comes after `PARTITIONED BY`.
  const rest = tokens.slice(partitioned + 2);
  return {
    columns: columnsFrom(tokens, 0),
    partitionKeys: columnsFrom(tokens, partitioned),
    parameters: new Map([
      ...Object.entries(filesOf(rest)),
      ['location', textOf(after(tokens, 'LOCATION') ?? "''")],
      ...stated,
    ]),
  };
}
