import { setTimeout as wait } from 'node:timers/promises';
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { watchedState } from '../../src/alerts/source-memory.ts';
import { createLeases } from '../../src/store/leases.ts';
import { blockedServices } from '../kit/blocked-services.ts';
import { killAtRandom } from '../kit/kill-at-random.ts';
import { type KillableBot, startKillableBot } from '../kit/killable-bot.ts';
import { bundledBot } from '../kit/made.ts';
import { passLeases } from '../kit/pass-leases.ts';
import { randomOf } from '../kit/random.ts';
import { startStatefulSlack } from '../kit/stateful-slack.ts';
import { DATABASES, openedStore } from '../kit/stores.ts';
import { expectToldOnce, watchedUpTo } from '../kit/told-faults.ts';
import { noteWriters, urlFor } from '../kit/watch-writers.ts';

const KILLS = Number(process.env['FLOWS_TEST_SHARED_KILLS'] ?? 5);
const SEED = Number(process.env['FLOWS_TEST_SEED'] ?? Date.now() % 1_000_000);
const LONG = 300_000;
const DAY = 86_400;
const SLOT = 300;
/** The real clock is ahead of the bots', so that what Slack dates is never older than what they look for. Seconds. */
const BEHIND = 3 * DAY;
/** Longer than the lease of the watcher, and than that of work that was begun. Milliseconds. */
const LEASES_OVER = 61_000;
/** Many looks at whether it is one's turn. Milliseconds. */
const LOOKS = 500;
/** Milliseconds that a round and its telling take, about. */
const ROUND_TAKES = 800;
/** Tries to hold one up in the middle of a round, so many milliseconds after it began at most. */
const HOLDS = 6;
const HELD_AFTER = 200;
const NAMES = ['one', 'two', 'three'];

/** Three processes that watch the same records for the same store and the same Slack, on one clock that the test moves. */
async function three(shared: string, faults: number) {
  const slack = await startStatefulSlack();
  onTestFinished(() => slack.close());
  const begin = Math.floor((Date.now() / 1000 - BEHIND) / SLOT) * SLOT;
  const services = await blockedServices(faults, begin);
  const store = await openedStore({ url: shared, path: ':memory:' });
  const written = await noteWriters(store);
  let ahead = begin * 1000 - Date.now();
  const bots = new Map<string, KillableBot>();
  for (const name of NAMES) {
    const watched = { folder: services.folder, ahead: () => ahead };
    const bot = await startKillableBot(slack.settings, urlFor(name, shared), watched);
    onTestFinished(() => bot.close());
    bots.set(name, bot);
  }
  const living = new Set(NAMES);
  const of = (name: string) => bots.get(name) ?? expect.fail(`there is no ${name}`);
  const leases = createLeases(store);

  /** Who has a lease that is not over. */
  async function leader(): Promise<string> {
    const { term } = await vi.waitFor(
      async () => (await leases.holder('watcher')) ?? expect.fail('nobody watches'),
      { timeout: LONG, interval: 5 },
    );
    const taken = (await written()).find((one) => one.what === 'lease' && one.term === term);
    return taken?.who ?? expect.fail('nobody took it');
  }

  return {
    ...{ slack, store, services, written, living, of, leader },
    /** Of the last that took it. */
    async term(): Promise<number> {
      const last = store.db.selectFrom('lease').select('term').where('name', '=', 'watcher');
      return (await last.executeTakeFirstOrThrow()).term;
    },
    settled: () => watchedUpTo(store, services.upTo),
    /** The round of all that is recorded is written. */
    isWatched: async () => (await watchedState(store.db, 'records'))?.upTo === services.upTo(),
    /** All that live hear it at once. */
    moveTo(milliseconds: number): void {
      ahead = milliseconds - Date.now();
      for (const name of living) of(name).tellTime();
    },
    pass: (milliseconds: number) => passLeases(store, milliseconds),
  };
}

const [postgres] = DATABASES.filter(([name]) => name === 'Postgres');

describe.skipIf(!postgres)('three processes on one Postgres, the one that watches killed', () => {
  beforeAll(bundledBot, LONG);

  it(
    `find each fault once, tell of it and of its end once, and never watch two at a time, ${KILLS} kills long (seed ${SEED})`,
    async () => {
      const random = randomOf(SEED);
      const { url } = await (postgres?.[1] ?? expect.fail('there is no Postgres'))();
      const bots = await three(url ?? expect.fail('it has no URL'), KILLS + HOLDS + 1);
      const { slack, services, living, of, settled, leader, term, pass } = bots;
      const faults: string[] = [];

      async function block(): Promise<void> {
        faults.push(await services.block());
        bots.moveTo(services.upTo() * 1000);
      }

      /** About a call to Slack, or at any moment of a round. */
      async function killLeader(): Promise<string> {
        const name = await leader();
        await killAtRandom({ slack, random, takes: ROUND_TAKES, settled, kill: () => of(name).kill() });
        living.delete(name);
        return name;
      }

      /** As long as its lease goes on nobody does, and then another. */
      async function takenOverFrom(gone: string): Promise<void> {
        const before = await term();
        await wait(LOOKS);
        expect(await term()).toBe(before);
        await pass(LEASES_OVER);
        await vi.waitFor(async () => expect(await term()).toBeGreaterThan(before), LONG);
        expect(await leader()).not.toBe(gone);
      }

      await settled();
      for (let kills = 0; kills < KILLS; ) {
        await block();
        for (const most = kills + 1 + Math.floor(random() * 2); kills < Math.min(most, KILLS); kills += 1) {
          const killed = await killLeader();
          await takenOverFrom(killed);
          await of(killed).restart();
          living.add(killed);
        }
        await settled();
      }

      // One that was only held up, in the middle of a round, does not know that it lost the lease meanwhile.
      let held: string | null = null;
      for (let tries = 0; held === null && tries < HOLDS; tries += 1) {
        await block();
        const name = await leader();
        await wait(random() * HELD_AFTER);
        of(name).hold();
        await wait(LOOKS);
        // What it is just about to tell of a round that is written may arrive twice.
        if (await bots.isWatched()) of(name).wake();
        else {
          held = name;
          await takenOverFrom(name);
        }
        await settled();
      }
      of(held ?? expect.fail('it was never held up in the middle of a round')).wake();
      await block();
      await settled();

      const written = await bots.written();
      const owners = new Map(
        written.flatMap(({ what, term: of, who }) => (what === 'lease' ? [[of, who]] : [])),
      );
      const strangers = written.filter(
        ({ what, term: of, who }) => what === 'watched' && who !== owners.get(of),
      );
      expect(strangers).toEqual([]);
      expect(owners.size).toBeGreaterThan(KILLS);
      await expectToldOnce(bots.store, slack, faults, services.upTo());
    },
    LONG,
  );
});
