import { expect, it, onTestFinished, vi } from 'vitest';
import { ALERT_DEFAULTS } from '../../src/alerts/settings.ts';
import { createAlertMemory } from '../../src/alerts/stored.ts';
import { ALERTS } from '../kit/alerting-bot.ts';
import { passLeases } from '../kit/pass-leases.ts';
import { startBot } from '../kit/slack-bot.ts';
import { smallNetwork } from '../kit/small-network.ts';
import { startStatefulSlack } from '../kit/stateful-slack.ts';
import { describeOnPostgres, openedStore } from '../kit/stores.ts';
import { NOON } from '../kit/watching.ts';

const LONG = 300_000;
/** Seconds. */
const ROUND = 300;
const BLOCKED_ROUNDS = 4;

describeOnPostgres('three bots on one store', (of) => {
  it(
    'make each round once, and tell once what they find, also where the one that watches is gone',
    async () => {
      const shared = await of();
      const slack = await startStatefulSlack();
      onTestFinished(() => slack.close());
      const network = await smallNetwork();
      await network.record(NOON - 7200, NOON);
      const clock = { seconds: NOON };
      const bots = [];
      for (let bot = 0; bot < 3; bot += 1)
        bots.push(
          await startBot(slack.settings, {
            ...{ store: await openedStore(shared), sources: [network.source], glance: 20 },
            ...{ now: () => clock.seconds * 1000, alerts: { ...ALERT_DEFAULTS, channel: ALERTS } },
          }),
        );
      const store = await openedStore(shared);
      const { db } = store;
      const settled = () =>
        vi.waitFor(
          async () => {
            const watched = await db.selectFrom('watched').select(['at', 'state']).executeTakeFirst();
            const open = await db.selectFrom('job').select('id').where('state', '=', 'open').execute();
            expect([watched?.at, open]).toEqual([clock.seconds * 1000, []]);
            expect(JSON.parse(watched?.state ?? '{}')).toMatchObject({
              failures: 0,
              upTo: clock.seconds - 300,
            });
          },
          { timeout: LONG, interval: 50 },
        );

      for (let round = 0; round < BLOCKED_ROUNDS; round += 1) {
        await network.record(clock.seconds, clock.seconds + ROUND, { isBlocked: true });
        clock.seconds += ROUND;
        // No lease lasts as long, so that any of them may watch next.
        await passLeases(store, ROUND * 1000);
        await settled();
        // One after the other goes, as long as there is another.
        if (round < 2) await bots[round]?.stop();
      }

      const { alerts } = createAlertMemory(db);
      const window = { start: 0, end: clock.seconds };
      expect(await alerts.list({ which: 'all', window, most: 9 })).toMatchObject([
        {
          number: 1,
          detector: 'blocked-dependency',
          state: 'firing',
          rounds: expect.stringMatching(/^\+{3,4}$/),
        },
      ]);
      await vi.waitFor(() => expect(slack.messages(ALERTS)).toHaveLength(1), LONG);
    },
    LONG,
  );
});
