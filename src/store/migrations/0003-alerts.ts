/** What the watcher remembers: alerts, what people said of them, the messages that tell of them, what is normal, and how far it has looked. */
import type { Kysely } from 'kysely';
import type { DatabaseKind } from '../kind.ts';
import { COUNTING, key, required, unique } from '../migration-columns.ts';

export async function alerts(db: Kysely<unknown>, kind: DatabaseKind): Promise<void> {
  const { schema } = db;
  const { type: countingType, column: counting } = COUNTING[kind];

  await schema
    .createTable('alert')
    .addColumn('number', countingType, counting)
    .addColumn('id', 'text', unique)
    .addColumn('key', 'text', required)
    .addColumn('source', 'text', required)
    .addColumn('detector', 'text', required)
    .addColumn('state', 'text', required)
    .addColumn('severity', 'text', required)
    .addColumn('suppressed_by', 'text')
    .addColumn('first_seconds', 'bigint', required)
    .addColumn('last_seconds', 'bigint', required)
    .addColumn('resolved_seconds', 'bigint')
    .addColumn('message', 'text')
    .addColumn('updated_at', 'bigint', required)
    .addColumn('body', 'text', required)
    .execute();
  await schema.createIndex('alert_state').on('alert').columns(['state', 'updated_at']).execute();
  await schema.createIndex('alert_key').on('alert').columns(['key', 'updated_at']).execute();
  await schema.createIndex('alert_message_of').on('alert').columns(['message']).execute();

  await schema
    .createTable('alert_entry')
    .addColumn('seq', countingType, counting)
    .addColumn('id', 'text', unique)
    .addColumn('alert', 'text', required)
    .addColumn('at', 'bigint', required)
    .addColumn('by', 'text')
    .addColumn('what', 'text', required)
    .execute();
  await schema.createIndex('alert_entry_of').on('alert_entry').columns(['alert', 'at']).execute();

  await schema
    .createTable('alert_message')
    .addColumn('id', 'text', key)
    .addColumn('channel', 'text', required)
    .addColumn('kind', 'text', required)
    .addColumn('day', 'text', required)
    .addColumn('ts', 'text')
    .addColumn('revision', 'integer', required)
    .addColumn('opened_at', 'bigint', required)
    .addColumn('body', 'text', required)
    .execute();
  await schema.createIndex('alert_message_day').on('alert_message').columns(['day', 'channel']).execute();
  await schema.createIndex('alert_message_ts').on('alert_message').columns(['channel', 'ts']).execute();

  await schema
    .createTable('alert_rule')
    .addColumn('number', countingType, counting)
    .addColumn('key', 'text', unique)
    .addColumn('kind', 'text', required)
    .addColumn('starts_at', 'bigint', required)
    .addColumn('ends_at', 'bigint', required)
    .addColumn('ended_at', 'bigint')
    .addColumn('told_over', 'integer', required)
    .addColumn('body', 'text', required)
    .execute();
  await schema.createIndex('alert_rule_ends').on('alert_rule').columns(['ends_at']).execute();

  await schema
    .createTable('baseline')
    .addColumn('source', 'text', required)
    .addColumn('series', 'text', required)
    .addColumn('day', 'integer', required)
    .addColumn('samples', 'text', required)
    .addPrimaryKeyConstraint('baseline_day', ['source', 'series', 'day'])
    .execute();
  await schema.createIndex('baseline_age').on('baseline').columns(['day']).execute();

  await schema
    .createTable('acquaintance')
    .addColumn('source', 'text', required)
    .addColumn('kind', 'text', required)
    .addColumn('key', 'text', required)
    .addColumn('first_seconds', 'bigint', required)
    .addColumn('last_seconds', 'bigint', required)
    .addColumn('days', 'integer', required)
    .addPrimaryKeyConstraint('acquaintance_once', ['source', 'kind', 'key'])
    .execute();
  await schema.createIndex('acquaintance_age').on('acquaintance').columns(['last_seconds']).execute();

  await schema
    .createTable('watched')
    .addColumn('source', 'text', key)
    .addColumn('state', 'text', required)
    .addColumn('at', 'bigint', required)
    .execute();

  await schema
    .createTable('lease')
    .addColumn('name', 'text', key)
    .addColumn('owner', 'text', required)
    .addColumn('until', 'bigint', required)
    .addColumn('term', 'integer', required)
    .execute();
}
