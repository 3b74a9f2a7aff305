import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createAlertMemory } from '../../../src/alerts/stored.ts';
import { troubleIn } from '../../../src/slack/alerts/trouble.ts';
import { rule } from '../../kit/alert-life.ts';
import {
  ALERTS,
  decided,
  eventually,
  LONG,
  startAlertingBot,
  startWithAlert,
} from '../../kit/alerting-bot.ts';
import { storedAlert, storedMessage } from '../../kit/alerts.ts';
import { END } from '../../kit/answers.ts';
import { randomOf } from '../../kit/random.ts';
import { type Fault, type StatefulSlack, startStatefulSlack } from '../../kit/stateful-slack.ts';
import { DATABASES, memoryStore, openedStore } from '../../kit/stores.ts';

const SEED = Number(process.env['FLOWS_TEST_SEED'] ?? Date.now() % 1_000_000);
const LARGER = { id: 'larger-3', message: 'M1', alert: storedAlert().id, what: 'larger' as const };

/** One that fails from the beginning. */
async function failingSlack(how: Parameters<StatefulSlack['fail']>[0]): Promise<StatefulSlack> {
  const slack = await startStatefulSlack();
  onTestFinished(() => slack.close());
  slack.fail(how);
  return slack;
}

/** The work of alerts that is not done yet. */
async function openWork({ store }: { readonly store: Awaited<ReturnType<typeof memoryStore>> }) {
  return store.db.selectFrom('job').select('id').where('state', '=', 'open').execute();
}

describe('a message of alerts', () => {
  it('is posted in its channel, and where it stands is kept', async () => {
    const { roots, memory } = await startWithAlert();

    const [root] = roots();
    expect(root?.blocks).toContain('rejects 412 sources in 5 minutes');
    expect((await memory.messages.get('M1'))?.ts).toBe(root?.ts);
  });

  it('is not posted before it is decided that people are to see it', async () => {
    const store = await memoryStore();
    await decided(store, {
      messages: [storedMessage({ revision: 0, postAfterMs: Number.MAX_SAFE_INTEGER })],
    });

    const bot = await startAlertingBot(store);

    await vi.waitFor(async () => expect(await openWork(bot)).toEqual([]), LONG);
    expect(bot.roots()).toEqual([]);
  });

  it('is posted once where two decisions tell of it, as it stands at last', async () => {
    const store = await memoryStore();
    await decided(store);
    await decided(store, { alerts: [], messages: [], replies: [LARGER] }, 'R2');
    await decided(store, { alerts: [], messages: [], replies: [LARGER] }, 'R3');

    const bot = await startAlertingBot(store);

    await vi.waitFor(async () => expect(await openWork(bot)).toEqual([]), LONG);
    const thread = bot.slack.messages(ALERTS).filter(({ thread_ts: of }) => of !== undefined);
    expect(bot.roots()).toHaveLength(1);
    expect(thread).toHaveLength(1);
    expect(thread[0]).toMatchObject({ thread_ts: bot.roots()[0]?.ts });
    expect(thread[0]?.text).toContain('*A-1* grew: *412* distinct rejected sources');
  });

  it('is the digest of the day where alerts were folded', async () => {
    const store = await memoryStore();
    await decided(store, { messages: [storedMessage({ kind: 'digest' })] });

    const bot = await startAlertingBot(store);

    const root = await eventually(() => bot.roots()[0]);
    expect(root.text).toContain('Digest of 2026-11-25: 1 alert without a message of its own');
  });

  it.each([0, 1, 2])(
    `stands there once, and its reply too, while Slack fails in every way (seed ${SEED} + %i)`,
    async (offset) => {
      const random = randomOf(SEED + offset);
      const slack = await failingSlack(({ method }) => {
        if (method === 'auth.test' || random() > 0.4) return undefined;
        const isDone = random() < 0.5;
        const faults: readonly Fault[] = [
          { kind: 'limited', seconds: 1 },
          { kind: 'broken', isDone },
          { kind: 'inner', isDone },
          { kind: 'dropped', isDone },
        ];
        return faults[Math.floor(random() * faults.length)];
      });
      const store = await memoryStore();
      await decided(store, { replies: [LARGER] });

      const bot = await startAlertingBot(store, {}, slack);

      await vi.waitFor(async () => expect(await openWork(bot)).toEqual([]), 4 * LONG);

      expect(bot.roots()).toHaveLength(1);
      expect(bot.slack.messages(ALERTS)).toHaveLength(2);
    },
    5 * LONG,
  );

  it('is posted though the work that was to tell of it was given up', async () => {
    const store = await memoryStore();
    await decided(store);
    await store.db.updateTable('job').set({ state: 'done' }).execute();

    const bot = await startAlertingBot(store, { glance: 50 });

    await eventually(() => bot.roots()[0]);
  });

  it(
    'is gone on with by the next process, and stands there once',
    async () => {
      const store = await memoryStore();
      await decided(store, { replies: [LARGER] });
      const slack = await failingSlack(({ method }) =>
        method === 'chat.postMessage' ? { kind: 'dropped', isDone: true } : undefined,
      );
      const first = await startAlertingBot(store, {}, slack);
      await eventually(() => slack.calls.find(({ method }) => method === 'chat.postMessage'));
      await first.stop();
      slack.fail(() => undefined);

      const second = await startAlertingBot(store, {}, slack);

      await vi.waitFor(async () => expect(await openWork(second)).toEqual([]), 4 * LONG);
      expect(second.roots()).toHaveLength(1);
      expect(second.slack.messages(ALERTS)).toHaveLength(2);
    },
    5 * LONG,
  );
});

