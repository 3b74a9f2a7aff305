/** Records that were parsed here as a table that DuckDB can be asked. */

import type * as DuckDB from '@duckdb/node-api';
import type { DuckDBConnection, DuckDBType } from '@duckdb/node-api';
import { FIELD_KEYS, type FieldKey, isNumeric } from '../../record/fields.ts';
import type { FlowRecord } from '../../record/record.ts';
import { type Relation, tableRelation } from './relation.ts';
import { quotedName } from './sql.ts';

/** DuckDB's own vector size: a chunk cannot hold more rows. */
const CHUNK = 2048;

const KNOWN: ReadonlySet<string> = new Set(FIELD_KEYS);

function isFieldKey(name: string): name is FieldKey {
  return KNOWN.has(name);
}

function keysOf(records: readonly FlowRecord[]): readonly FieldKey[] {
  const names = new Set<FieldKey>();
  let last = '';
  for (const record of records) {
    const own = Object.keys(record);
    // Records of one format have their names in one order, so nearly all are as the one before.
    const shape = own.join();
    if (shape === last) continue;
    last = shape;
    for (const name of own) if (isFieldKey(name)) names.add(name);
  }
  return [...names];
}

function columnOf(key: FieldKey, rows: readonly FlowRecord[]): readonly (bigint | string | null)[] {
  return rows.map((row) => {
    const value = row[key] ?? null;
    return typeof value === 'number' ? BigInt(value) : value;
  });
}

/** Makes the table and fills it. Of no records there is no table. */
export async function parsedTable(
  duckdb: typeof DuckDB,
  connection: DuckDBConnection,
  table: string,
  records: readonly FlowRecord[],
): Promise<Relation | undefined> {
  const keys = keysOf(records);
  if (keys.length === 0) return undefined;
  const types: DuckDBType[] = keys.map((key) => (isNumeric(key) ? duckdb.BIGINT : duckdb.VARCHAR));
  const columns = keys.map((key, index) => `${quotedName(key)} ${types[index]}`);
  await connection.run(`CREATE TABLE ${quotedName(table)} (${columns.join(', ')})`);
  const appender = await connection.createAppender(table);
  for (let from = 0; from < records.length; from += CHUNK) {
    const rows = records.slice(from, from + CHUNK);
    const chunk = duckdb.DuckDBDataChunk.create(types, rows.length);
    chunk.setColumns(keys.map((key) => columnOf(key, rows)));
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
  return tableRelation(table, new Set(keys));
}
