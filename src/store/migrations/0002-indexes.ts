/** For what is looked up and forgotten by its time, so that neither reads a whole table. */
import type { Kysely } from 'kysely';

export async function indexes({ schema }: Kysely<unknown>): Promise<void> {
  await schema.createIndex('question_time').on('question').columns(['asked_at', 'id']).execute();
  await schema.createIndex('question_answered').on('question').columns(['channel', 'answered_at']).execute();
  await schema.createIndex('judgement_time').on('judgement').columns(['at']).execute();
  await schema.createIndex('delivery_time').on('delivery').columns(['created_at']).execute();
}
