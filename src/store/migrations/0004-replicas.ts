/** What several processes on one store tell each other: what people decided about a question, and when the next message may go to a channel. */
import type { Kysely } from 'kysely';
import { key, required } from '../migration-columns.ts';

export async function replicas({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('decision')
    .addColumn('id', 'text', key)
    .addColumn('choice', 'text', required)
    .addColumn('at', 'bigint', required)
    .execute();

  await schema
    .createTable('lane')
    .addColumn('name', 'text', key)
    .addColumn('free_at', 'bigint', required)
    .execute();
  await schema.createIndex('lane_free').on('lane').columns(['free_at']).execute();
}
