/** The columns of a Parquet file by the fields that they hold, and what its statistics tell of their values: it is read faster for it. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { type FieldKey, isNumeric } from '../../record/fields.ts';
import { formatOfNames } from '../../record/format.ts';
import { unreadable } from './record-file.ts';
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
  /** The least and the greatest are the same. */
  readonly only: string | null;
}

/** Statistics may hold the beginnings of long values only (Parquet's format, "min_value"): what is as short as this is whole. */
const WHOLE = 16;

/** The columns of each of the files by their names. All are asked at once: looking at the ends of files one by one takes three times as long. */
async function toldOf(
  connection: DuckDBConnection,
  paths: readonly string[],
): Promise<ReadonlyMap<string, ReadonlyMap<string, Told>>> {
  const found = await connection.runAndReadAll(
    `SELECT file_name, path_in_schema, bool_and(coalesce(stats_null_count = 0, false)) AS no_null,
    bool_and(coalesce(stats_min_value > '-', false)) AS no_dash,
    CASE WHEN bool_and(coalesce(stats_min_value = stats_max_value, false)) AND min(stats_min_value) = max(stats_max_value)
    AND length(min(stats_min_value)) <= ${WHOLE} THEN min(stats_min_value) END AS only
    FROM parquet_metadata([${paths.map(quotedText).join(', ')}]) GROUP BY file_name, path_in_schema`,
  );
  const told = new Map(paths.map((path) => [path, new Map<string, Told>()]));
  for (const row of found.getRowObjectsJS()) {
    const only = typeof row['only'] === 'string' ? row['only'] : null;
    const column = { noNull: row['no_null'] === true, noDash: row['no_dash'] === true, only };
    told.get(String(row['file_name']))?.set(String(row['path_in_schema']), column);
  }
  return told;
}

/** The same, told of the file at fault where there is one. */
async function toldOfEach(
  connection: DuckDBConnection,
  paths: readonly string[],
): Promise<ReadonlyMap<string, ReadonlyMap<string, Told>>> {
  try {
    return await toldOf(connection, paths);
  } catch (error) {
    if (paths.length === 1) throw unreadable(paths.join(), error);
    const told = new Map<string, ReadonlyMap<string, Told>>();
    for (const path of paths) for (const one of await toldOfEach(connection, [path])) told.set(...one);
    return told;
  }
}

function columnOf(key: FieldKey, name: string, type: string, told: Told | undefined): ParquetColumn {
  const { noNull = false, noDash = false, only = null } = told ?? {};
  const isPlain = type === 'VARCHAR' && noDash;
  const isFull = noNull && (isNumeric(key) ? WITHIN_BIGINT.has(type) : isPlain);
  return { name, isFull, isPlain, only: isFull && isPlain ? only : null };
}

interface Described {
  readonly name: string;
  /** As DuckDB calls it. */
  readonly type: string;
}

async function describedIn(connection: DuckDBConnection, path: string): Promise<readonly Described[]> {
  try {
    const described = await connection.runAndReadAll(
      `DESCRIBE SELECT * FROM read_parquet(${quotedText(path)}, hive_partitioning=false)`,
    );
    return described
      .getRowObjectsJS()
      .map((row) => ({ name: String(row['column_name']), type: String(row['column_type']) }));
  } catch (error) {
    throw unreadable(path, error);
  }
}

/** The columns of flat files, all asked at once; null where one cannot be read, or has columns within columns. */
async function describedAtOnce(
  connection: DuckDBConnection,
  paths: readonly string[],
): Promise<ReadonlyMap<string, readonly Described[]> | null> {
  const described = new Map(paths.map((path): [string, Described[]] => [path, []]));
  try {
    const found = await connection.runAndReadAll(
      `SELECT file_name, name, duckdb_type, num_children FROM parquet_schema([${paths.map(quotedText).join(', ')}])
      WHERE column_id > 0 ORDER BY file_name, column_id`,
    );
    for (const row of found.getRowObjectsJS()) {
      if (row['num_children'] !== null) return null;
      const column = { name: String(row['name']), type: String(row['duckdb_type']) };
      described.get(String(row['file_name']))?.push(column);
    }
    return described;
  } catch {
    // Looked at one by one, the file at fault says so under its own name.
    return null;
  }
}

async function describedEach(
  connection: DuckDBConnection,
  paths: readonly string[],
): Promise<ReadonlyMap<string, readonly Described[]>> {
  const described = new Map<string, readonly Described[]>();
  for (const path of paths) described.set(path, await describedIn(connection, path));
  return described;
}

/** Of each file. @throws SourceError for one that cannot be read */
export async function parquetColumns(
  connection: DuckDBConnection,
  paths: readonly string[],
): Promise<ReadonlyMap<string, ReadonlyMap<FieldKey, ParquetColumn>>> {
  if (paths.length === 0) return new Map();
  const described = (await describedAtOnce(connection, paths)) ?? (await describedEach(connection, paths));
  const told = await toldOfEach(connection, paths);
  return new Map(
    [...described].map(([path, columns]) => {
      const { fields } = formatOfNames(columns.map(({ name }) => name));
      const known = fields.flatMap(({ key }, index) => {
        const { name, type } = columns[index] ?? {};
        if (!key || name === undefined || type === undefined) return [];
        return [[key, columnOf(key, name, type, told.get(path)?.get(name))] as const];
      });
      return [path, new Map(known)];
    }),
  );
}

/** Of files whose columns have the same names: what is said of a column's values holds in all of them. */
export function commonColumns(
  files: readonly ReadonlyMap<FieldKey, ParquetColumn>[],
): ReadonlyMap<FieldKey, ParquetColumn> {
  const [first = new Map<FieldKey, ParquetColumn>()] = files;
  return new Map(
    [...first].map(([key, { name, only }]) => [
      key,
      {
        name,
        isFull: files.every((columns) => columns.get(key)?.isFull),
        isPlain: files.every((columns) => columns.get(key)?.isPlain),
        only: files.every((columns) => columns.get(key)?.only === only) ? only : null,
      },
    ]),
  );
}
