import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createWatches } from '../../src/store/watches.ts';
import { startBot } from '../kit/slack-bot.ts';
import { commandEnvelope, deliver } from '../kit/slack-envelopes.ts';
import { smallNetwork, type Traffic } from '../kit/small-network.ts';
import { startStatefulSlack } from '../kit/stateful-slack.ts';
import { memoryStore } from '../kit/stores.ts';
import { NOON } from '../kit/watching.ts';

const CHANNEL = 'C0OPS';
const ROUND = 300;
const HOUR = 3600;
const LONG = 300_000;
/** Milliseconds. */
const PATIENCE = 60_000;
const BLOCKED: Traffic = { isBlocked: true };

/** A whole bot on a clock that the test moves, and somebody who watches a question in its channel. */
async function watchedIn(text: string) {
  const slack = await startStatefulSlack();
  onTestFinished(() => slack.close());
  const network = await smallNetwork();
  await network.record(NOON - 2 * HOUR, NOON);
  const store = await memoryStore();
  const watches = createWatches(store.db);
  const clock = { seconds: NOON };
  const { port } = await startBot(slack.settings, {
    ...{ store, sources: [network.source], glance: 20, now: () => clock.seconds * 1000 },
  });
  await deliver(port ?? 0, commandEnvelope(slack.url, { channel_id: CHANNEL, text }));
  const thread = () => slack.messages(CHANNEL).filter(({ thread_ts: of }) => of !== undefined);
  const eventually = (look: () => void | Promise<void>) =>
    vi.waitFor(look, { timeout: PATIENCE, interval: 20 });
  await eventually(async () => expect(await watches.on()).toMatchObject([{ noticeTs: expect.any(String) }]));
  const [begun] = await watches.on();
  const watch = async () => (await watches.get(begun?.id ?? '')) ?? expect.fail('it is not there any more');
  return {
    thread,
    watch,
    eventually,
    /** What says that the watch is on, and how what is waited for stands. */
    notice: () => thread().find(({ ts }) => ts === begun?.noticeTs)?.blocks,
    /** What of the thread tells of a change. */
    news: () => thread().flatMap(({ text: said }) => (/^It is (?:so|over)/.test(said) ? [said] : [])),
    /** Each time it was asked again once, and what came of it was told. */
    async rounds(count: number, traffic: Traffic = {}) {
      for (let round = 0; round < count; round += 1) {
        await network.record(clock.seconds, clock.seconds + ROUND, traffic);
        const { asked } = (await watch()).seen;
        clock.seconds += ROUND;
        await eventually(async () => expect((await watch()).seen.asked).toBe(asked + 1));
        await eventually(async () =>
          expect(await store.db.selectFrom('job').select('id').where('state', '=', 'open').execute()).toEqual(
            [],
          ),
        );
      }
    },
    pass: (seconds: number) => {
      clock.seconds += seconds;
    },
  };
}

describe('somebody who watches a question', () => {
  it(
    'hears once that it is so and once that it is over, not of silence, and again where it comes back',
    async () => {
      const { notice, news, rounds, pass, thread, watch, eventually } = await watchedIn(
        'watch reject 10.0.1.5 last 15m every 5m when rejected for 8h',
      );
      await rounds(1);
      expect([notice(), news()]).toEqual([expect.stringContaining('It is not so now.'), []]);

      await rounds(2, BLOCKED);
      const so = expect.stringMatching(/^It is so at 13:10 CET: web-1 \(10\.0\.1\.5\) cannot reach db-1/);
      expect(news()).toEqual([so]);
      expect(notice()).toContain('It is so now: it is rejected.');

      // Longer than the window of the question: that nothing is recorded does not tell that nothing is rejected.
      await rounds(4, { isUnlogged: true });
      expect(news()).toEqual([so]);
      expect(notice()).toContain('It is so now: it is rejected.');

      await rounds(2);
      const over = expect.stringMatching(/^It is over at 13:40 CET: Nothing of 10\.0\.1\.5 is rejected/);
      expect(news()).toEqual([so, over]);
      expect(notice()).toContain('It is not so now.');

      await rounds(1, BLOCKED);
      expect(news()).toEqual([so, over, expect.stringMatching(/^It is so at 13:50 CET/)]);

      pass(8 * HOUR);
      await eventually(() =>
        expect(thread().at(-1)?.text).toMatch(/has ended: its time is over.*3 changes/s),
      );
      expect((await watch()).isOn).toBe(false);
    },
    LONG,
  );
});
