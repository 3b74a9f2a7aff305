import { beforeAll, describe, it, onTestFinished } from 'vitest';
import { blockedServices } from '../kit/blocked-services.ts';
import { killAtRandom } from '../kit/kill-at-random.ts';
import { startKillableBot } from '../kit/killable-bot.ts';
import { bundledBot } from '../kit/made.ts';
import { randomOf } from '../kit/random.ts';
import { startStatefulSlack } from '../kit/stateful-slack.ts';
import { openedStore, sqliteSettings } from '../kit/stores.ts';
import { expectToldOnce, watchedUpTo } from '../kit/told-faults.ts';

const KILLS = Number(process.env['FLOWS_TEST_WATCHER_KILLS'] ?? 20);
const SEED = Number(process.env['FLOWS_TEST_SEED'] ?? Date.now() % 1_000_000);
const LONG = 300_000;
const DAY = 86_400;
const SLOT = 300;
/** The real clock is ahead of the bot's, so that what Slack dates is never older than what the bot looks for. Seconds. */
const BEHIND = 3 * DAY;

describe('a bot that is killed while it watches', () => {
  beforeAll(bundledBot, LONG);

  it(
    `finds each fault once, and tells of it and of its end once, ${KILLS} kills long (seed ${SEED})`,
    async () => {
      const random = randomOf(SEED);
      const slack = await startStatefulSlack();
      onTestFinished(() => slack.close());
      const settings = await sqliteSettings();
      const begin = Math.floor((Date.now() / 1000 - BEHIND) / SLOT) * SLOT;
      const services = await blockedServices(KILLS, begin);
      let ahead = begin * 1000 - Date.now();
      const bot = await startKillableBot(slack.settings, settings.path, {
        folder: services.folder,
        ahead: () => ahead,
      });
      onTestFinished(() => bot.close());
      const store = await openedStore(settings);
      const settled = () => watchedUpTo(store, services.upTo);

      /** Milliseconds that it took at most from its start until all was told. */
      let usual = 1000;
      async function restUndisturbed(): Promise<void> {
        const began = performance.now();
        await bot.restart();
        await settled();
        usual = Math.max(usual, performance.now() - began);
      }

      const killOnce = () =>
        killAtRandom({
          ...{ slack, random, takes: usual, settled },
          kill: () => bot.kill(),
          begin: () => bot.restart(),
        });

      await settled();
      const faults: string[] = [];
      let kills = 0;
      while (kills < KILLS) {
        bot.kill();
        faults.push(await services.block());
        ahead = services.upTo() * 1000 - Date.now();
        for (const most = kills + 1 + Math.floor(random() * 2); kills < Math.min(most, KILLS); kills += 1)
          await killOnce();
        await restUndisturbed();
      }

      await expectToldOnce(store, slack, faults, services.upTo());
    },
    LONG,
  );
});
