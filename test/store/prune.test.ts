import { describe, expect, it } from 'vitest';
import { createAlertMemory } from '../../src/alerts/stored.ts';
import { createAcquaintances } from '../../src/store/acquaintances.ts';
import { createAudit } from '../../src/store/audit.ts';
import { createBaselines } from '../../src/store/baselines.ts';
import { KEEP_DAYS } from '../../src/store/keep-days.ts';
import { createKept } from '../../src/store/kept.ts';
import { prune } from '../../src/store/prune.ts';
import { createQuestions } from '../../src/store/questions.ts';
import type { Store } from '../../src/store/store.ts';
import { keptAlert, keptMessage, keptRule } from '../kit/kept-alerts.ts';
import { DATABASES, openedStore } from '../kit/stores.ts';

const NOW = 1_764_072_000_000;
const DAY = 86_400_000;

function daysAgo(days: number): number {
  return NOW - days * DAY;
}

function pruned({ db }: Store, signal = new AbortController().signal): Promise<void> {
  return prune({ db, keepDays: KEEP_DAYS, now: NOW, signal });
}

async function ask({ db }: Store, id: string, askedAt: number): Promise<void> {
  const where = { channel: 'C0OPS', thread: null, text: 'top', via: 'command', timeZone: 'UTC' };
  await createQuestions(db).enter({ id, askedBy: 'U0ALICE', ...where, askedAt });
}

async function questionsIn({ db }: Store): Promise<readonly string[]> {
  const rows = await db.selectFrom('question').select('id').orderBy('id').execute();
  return rows.map(({ id }) => id);
}

async function deliver({ db }: Store, key: string, state: 'waiting' | 'sent' | 'refused', at: number) {
  const message = {
    channel: 'C0OPS',
    thread: null,
    content: '{}',
    sending_at: null,
    ts: null,
    failure: null,
  };
  await db
    .insertInto('delivery')
    .values({ key, ...message, state, created_at: at })
    .execute();
}

async function take({ db }: Store, id: string, state: 'open' | 'done', at: number): Promise<void> {
  const job = { kind: 'question', input: '{}', owner: null, lease_until: 0, starts: 1 };
  await db
    .insertInto('job')
    .values({ id, ...job, state, created_at: at })
    .execute();
}