describe('what is said in the thread of a message', () => {
  it('counts all that it told of, where they are over', async () => {
    const store = await memoryStore();
    const ended = { state: 'resolved', resolvedAt: END } as const;
    const [one, other] = [storedAlert(ended), storedAlert({ ...ended, id: 'A2' })];
    await decided(store, {
      alerts: [one, other],
      messages: [storedMessage({ alerts: [one.id, other.id] })],
      replies: [{ id: 'over', message: 'M1', alert: one.id, what: 'resolved' }],
    });

    const bot = await startAlertingBot(store);

    const said = await eventually(() =>
      bot.slack.messages(ALERTS).find((one) => one.thread_ts !== undefined),
    );
    expect(said.text).toContain('All 2 alerts of this message are over');
  });
});

describe('a channel that takes no alerts', () => {
  it('is asked once, is told of as trouble, and has the message once it takes it', async () => {
    const store = await memoryStore();
    await decided(store);
    const slack = await failingSlack(({ method }) =>
      method === 'chat.postMessage' ? { kind: 'refused', error: 'not_in_channel' } : undefined,
    );
    const bot = await startAlertingBot(store, {}, slack);
    await vi.waitFor(async () => expect(await openWork(bot)).toEqual([]), LONG);

    expect(slack.calls.filter(({ method }) => method === 'chat.postMessage')).toHaveLength(1);
    expect(await troubleIn(bot, ALERTS)).toMatchObject({ todo: 'Invite me there: /invite @flows' });

    slack.fail(() => undefined);
    await bot.press({ action_id: 'flows-alert-ack', value: '1' });

    const root = await eventually(() => bot.roots()[0]);
    expect(root.blocks).toContain('<@U0ASKER> looks after it');
    await vi.waitFor(async () => expect(await troubleIn(bot, ALERTS)).toBeNull(), LONG);
    expect(bot.roots()).toHaveLength(1);
  });

  it('has the message soon after it takes it, also where nothing changes', async () => {
    const store = await memoryStore();
    await decided(store);
    const slack = await failingSlack(({ method }) =>
      method === 'chat.postMessage' ? { kind: 'refused', error: 'not_in_channel' } : undefined,
    );
    let seconds = END;
    const bot = await startAlertingBot(store, { glance: 50, now: () => seconds * 1000 }, slack);
    await vi.waitFor(async () => expect(await troubleIn(bot, ALERTS)).not.toBeNull(), LONG);

    slack.fail(() => undefined);
    seconds += 301;

    await eventually(() => bot.roots()[0]);
    await vi.waitFor(async () => expect(await openWork(bot)).toEqual([]), LONG);
    expect(bot.roots()).toHaveLength(1);
  });

  it('is one that another organisation reads, unless the configuration allows it', async () => {
    const store = await memoryStore();
    await decided(store);
    const slack = await failingSlack(() => undefined);
    slack.share(ALERTS);
    const bot = await startAlertingBot(store, {}, slack);
    await vi.waitFor(async () => expect(await openWork(bot)).toEqual([]), LONG);

    expect(bot.roots()).toEqual([]);
    expect((await troubleIn(bot, ALERTS))?.problem).toContain('another organisation');
    await bot.stop();

    await decided(
      store,
      {
        alerts: [storedAlert({ number: 0, id: 'A2', message: 'M2' })],
        messages: [storedMessage({ id: 'M2', alerts: ['A2'] })],
      },
      'R2',
    );
    const access = { rules: [], externalChannels: [ALERTS], guests: [], auditors: [] };
    const allowed = await startAlertingBot(store, { access }, slack);

    await eventually(() => allowed.roots()[0]);
  });
});

