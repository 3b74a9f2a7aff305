/** The first tables. What has been released is never edited: a change is a migration of its own. */
import type { Kysely } from 'kysely';
import type { DatabaseKind } from '../kind.ts';
import { COUNTING, key, required, unique } from '../migration-columns.ts';

export async function beginning(db: Kysely<unknown>, kind: DatabaseKind): Promise<void> {
  const { schema } = db;
  const { type: countingType, column: counting } = COUNTING[kind];

  await schema
    .createTable('job')
    .addColumn('id', 'text', key)
    .addColumn('kind', 'text', required)
    .addColumn('input', 'text', required)
    .addColumn('state', 'text', required)
    .addColumn('created_at', 'bigint', required)
    .addColumn('owner', 'text')
    .addColumn('lease_until', 'bigint', required)
    .addColumn('starts', 'integer', required)
    .execute();
  await schema.createIndex('job_open').on('job').columns(['state', 'created_at']).execute();

  await schema
    .createTable('delivery')
    .addColumn('key', 'text', key)
    .addColumn('channel', 'text', required)
    .addColumn('thread', 'text')
    .addColumn('content', 'text', required)
    .addColumn('state', 'text', required)
    .addColumn('sending_at', 'bigint')
    .addColumn('ts', 'text')
    .addColumn('file', 'text')
    .addColumn('failure', 'text')
    .addColumn('created_at', 'bigint', required)
    .execute();
  await schema.createIndex('delivery_message').on('delivery').columns(['channel', 'ts']).execute();

  await schema
    .createTable('question')
    .addColumn('id', 'text', key)
    .addColumn('asked_by', 'text', required)
    .addColumn('channel', 'text', required)
    .addColumn('thread', 'text')
    .addColumn('root_ts', 'text')
    .addColumn('text', 'text', required)
    .addColumn('via', 'text', required)
    .addColumn('request', 'text')
    .addColumn('answer', 'text')
    .addColumn('verdict', 'text')
    .addColumn('sources', 'text', required)
    .addColumn('time_zone', 'text', required)
    .addColumn('asked_at', 'bigint', required)
    .addColumn('as_of_seconds', 'bigint')
    .addColumn('stopped', 'text')
    .addColumn('answered_at', 'bigint')
    .execute();
  await schema.createIndex('question_person').on('question').columns(['asked_by', 'asked_at']).execute();
  await schema.createIndex('question_thread').on('question').columns(['channel', 'thread']).execute();
  await schema.createIndex('question_root').on('question').columns(['channel', 'root_ts']).execute();

  await schema
    .createTable('judgement')
    .addColumn('question', 'text', required)
    .addColumn('by', 'text', required)
    .addColumn('is_right', 'integer', required)
    .addColumn('at', 'bigint', required)
    .addColumn('verdict', 'text', required)
    .addColumn('confidence', 'double precision', required)
    .addColumn('instead', 'text')
    .addPrimaryKeyConstraint('judgement_once', ['question', 'by'])
    .execute();

  await schema
    .createTable('spending')
    .addColumn('id', 'text', key)
    .addColumn('asker', 'text')
    .addColumn('at_seconds', 'bigint', required)
    .addColumn('bytes', 'double precision', required)
    .addColumn('usd', 'double precision', required)
    .execute();
  await schema.createIndex('spending_recent').on('spending').columns(['at_seconds']).execute();

  await schema
    .createTable('audit')
    .addColumn('seq', countingType, counting)
    .addColumn('key', 'text', unique)
    .addColumn('at', 'bigint', required)
    .addColumn('by', 'text', required)
    .addColumn('channel', 'text')
    .addColumn('action', 'text', required)
    .addColumn('outcome', 'text', required)
    .addColumn('what', 'text', required)
    .addColumn('sources', 'text', required)
    .addColumn('bytes', 'double precision')
    .addColumn('verdict', 'text')
    .addColumn('note', 'text')
    .execute();
  await schema.createIndex('audit_time').on('audit').columns(['at']).execute();

  await schema
    .createTable('incident')
    .addColumn('number', countingType, counting)
    .addColumn('key', 'text', unique)
    .addColumn('title', 'text', required)
    .addColumn('severity', 'text')
    .addColumn('channel', 'text', required)
    .addColumn('thread', 'text')
    .addColumn('card_ts', 'text')
    .addColumn('opened_by', 'text', required)
    .addColumn('opened_at', 'bigint', required)
    .addColumn('closed_at', 'bigint')
    .execute();
  await schema.createIndex('incident_place').on('incident').columns(['channel', 'closed_at']).execute();

  await schema
    .createTable('incident_entry')
    .addColumn('seq', countingType, counting)
    .addColumn('key', 'text', unique)
    .addColumn('incident', 'integer', required)
    .addColumn('at', 'bigint', required)
    .addColumn('by', 'text', required)
    .addColumn('by_name', 'text', required)
    .addColumn('kind', 'text', required)
    .addColumn('detail', 'text', required)
    .execute();
  await schema.createIndex('incident_entry_order').on('incident_entry').columns(['incident', 'at']).execute();

  await schema
    .createTable('watch')
    .addColumn('id', 'text', key)
    .addColumn('question', 'text', required)
    .addColumn('by', 'text', required)
    .addColumn('channel', 'text', required)
    .addColumn('thread', 'text', required)
    .addColumn('every_seconds', 'integer', required)
    .addColumn('next_at', 'bigint', required)
    .addColumn('until', 'bigint', required)
    .addColumn('seen', 'text', required)
    .addColumn('notice_ts', 'text')
    .addColumn('state', 'text', required)
    .execute();
  await schema.createIndex('watch_due').on('watch').columns(['state', 'next_at']).execute();

  await schema
    .createTable('source_health')
    .addColumn('source', 'text', key)
    .addColumn('at', 'bigint', required)
    .addColumn('ok', 'integer', required)
    .addColumn('because', 'text')
    .execute();

  await schema
    .createTable('handled')
    .addColumn('key', 'text', key)
    .addColumn('at', 'bigint', required)
    .execute();
  await schema.createIndex('handled_time').on('handled').columns(['at']).execute();

  await schema
    .createTable('kept')
    .addColumn('name', 'text', key)
    .addColumn('value', 'text', required)
    .addColumn('at', 'bigint', required)
    .execute();
}
