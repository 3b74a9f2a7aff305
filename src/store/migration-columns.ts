/** The kinds of columns that the migrations add. Like those, they are never edited once released: what is to be otherwise gets a name of its own. */
import { type ColumnDefinitionBuilder, sql } from 'kysely';
import type { DatabaseKind } from './kind.ts';

type Column = (column: ColumnDefinitionBuilder) => ColumnDefinitionBuilder;

export const required: Column = (column) => column.notNull();
export const key: Column = (column) => column.notNull().primaryKey();
export const unique: Column = (column) => column.notNull().unique();

/** The one thing that the two databases say differently: a number that counts rows. */
export const COUNTING = {
  sqlite: {
    type: sql`integer`,
    column: (column: ColumnDefinitionBuilder) => column.primaryKey().autoIncrement(),
  },
  postgres: { type: sql`serial`, column: (column: ColumnDefinitionBuilder) => column.primaryKey() },
} as const satisfies Record<DatabaseKind, unknown>;
