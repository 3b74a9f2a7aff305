/** The clock of the process that watches for alerts goes wrong for an hour: what is blocked meanwhile is told of, and what stands stays. */
import { expect, onTestFinished } from 'vitest';
import { ALERT_DEFAULTS } from '../../src/alerts/settings.ts';
import { watchedState } from '../../src/alerts/source-memory.ts';
import { DETECTOR_IDS } from '../../src/diagnosis/detection.ts';
import { ALERTS } from '../kit/alerting-bot.ts';
import { startBot } from '../kit/slack-bot.ts';
import { smallNetwork } from '../kit/small-network.ts';
import { startStatefulSlack } from '../kit/stateful-slack.ts';
import { memoryStore } from '../kit/stores.ts';
import { NOON } from '../kit/watching.ts';
import { until } from './bench/bench.ts';
import { type Found, faults } from './bench/faults.ts';
import { linesOf, shortened } from './bench/lines.ts';

/** Seconds. */
const ROUND = 900;
const HOUR = 3600;
/** Rounds of an hour. */
const HOURLY = HOUR / ROUND;
/** Records are complete so long after they were made. */
const LAG = 600;

/** It finds what is blocked here; the others would only take time. */
const ONE_DETECTOR = {
  ...{ ...ALERT_DEFAULTS, channel: ALERTS, every: ROUND },
  off: DETECTOR_IDS.filter((id) => id !== 'blocked-dependency'),
};

/** A bot that watches the flow logs of a small network, from round to round. */
async function watched() {
  const slack = await startStatefulSlack();
  onTestFinished(() => slack.close());
  const { source, record } = await smallNetwork();
  await record(NOON - 2 * HOUR, NOON);
  const store = await memoryStore();
  const clock = { seconds: NOON, ahead: 0 };
  await startBot(slack.settings, {
    ...{ store, glance: 20, alerts: ONE_DETECTOR },
    sources: [{ ...source, about: { ...source.about, kind: 'insights' } }],
    now: () => (clock.seconds + clock.ahead) * 1000,
  });

  async function upTo(): Promise<number | null> {
    return (await watchedState(store.db, source.name))?.upTo ?? null;
  }

  async function looked(wanted: number): Promise<void> {
    const shown = (clock.seconds + clock.ahead) * 1000;
    await until(async () => {
      const row = await store.db.selectFrom('watched').select('at').executeTakeFirst();
      const open = await store.db.selectFrom('job').select('id').where('state', '=', 'open').execute();
      expect([row?.at, await upTo(), open]).toEqual([shown, wanted, []]);
    });
  }

  return {
    roots: () => slack.messages(ALERTS).filter(({ thread_ts: thread }) => thread === undefined),
    seen: () => [
      ...linesOf(slack.revisions(ALERTS)),
      ...slack
        .messages(ALERTS)
        .flatMap(({ text, thread_ts: thread }) => (thread === undefined ? [] : [shortened(text)])),
    ],
    seconds: () => clock.seconds,
    /** The clock shows so much more than it is. */
    put(ahead: number): void {
      clock.ahead = ahead;
    },
    /** Time goes on. */
    async rounds(count: number, isBlocked = false): Promise<void> {
      for (let round = 0; round < count; round += 1) {
        await record(clock.seconds, clock.seconds + ROUND, { isBlocked });
        clock.seconds += ROUND;
        const before = (await upTo()) ?? 0;
        // Behind, it has looked already at what there is.
        const horizon = clock.seconds + clock.ahead - LAG;
        await looked(clock.ahead < 0 ? Math.max(before, horizon) : horizon);
      }
    },
  };
}

/** @param begins in the round in which something is blocked, counted from the one in which the clock goes wrong */
async function wrong(ahead: number, begins: number): Promise<Found> {
  const bot = await watched();
  await bot.rounds(HOURLY);
  await bot.rounds(Math.max(0, -begins), true);
  bot.put(ahead);
  await bot.rounds(Math.max(0, begins));
  await bot.rounds(HOURLY - Math.max(0, begins), true);
  bot.put(0);
  const right = bot.seconds();
  do await bot.rounds(1, true);
  while (bot.roots().length === 0 && bot.seconds() < right + 2 * HOUR);
  const seconds = bot.seconds() - right;
  await bot.rounds(HOURLY, true);
  return { seconds, sees: bot.seen(), lost: 'nothing' };
}

faults('The clock of the watcher', (fault) => {
  fault('it is an hour ahead for an hour, and something is blocked meanwhile', () => wrong(HOUR, 1));
  fault('it is an hour ahead for an hour, while an alert stands', () => wrong(HOUR, -HOURLY));
  fault('it is an hour behind for an hour, and something is blocked meanwhile', () => wrong(-HOUR, 1));
  fault('it is an hour behind for an hour, while an alert stands', () => wrong(-HOUR, -HOURLY));
});
