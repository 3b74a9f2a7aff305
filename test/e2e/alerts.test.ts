import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { ALERT_DEFAULTS } from '../../src/alerts/settings.ts';
import { createAlertMemory } from '../../src/alerts/stored.ts';
import { WatchedState } from '../../src/alerts/watched-state.ts';
import { ALERTS } from '../kit/alerting-bot.ts';
import { startBot } from '../kit/slack-bot.ts';
import { DENYING_ACL, smallNetwork, type Traffic } from '../kit/small-network.ts';
import { startStatefulSlack } from '../kit/stateful-slack.ts';
import { memoryStore } from '../kit/stores.ts';
import { NOON } from '../kit/watching.ts';

const ROUND = 300;
const HOUR = 3600;
const LONG = 300_000;
const BLOCKED: Traffic = { isBlocked: true };
const ALL = { which: 'all', window: { start: 0, end: NOON + 86_400 }, most: 99 } as const;

/** A whole bot on a clock that the test moves, round by round. */
async function watchingBot() {
  const slack = await startStatefulSlack();
  onTestFinished(() => slack.close());
  const network = await smallNetwork();
  await network.record(NOON - 6 * HOUR, NOON);
  const store = await memoryStore();
  const memory = createAlertMemory(store.db);
  const clock = { seconds: NOON };
  await startBot(slack.settings, {
    ...{ store, sources: [network.source], glance: 20, now: () => clock.seconds * 1000 },
    alerts: { ...ALERT_DEFAULTS, channel: ALERTS },
  });

  let last = { at: 0, rewinds: 0 };

  /** The round of this moment has been made, and all that was to be told of it is told. After a gap its time is looked at again by the next one. */
  async function settled({ isUnlogged = false }: Traffic = {}): Promise<void> {
    await vi.waitFor(
      async () => {
        const watched = await store.db.selectFrom('watched').select(['at', 'state']).executeTakeFirst();
        expect(watched?.at).toBe(clock.seconds * 1000);
        const state = WatchedState.parse(JSON.parse(watched?.state ?? '{}'));
        const isReached =
          last.at === clock.seconds || state.upTo === clock.seconds - ROUND || state.rewinds > last.rewinds;
        expect(state).toMatchObject({ failures: 0 });
        expect(isUnlogged || isReached).toBe(true);
        const open = await store.db.selectFrom('job').select('id').where('state', '=', 'open').execute();
        expect(open).toEqual([]);
        last = { at: clock.seconds, rewinds: state.rewinds };
      },
      { timeout: LONG, interval: 20 },
    );
  }

  /** What time alone brings is decided within a few glances. */
  const glanced = () => new Promise((resolve) => setTimeout(resolve, 100));

  await settled();
  const roots = () => slack.messages(ALERTS).filter(({ thread_ts: thread }) => thread === undefined);
  return {
    slack,
    async rounds(count: number, traffic: Traffic = {}) {
      for (let round = 0; round < count; round += 1) {
        await network.record(clock.seconds, clock.seconds + ROUND, traffic);
        clock.seconds += ROUND;
        await settled(traffic);
        await glanced();
        await settled(traffic);
      }
    },
    alerts: () => memory.alerts.list(ALL),
    alert: async (detector: string) =>
      (await memory.alerts.list(ALL)).find((one) => one.detector === detector),
    roots,
    /** The only one. */
    root() {
      const [root, ...more] = roots();
      expect(more).toEqual([]);
      return root ?? expect.fail('nothing was told');
    },
    thread: () => slack.messages(ALERTS).filter(({ thread_ts: thread }) => thread !== undefined),
  };
}

describe('a bot that watches a network', () => {
  it(
    'says nothing of a clean hour, and tells of a blocked dependency in one message: its rule, its end and its return',
    async () => {
      const bot = await watchingBot();
      await bot.rounds(12);
      expect(bot.slack.messages(ALERTS)).toEqual([]);

      await bot.rounds(4, BLOCKED);
      const told = bot.root();
      expect(told.text).toContain('web-1 (10.0.1.5) cannot reach db-1 (10.0.2.9) on tcp 5432');
      expect(told.blocks).toContain(DENYING_ACL);
      expect(await bot.alert('blocked-dependency')).toMatchObject({
        severity: 'high',
        diagnosis: { question: 'reject 10.0.2.9 port 5432', blocker: { id: DENYING_ACL, rule: '90' } },
      });

      // It goes on until nothing of it was seen for a quarter of an hour, and then three rounds have to agree.
      await bot.rounds(7);
      expect(bot.root()).toMatchObject({ ts: told.ts, text: expect.stringContaining('Resolved') });
      expect(bot.thread().at(-1)?.text).toContain('is over');

      await bot.rounds(3, BLOCKED);
      expect(bot.root()).toMatchObject({ ts: told.ts, text: expect.not.stringContaining('Resolved') });
      expect(bot.thread().at(-1)?.text).toContain('is back');
      expect(await bot.alerts()).toHaveLength(1);
    },
    LONG,
  );

  it(
    'tells of a gap in the records, and meanwhile neither that a service is silent nor that anything is over',
    async () => {
      const bot = await watchingBot();
      await bot.rounds(3, BLOCKED);
      const blocked = bot.root();

      await bot.rounds(14, { isUnlogged: true });
      const [told, gap, ...more] = bot.roots();
      expect([told, more]).toEqual([blocked, []]);
      expect(gap?.text).toMatch(/A-2 high: production has no records newer than 2026-11-25 12:14 UTC/);
      expect(bot.thread().map(({ text }) => text)).not.toContainEqual(expect.stringContaining('is over'));
      expect(await bot.alert('service-silent')).toBeUndefined();
      expect(await bot.alert('blocked-dependency')).toMatchObject({ state: 'firing' });

      await bot.rounds(5);
      expect(bot.roots()).toMatchObject([{}, { text: expect.stringMatching(/^:white_check_mark:/) }]);
    },
    LONG,
  );
});