describe.each(DATABASES)('several processes on one store, on %s', (_, settings) => {
  it('tell of an alert once', async () => {
    const told = await settings();
    const slack = await failingSlack(() => undefined);
    // A file of SQLite belongs to one process.
    const many = told.url === null ? 1 : 3;
    const stores = await Promise.all(Array.from({ length: many }, () => openedStore(told)));
    const [first] = stores;
    if (!first) throw new Error('there is no store');
    await decided(first, { replies: [LARGER] });

    const bots = await Promise.all(stores.map((store) => startAlertingBot(store, {}, slack)));

    const [bot] = bots;
    if (!bot) throw new Error('there is no bot');
    await vi.waitFor(async () => expect(await openWork(bot)).toEqual([]), 2 * LONG);
    expect(bot.roots()).toHaveLength(1);
    expect(slack.messages(ALERTS)).toHaveLength(2);
  });
});

describe('what silenced alerts', () => {
  it('is said to be over in the channel in which it was made, once', async () => {
    const store = await memoryStore();
    const { rules } = createAlertMemory(store.db);
    const over = rule({ number: 0, endsAtMs: END * 1000 - 1, channel: ALERTS });
    const number = await store.db.transaction().execute((on) => rules.make(on, 'K1', over));

    const bot = await startAlertingBot(store);
    await eventually(() => bot.roots()[0]);
    await vi.waitFor(async () => expect(await openWork(bot)).toEqual([]), LONG);

    expect(bot.roots().map(({ text }) => text)).toEqual([expect.stringContaining(`*M-${number}* is over`)]);
    expect((await rules.get(number))?.toldOver).toBe(true);
  });

  it('says about which alert it was, which whoever renews it has to know', async () => {
    const store = await memoryStore();
    const { alerts, rules } = createAlertMemory(store.db);
    const over = rule({ number: 0, kind: 'expected', alert: 1, endsAtMs: END * 1000 - 1, channel: ALERTS });
    await store.db.transaction().execute(async (on) => {
      await alerts.save(on, [storedAlert({ number: 0, state: 'resolved' })], []);
      await rules.make(on, 'K1', over);
    });

    const bot = await startAlertingBot(store);

    const root = await eventually(() => bot.roots()[0]);
    expect(root.text).toContain('*A-1* reject-spike about web-1 (10.0.1.5)');
    expect(root.text).toContain('`/flows expect A-1 because …`');
  });
});
