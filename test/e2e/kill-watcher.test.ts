import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { createAlertMemory } from '../../src/alerts/stored.ts';
import { ALERTS } from '../kit/alerting-bot.ts';
import { blockedServices } from '../kit/blocked-services.ts';
import { buildKillableBot, startKillableBot } from '../kit/killable-bot.ts';
import { randomOf } from '../kit/random.ts';
import { startStatefulSlack } from '../kit/stateful-slack.ts';
import { openedStore, sqliteSettings } from '../kit/stores.ts';

const KILLS = Number(process.env['FLOWS_TEST_WATCHER_KILLS'] ?? 20);
const SEED = Number(process.env['FLOWS_TEST_SEED'] ?? Date.now() % 1_000_000);
const LONG = 300_000;
const DAY = 86_400;
const SLOT = 300;
/** The real clock is ahead of the bot's, so that what Slack dates is never older than what the bot looks for. Seconds. */
const BEHIND = 3 * DAY;
/** A round and what is told of it make so many calls, each of which is seen before and after it is carried out. */
const MOST_SIGHTINGS = 16;

describe('a bot that is killed while it watches', () => {
  beforeAll(buildKillableBot, LONG);

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
      const { alerts: kept } = createAlertMemory(store.db);
      const jobs = (kind: string) =>
        store.db.selectFrom('job').selectAll().where('kind', '=', kind).execute();

      /** It has watched all that is recorded, and told all that came of it. */
      const settled = () =>
        vi.waitFor(
          async () => {
            const watched = await store.db.selectFrom('watched').select('state').executeTakeFirst();
            expect(JSON.parse(watched?.state ?? '{}')).toMatchObject({ failures: 0, upTo: services.upTo() });
            const open = await store.db.selectFrom('job').select('id').where('state', '=', 'open').execute();
            expect(open).toEqual([]);
          },
          { timeout: LONG, interval: 20 },
        );

      /** Milliseconds that it took at most from its start until all was told. */
      let usual = 1000;
      async function restUndisturbed(): Promise<void> {
        const began = performance.now();
        await bot.restart();
        await settled();
        usual = Math.max(usual, performance.now() - began);
      }

      /** At any moment of a round, or about a call to Slack, which is short beside it. */
      async function killAtRandom(): Promise<void> {
        const isAboutCall = random() < 0.7;
        let left = Math.floor(random() * MOST_SIGHTINGS);
        const after = random() * usual;
        await new Promise<void>((resolve) => {
          // Where all was done before so many were seen, it is killed at rest.
          if (isAboutCall) settled().then(resolve, resolve);
          else setTimeout(resolve, after);
          slack.watch(() => {
            left -= 1;
            if (!isAboutCall || left >= 0) return;
            bot.kill();
            resolve();
          });
          // Killed before it has begun to listen, it is started anew below.
          bot.restart().catch(() => resolve());
        });
        slack.watch(() => undefined);
        bot.kill();
      }

      await settled();
      const faults: string[] = [];
      let kills = 0;
      while (kills < KILLS) {
        bot.kill();
        faults.push(await services.block());
        ahead = services.upTo() * 1000 - Date.now();
        for (const most = kills + 1 + Math.floor(random() * 2); kills < Math.min(most, KILLS); kills += 1)
          await killAtRandom();
        await restUndisturbed();
      }

      const window = { start: 0, end: services.upTo() + DAY };
      const alerts = await kept.list({ which: 'all', window, most: 99 });
      const told = slack.messages(ALERTS);
      const roots = told.filter(({ thread_ts: of }) => of === undefined);
      const replies = told.filter(({ thread_ts: of }) => of !== undefined);
      const namedIn = (number: number) =>
        roots.filter(({ text }) => new RegExp(`\\bA-${number}\\b`).test(text));
      const numbers = alerts.map(({ number }) => number).sort((one, other) => one - other);

      expect(alerts.map(({ subject }) => subject.id).sort()).toEqual([...faults].sort());
      expect(numbers).toEqual(faults.map((_, index) => index + 1));
      expect(numbers.map((number) => namedIn(number).length)).toEqual(numbers.map(() => 1));
      expect(roots).toHaveLength(faults.length);

      // All that was decided to be said was taken on, and each of it stands in a thread once.
      const decided = (await jobs('alert-telling')).flatMap(
        ({ input }) =>
          (JSON.parse(input) as { readonly replies: readonly { readonly id: string }[] }).replies,
      );
      const ids = new Set(decided.map(({ id }) => `alert-reply-${id}`));
      expect(new Set((await jobs('alert-reply')).map(({ id }) => id))).toEqual(ids);
      expect(replies).toHaveLength(ids.size);
      expect(new Set(replies.map(({ thread_ts: of, text }) => `${of} ${text}`)).size).toBe(ids.size);

      // Two spans after it was blocked each is over.
      const over = alerts.filter(({ state }) => state === 'resolved');
      expect(over.length).toBeGreaterThanOrEqual(faults.length - 2);
      const ends = replies.filter(({ text }) => text.includes('is over after'));
      expect(ends).toHaveLength(over.length);
      expect(roots.filter(({ text }) => text.includes('Resolved'))).toHaveLength(over.length);
    },
    LONG,
  );
});