describe.each(DATABASES)('what is forgotten on %s', (_, settings) => {
  async function opened(): Promise<Store> {
    return openedStore(await settings());
  }

  it('are questions after their days, however many, and not whether their answers were right', async () => {
    const store = await opened();
    const old = Array.from({ length: 450 }, (_, index) => `old ${index}`);
    for (const id of old) await ask(store, id, daysAgo(91));
    await ask(store, 'new', daysAgo(89));
    for (const question of ['old 7', 'new'])
      await store.db
        .insertInto('judgement')
        .values({ question, by: 'U0BOB', is_right: 1, verdict: 'sg-inbound', confidence: 0.9, at: NOW })
        .execute();

    await pruned(store);

    expect(await questionsIn(store)).toEqual(['new']);
    expect(await store.db.selectFrom('judgement').select('question').execute()).toHaveLength(2);
  });

  it('are no questions that an incident tells of, or that are watched', async () => {
    const store = await opened();
    for (const id of ['found', 'watched', 'once watched', 'other']) await ask(store, id, daysAgo(500));
    const entry = {
      key: 'e1',
      incident: 1,
      at: daysAgo(500),
      by: 'U0ALICE',
      by_name: 'Alice',
      kind: 'finding',
    };
    await store.db
      .insertInto('incident_entry')
      .values({ ...entry, detail: JSON.stringify({ about: [{ question: 'found' }], others: 3 }) })
      .execute();
    const watch = {
      by: 'U0ALICE',
      channel: 'C0OPS',
      thread: '1.1',
      every_seconds: 60,
      next_at: 0,
      seen: '{}',
    };
    await store.db
      .insertInto('watch')
      .values([
        { id: 'w1', question: 'watched', ...watch, until: NOW, state: 'on' },
        { id: 'w2', question: 'once watched', ...watch, until: daysAgo(100), state: 'ended' },
      ])
      .execute();

    await pruned(store);

    expect(await questionsIn(store)).toEqual(['found', 'watched']);
    expect(await store.db.selectFrom('incident_entry').selectAll().execute()).toHaveLength(1);
  });

  it('is work that was done, and what it delivered', async () => {
    const store = await opened();
    await take(store, 'done', 'done', daysAgo(15));
    await take(store, 'new', 'done', daysAgo(13));
    await deliver(store, 'done/card', 'sent', daysAgo(15));
    await deliver(store, 'done/file', 'refused', daysAgo(15));
    await deliver(store, 'new/card', 'sent', daysAgo(13));
    await store.db
      .insertInto('handled')
      .values([
        { key: 'Ev1', at: daysAgo(15) },
        { key: 'Ev2', at: daysAgo(13) },
      ])
      .execute();

    await pruned(store);

    expect(await store.db.selectFrom('job').select('id').execute()).toEqual([{ id: 'new' }]);
    expect(await store.db.selectFrom('delivery').select('key').execute()).toEqual([{ key: 'new/card' }]);
    expect(await store.db.selectFrom('handled').select('key').execute()).toEqual([{ key: 'Ev2' }]);
  });

  it('is nothing of work that still goes on, nor what is still to be delivered', async () => {
    const store = await opened();
    await take(store, 'a_b', 'open', daysAgo(30));
    await deliver(store, 'a_b/card', 'sent', daysAgo(30));
    await deliver(store, 'axb/card', 'sent', daysAgo(30));
    await deliver(store, 'lost/card', 'waiting', daysAgo(30));

    await pruned(store);

    const left = await store.db.selectFrom('delivery').select('key').orderBy('key').execute();
    expect(left).toEqual([{ key: 'a_b/card' }, { key: 'lost/card' }]);
    expect(await store.db.selectFrom('job').select('id').execute()).toEqual([{ id: 'a_b' }]);
  });

  it('is the audit log after its own days, and with it whether answers were right', async () => {
    const store = await opened();
    for (const days of [401, 399])
      await store.db
        .insertInto('judgement')
        .values({
          ...{ question: `${days}`, by: 'U0BOB', is_right: 1, verdict: 'sg-inbound', confidence: 0.9 },
          at: daysAgo(days),
        })
        .execute();
    const audit = createAudit(store.db);
    for (const days of [401, 399])
      await audit.enter({
        ...{
          key: `${days}`,
          at: daysAgo(days),
          by: 'U0ALICE',
          channel: null,
          action: 'share',
          outcome: 'done',
        },
        ...{ what: '', sources: [], bytes: null, verdict: null, note: null },
      });

    await pruned(store);

    expect(await audit.list({ start: 0, end: NOW, most: 9 })).toMatchObject([{ key: '399' }]);
    const judgements = await store.db.selectFrom('judgement').select('question').execute();
    expect(judgements).toEqual([{ question: '399' }]);
  });

  it('are alerts that are over, with what belongs to them alone', async () => {
    const { db, ...store } = await opened();
    const { alerts, messages, entries, rules } = createAlertMemory(db);
    const over = { state: 'resolved', resolvedAt: 1, updatedAtMs: daysAgo(91) } as const;
    const said = (id: string, alert: string, days: number) => ({
      ...{ id, alert, atMs: daysAgo(days), by: null, what: 'fired' },
    });
    await db.transaction().execute(async (on) => {
      await alerts.save(
        on,
        [
          keptAlert({ ...over, id: 'old', message: 'm-old' }),
          keptAlert({ ...over, id: 'later', message: 'm-shared', updatedAtMs: daysAgo(89) }),
          keptAlert({ id: 'still firing', message: 'm-firing', updatedAtMs: daysAgo(91) }),
        ],
        [],
      );
      const days = ['m-old', 'm-shared', 'm-firing'];
      const told = days.map((id) => keptMessage({ id, openedAtMs: daysAgo(91) }));
      await messages.save(on, told, []);
      await entries.enter(on, [said('e1', 'old', 91), said('e2', 'later', 91)]);
      await rules.make(on, 'told', keptRule({ toldOver: true, endsAtMs: daysAgo(91) }));
      await rules.make(on, 'not told', keptRule({ endsAtMs: daysAgo(91) }));
    });

    await pruned({ ...store, db });

    expect((await alerts.byIds(['old', 'later', 'still firing'])).map(({ id }) => id)).toEqual([
      'later',
      'still firing',
    ]);
    expect((await messages.byIds(['m-old', 'm-shared', 'm-firing'])).map(({ id }) => id)).toEqual([
      'm-firing',
      'm-shared',
    ]);
    expect(await entries.of('old')).toEqual([]);
    expect(await entries.of('later')).toHaveLength(1);
    expect((await rules.list(9)).map(({ number }) => number)).toEqual([2]);
  });

  it('are alarms of other tools, and nothing else that is kept under a name', async () => {
    const store = await opened();
    const kept = createKept(store.db);
    for (const name of ['alarm/cloudwatch/1', 'alarm/cloudwatch/1/end', 'alarms-of-the-hour'])
      await kept.put(name, {}, daysAgo(91));
    await kept.put('alarm/cloudwatch/2', {}, daysAgo(89));

    await pruned(store);

    const rows = await store.db.selectFrom('kept').select('name').orderBy('name').execute();
    expect(rows.map(({ name }) => name)).toEqual(['alarm/cloudwatch/2', 'alarms-of-the-hour']);
  });

  it('is what was normal more than five weeks ago', async () => {
    const { db, ...store } = await opened();
    const today = Math.floor(NOW / DAY);
    const [baselines, acquaintances] = [createBaselines(db), createAcquaintances(db)];
    const seen = (key: string, days: number) => ({
      ...{ source: 's', kind: 'edge', key, days: 1 },
      ...{ first_seconds: 1, last_seconds: (today - days) * 86_400 },
    });
    await db.transaction().execute(async (on) => {
      const days = [today - 36, today - 35].map((day) => ({ source: 's', series: 'a', day, samples: '[]' }));
      await baselines.put(on, days);
      await acquaintances.put(on, [seen('old', 36), seen('known', 35)]);
    });

    await pruned({ ...store, db });

    expect((await baselines.load('s', 0)).map(({ day }) => today - day)).toEqual([35]);
    expect((await acquaintances.load('s')).map(({ key }) => key)).toEqual(['known']);
  });

  it('is the same when it is done once more, and nothing once it is stopped', async () => {
    const store = await opened();
    await ask(store, 'old', daysAgo(91));

    await pruned(store, AbortSignal.abort());
    expect(await questionsIn(store)).toEqual(['old']);
    await pruned(store);
    await pruned(store);

    expect(await questionsIn(store)).toEqual([]);
  });
});
