import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { ALERTS, decided } from '../kit/alerting-bot.ts';
import { storedAlert, storedMessage } from '../kit/alerts.ts';
import { startKillableBot } from '../kit/killable-bot.ts';
import { bundledBot } from '../kit/made.ts';
import { randomOf } from '../kit/random.ts';
import { startStatefulSlack } from '../kit/stateful-slack.ts';
import { openedStore } from '../kit/stores.ts';

const KILLS = Number(process.env['FLOWS_TEST_ALERT_KILLS'] ?? 20);
const SEED = Number(process.env['FLOWS_TEST_SEED'] ?? Date.now() % 1_000_000);
const LONG = 300_000;
/** Telling one message and its reply makes so many calls at most, each of which is seen before and after it is carried out. */
const MOST_SIGHTINGS = 14;
/** Milliseconds. */
const AT_REST = 1000;

describe('a bot that is killed while it tells of alerts', () => {
  beforeAll(bundledBot, LONG);

  it(
    `tells each of them once, and each reply once, ${KILLS} times (seed ${SEED})`,
    async () => {
      const random = randomOf(SEED);
      const slack = await startStatefulSlack();
      onTestFinished(() => slack.close());
      const folder = await mkdtemp(join(tmpdir(), 'flows-killed-'));
      onTestFinished(() => rm(folder, { recursive: true, force: true }));
      const path = join(folder, 'flows.db');
      const bot = await startKillableBot(slack.settings, path);
      onTestFinished(() => bot.close());
      const store = await openedStore({ url: null, path });

      for (let kill = 0; kill < KILLS; kill += 1) {
        const alert = storedAlert({ number: 0, id: `A${kill}`, message: `M${kill}` });
        const replies = [
          { id: `larger-${kill}`, message: `M${kill}`, alert: alert.id, what: 'larger' as const },
        ];
        const messages = [storedMessage({ id: `M${kill}`, alerts: [alert.id] })];
        bot.kill();
        await decided(store, { alerts: [alert], messages, replies }, `R${kill}`);
        let left = Math.floor(random() * MOST_SIGHTINGS);
        await new Promise<void>((resolve) => {
          let timer: NodeJS.Timeout | undefined;
          slack.watch(() => {
            left -= 1;
            if (left >= 0) return;
            clearTimeout(timer);
            bot.kill();
            resolve();
          });
          bot.restart().then(
            // Where all is done before so many were seen, it is killed at rest.
            () => {
              timer = setTimeout(resolve, AT_REST);
            },
            // Killed before it has begun to listen, it is started anew below.
            () => resolve(),
          );
        });
        slack.watch(() => undefined);
        bot.kill();
      }
      await bot.restart();

      await vi.waitFor(
        async () => {
          const open = await store.db.selectFrom('job').select('id').where('state', '=', 'open').execute();
          expect(open).toEqual([]);
        },
        { timeout: LONG, interval: 500 },
      );
      const all = slack.messages(ALERTS);
      const roots = all.filter(({ thread_ts: of }) => of === undefined);
      const threads = all.flatMap(({ thread_ts: of }) => of ?? []);
      expect(roots).toHaveLength(KILLS);
      expect(new Set(threads)).toEqual(new Set(roots.map(({ ts }) => ts)));
      expect(threads).toHaveLength(KILLS);
    },
    LONG,
  );
});
