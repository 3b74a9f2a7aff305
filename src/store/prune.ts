/** Forgets what nobody needs any more, a few rows at a time, so that nobody waits for it. Incidents are kept, with the questions that they tell of. */
import { type Kysely, sql } from 'kysely';
import { HISTORY_DAYS, type KeepDays } from './keep-days.ts';
import { OF_ALARMS } from './kept.ts';
import { OF_DELIVERIES } from './leases.ts';
import type { Tables } from './tables.ts';

export interface Pruning {
  readonly db: Kysely<Tables>;
  readonly keepDays: KeepDays;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Between two batches it is stopped. */
  readonly signal: AbortSignal;
}

const DAY = 86_400_000;
const BATCH = 200;

/** @param remove takes away at most a batch, and tells how many those were */
async function inBatches(signal: AbortSignal, remove: () => Promise<bigint>): Promise<void> {
  while (!signal.aborted && (await remove()) >= BigInt(BATCH)) {
    // Until a batch is not full.
  }
}

/** Every text in a value of JSON. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}

/** What incidents and watches refer to, whatever they call it: ids of questions are among it. */
async function referredTo(db: Kysely<Tables>): Promise<ReadonlySet<string>> {
  const entries = await db.selectFrom('incident_entry').select('detail').execute();
  const watches = await db.selectFrom('watch').select('question').execute();
  return new Set([
    ...entries.flatMap(({ detail }) => textsIn(JSON.parse(detail))),
    ...watches.map(({ question }) => question),
  ]);
}

async function pruneQuestions({ db, signal }: Pruning, before: number): Promise<void> {
  const kept = await referredTo(db);
  let last = { asked_at: 0, id: '' };
  while (!signal.aborted) {
    const { asked_at: at, id } = last;
    const found = await db
      .selectFrom('question')
      .select(['id', 'asked_at'])
      .where('asked_at', '<', before)
      .where((row) =>
        row.or([row('asked_at', '>', at), row.and([row('asked_at', '=', at), row('id', '>', id)])]),
      )
      .orderBy('asked_at')
      .orderBy('id')
      .limit(BATCH)
      .execute();
    const gone = found.map((one) => one.id).filter((one) => !kept.has(one));
    if (gone.length > 0) await db.deleteFrom('question').where('id', 'in', gone).execute();
    const newest = found.at(-1);
    if (!newest || found.length < BATCH) return;
    last = newest;
  }
}

/** Work that is still open keeps what it has delivered, by which it knows where it was. */
async function pruneWork({ db, signal }: Pruning, before: number): Promise<void> {
  await inBatches(signal, async () => {
    const openJob = db
      .selectFrom('job')
      .select('job.id')
      .where('job.state', '=', 'open')
      .where(sql<boolean>`substr(delivery.key, 1, length(job.id) + 1) = job.id || '/'`);
    const old = db
      .selectFrom('delivery')
      .select('delivery.key')
      .where('created_at', '<', before)
      .where('state', 'in', ['sent', 'refused'])
      .where(({ not, exists }) => not(exists(openJob)))
      .limit(BATCH);
    const { numDeletedRows } = await db.deleteFrom('delivery').where('key', 'in', old).executeTakeFirst();
    return numDeletedRows;
  });
  await inBatches(signal, async () => {
    const old = db
      .selectFrom('job')
      .select('id')
      .where('state', '=', 'done')
      .where('created_at', '<', before);
    const { numDeletedRows } = await db
      .deleteFrom('job')
      .where('id', 'in', old.limit(BATCH))
      .executeTakeFirst();
    return numDeletedRows;
  });
  await inBatches(signal, async () => {
    const old = db.selectFrom('handled').select('key').where('at', '<', before).limit(BATCH);
    const { numDeletedRows } = await db.deleteFrom('handled').where('key', 'in', old).executeTakeFirst();
    return numDeletedRows;
  });
  // There are few of these: one for each question over its budget, each channel, and each delivery in hand.
  await db.deleteFrom('decision').where('at', '<', before).execute();
  await db.deleteFrom('lane').where('free_at', '<', before).execute();
  // Of processes that died in the middle of what was never delivered again.
  await db
    .deleteFrom('lease')
    .where('name', 'like', `${OF_DELIVERIES}%`)
    .where('until', '<', before)
    .execute();
}

async function pruneAudit({ db, signal }: Pruning, before: number): Promise<void> {
  await inBatches(signal, async () => {
    const old = db.selectFrom('audit').select('seq').where('at', '<', before).orderBy('at').limit(BATCH);
    const { numDeletedRows } = await db.deleteFrom('audit').where('seq', 'in', old).executeTakeFirst();
    return numDeletedRows;
  });
}

/** Alerts that are over, the messages of days on which none of those that are left were told, and rules whose end was told. */
async function pruneAlerts({ db, signal }: Pruning, before: number): Promise<void> {
  await inBatches(signal, async () => {
    const old = db
      .selectFrom('alert')
      .select('number')
      .where('state', '=', 'resolved')
      .where('updated_at', '<', before)
      .limit(BATCH);
    const { numDeletedRows } = await db.deleteFrom('alert').where('number', 'in', old).executeTakeFirst();
    return numDeletedRows;
  });
  const alerts = db.selectFrom('alert');
  await db
    .deleteFrom('alert_entry')
    .where('at', '<', before)
    .where('alert', 'not in', alerts.select('id'))
    .execute();
  await db
    .deleteFrom('alert_message')
    .where('opened_at', '<', before)
    .where(
      'id',
      'not in',
      alerts.select('message').where('message', 'is not', null).$castTo<{ message: string }>(),
    )
    .execute();
  await db.deleteFrom('alert_rule').where('told_over', '=', 1).where('ends_at', '<', before).execute();
}

/** Each of them has a message of its own, and what was answered about it. */
async function pruneAlarms({ db }: Pruning, before: number): Promise<void> {
  await db.deleteFrom('kept').where('name', 'like', `${OF_ALARMS}%`).where('at', '<', before).execute();
}

/** What normal is measured against goes back no further. */
async function pruneHistory({ db, signal, now }: Pruning): Promise<void> {
  const before = Math.floor(now / DAY) - HISTORY_DAYS;
  await db.deleteFrom('baseline').where('day', '<', before).execute();
  if (signal.aborted) return;
  await db
    .deleteFrom('acquaintance')
    .where('last_seconds', '<', (before * DAY) / 1000)
    .execute();
}

/** Whatever is older than its days. Once more changes nothing. */
export async function prune(pruning: Pruning): Promise<void> {
  const { db, keepDays, now } = pruning;
  const questions = now - keepDays.questions * DAY;
  await db.deleteFrom('watch').where('state', '=', 'ended').where('until', '<', questions).execute();
  await pruneQuestions(pruning, questions);
  await pruneWork(pruning, now - keepDays.work * DAY);
  const audit = now - keepDays.audit * DAY;
  // A few bytes each, and they tell over a year whether answers get better.
  await db.deleteFrom('judgement').where('at', '<', audit).execute();
  await pruneAudit(pruning, audit);
  await pruneAlerts(pruning, now - keepDays.alerts * DAY);
  await pruneAlarms(pruning, now - keepDays.alerts * DAY);
  await pruneHistory(pruning);
}
