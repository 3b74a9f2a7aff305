/** The columns of a Parquet file by the fields that they hold, and what its statistics tell of their values: it is read faster for it. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { type FieldKey, isNumeric } from '../../record/fields.ts';
import { formatOfNames } from '../../record/format.ts';
import type { ParquetColumn } from './relation.ts';
import { quotedText } from './sql.ts';

/** DuckDB's types whose every value is a BIGINT too. */
const WITHIN_BIGINT = new Set([
  'TINYINT',
  'SMALLINT',
  'INTEGER',
  'BIGINT',
  'UTINYINT',
  'USMALLINT',
  'UINTEGER',
]);

/** What holds for a column in every row group. A file need not have statistics: then nothing is known. */
interface Told {
  readonly noNull: boolean;
  /** The least text comes after `-`. */
  readonly noDash: boolean;
}

async function toldOf(connection: DuckDBConnection, path: string): Promise<ReadonlyMap<string, Told>> {
  const found = await connection.runAndReadAll(
    `SELECT path_in_schema, bool_and(coalesce(stats_null_count = 0, false)) AS no_null,
    bool_and(coalesce(stats_min_value > '-', false)) AS no_dash
    FROM parquet_metadata(${quotedText(path)}) GROUP BY path_in_schema`,
  );
  return new Map(
    found
      .getRowObjectsJS()
      .map((row) => [
        String(row['path_in_schema']),
        { noNull: row['no_null'] === true, noDash: row['no_dash'] === true },
      ]),
  );
}

function columnOf(key: FieldKey, name: string, type: string, told: Told | undefined): ParquetColumn {
  const { noNull = false, noDash = false } = told ?? {};
  const isPlain = type === 'VARCHAR' && noDash;
  const isFull = noNull && (isNumeric(key) ? WITHIN_BIGINT.has(type) : isPlain);
  return { name, isFull, isPlain };
}

export async function parquetColumns(
  connection: DuckDBConnection,
  path: string,
): Promise<ReadonlyMap<FieldKey, ParquetColumn>> {
  const described = await connection.runAndReadAll(
    `DESCRIBE SELECT * FROM read_parquet(${quotedText(path)}, hive_partitioning=false)`,
  );
  const told = await toldOf(connection, path);
  const columns = described
    .getRowObjectsJS()
    .map((row) => ({ name: String(row['column_name']), type: String(row['column_type']) }));
  const { fields } = formatOfNames(columns.map(({ name }) => name));
  return new Map(
    fields.flatMap(({ key }, index) => {
      const column = columns[index];
      return key && column ? [[key, columnOf(key, column.name, column.type, told.get(column.name))]] : [];
    }),
  );
}

/** Of files whose columns have the same names: what is said of a column's values holds in all of them. */
export function commonColumns(
  files: readonly ReadonlyMap<FieldKey, ParquetColumn>[],
): ReadonlyMap<FieldKey, ParquetColumn> {
  const [first = new Map<FieldKey, ParquetColumn>()] = files;
  return new Map(
    [...first].map(([key, { name }]) => [
      key,
      {
        name,
        isFull: files.every((columns) => columns.get(key)?.isFull),
        isPlain: files.every((columns) => columns.get(key)?.isPlain),
      },
    ]),
  );
}
