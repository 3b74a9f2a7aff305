/**
 * When the next call may begin in each lane, for all processes on one Postgres together: Slack counts what an app posts, whichever process does. By the
 * clock of the database, as those of the processes differ.
 */
import { type Kysely, sql } from 'kysely';
import { DATABASE_NOW } from './database-clock.ts';
import type { Tables } from './tables.ts';

export interface Lanes {
  /** Takes the next turn. @param pace milliseconds between two turns. @returns milliseconds until it */
  take(name: string, pace: number): Promise<number>;
  /** Nobody begins for so many milliseconds. */
  close(name: string, milliseconds: number): Promise<void>;
}

const NOW = DATABASE_NOW.postgres;

export function createLanes(db: Kysely<Tables>): Lanes {
  return {
    async take(name, pace) {
      const { free_at: next, now } = await db
        .insertInto('lane')
        .values({ name, free_at: sql`${NOW} + ${pace}::bigint` })
        .onConflict((conflict) =>
          conflict
            .column('name')
            .doUpdateSet({ free_at: sql`greatest(lane.free_at, ${NOW}) + ${pace}::bigint` }),
        )
        .returning(['free_at', NOW.as('now')])
        .executeTakeFirstOrThrow();
      return Math.max(0, next - pace - now);
    },
    async close(name, milliseconds) {
      await db
        .insertInto('lane')
        .values({ name, free_at: sql`${NOW} + ${milliseconds}::bigint` })
        .onConflict((conflict) =>
          conflict.column('name').doUpdateSet({ free_at: sql`greatest(lane.free_at, excluded.free_at)` }),
        )
        .execute();
    },
  };
}
