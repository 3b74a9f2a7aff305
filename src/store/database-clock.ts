/** The clock of the database: of several processes on one store each has its own, which may be wrong, and this one is the same for all of them. */
import { type RawBuilder, sql } from 'kysely';
import type { DatabaseKind } from './kind.ts';

/** Milliseconds since the epoch, as it is read: not those of the beginning of the transaction, nor of a wait for a row. */
export const DATABASE_NOW: Readonly<Record<DatabaseKind, RawBuilder<number>>> = {
  postgres: sql<number>`(extract(epoch from clock_timestamp()) * 1000)::bigint`,
  sqlite: sql<number>`cast(unixepoch('subsec') * 1000 as integer)`,
};

/** @param length milliseconds from now */
export function databaseTimeIn(kind: DatabaseKind, length: number): RawBuilder<number> {
  return sql<number>`${DATABASE_NOW[kind]} + ${sql.lit(length)}`;
}
