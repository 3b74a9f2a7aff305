import { describe, expect, it } from 'vitest';
import type { Source } from '../../src/investigation/source.ts';
import { createLeases } from '../../src/store/leases.ts';
import { createWatched } from '../../src/store/watched.ts';
import { passLeases } from '../kit/pass-leases.ts';
import { DATABASES, openedStore } from '../kit/stores.ts';
import { folderSource, NOON, recordLine, traffic, type Watching, watching } from '../kit/watching.ts';

const GRE = 47;
const HOUR = 3600;
/** That of the watcher, milliseconds. */
const LEASE = 60_000;
const ALL = { which: 'all', window: { start: 0, end: NOON + 86_400 }, most: 99 } as const;

/** One that tells how many rounds ask it at once, and can hold them up. */
function counted(source: Source) {
  const askers = new Map<string, number>();
  let [held, release] = [Promise.resolve(), () => {}];
  return {
    askers,
    hold() {
      held = new Promise((resolve) => {
        release = resolve;
      });
    },
    release: () => release(),
    as: (owner: string): Source => ({
      ...source,
      engine: {
        ...source.engine,
        async run(query, options) {
          askers.set(owner, (askers.get(owner) ?? 0) + 1);
          await held;
          return source.engine.run(query, options);
        },
      },
    }),
  };
}

/** Absent where there is none here, which is said loudly. */
const [postgres] = DATABASES.filter(([name]) => name === 'Postgres');

describe.skipIf(!postgres)('processes that share a store on Postgres', () => {
  /** @param ahead seconds by which the clock of `a` differs from that of the others */
  async function three(ahead = 0) {
    const shared = await (postgres?.[1] ?? expect.fail('there is no Postgres'))();
    const clock = { seconds: NOON };
    const folder = await folderSource();
    await folder.write('now', [...traffic(NOON - HOUR, NOON), recordLine(NOON - 700, GRE)]);
    const source = counted(folder.source);
    const processes = await Promise.all(
      ['a', 'b', 'c'].map(async (owner) => {
        const store = await openedStore(shared);
        const own = owner === 'a' && ahead !== 0 ? { seconds: NOON + ahead } : clock;
        return watching({ store, clock: own, sources: [source.as(owner)], owner });
      }),
    );
    const store = await openedStore(shared);
    const look = () => Promise.all(processes.map(({ watcher }) => watcher.look()));
    const holder = async () => (await createLeases(store).holder('watcher'))?.owner ?? '';
    const state = () => createWatched(store.db).get('production');
    const of = (owner: string): Watching =>
      processes['abc'.indexOf(owner)] ?? expect.fail(`${owner} does not run`);
    return { store, clock, folder, source, look, holder, state, of, processes };
  }

  it('let one of them watch, which tells what it found once', async () => {
    const { clock, source, look, holder, processes } = await three();

    await look();
    clock.seconds += 61;
    await look();

    expect([...source.askers.keys()]).toEqual([await holder()]);
    const told = processes.flatMap((one) => one.told.flatMap(({ messages }) => messages));
    expect(new Set(told).size).toBe(1);
    expect(await processes[0]?.memory.alerts.list(ALL)).toHaveLength(1);
  });

  it('take over from one that is gone, and go on where it was', async () => {
    const { clock, folder, source, look, holder, of, state } = await three();
    await look();
    const first = await holder();
    await of(first).watcher.stop();
    source.askers.clear();

    clock.seconds += 600;
    await folder.write('next', traffic(NOON, NOON + 600));
    const others = ['a', 'b', 'c'].filter((owner) => owner !== first);
    await Promise.all(others.map((owner) => of(owner).watcher.look()));

    expect(await holder()).not.toBe(first);
    expect([...source.askers.keys()]).toEqual([await holder()]);
    expect(await state()).toMatchObject({ upTo: NOON + 300 });
    expect(await of(first).memory.alerts.list(ALL)).toMatchObject([{ number: 1 }]);
  });

  it('let one that was held up past its lease write nothing', async () => {
    const { store, source, holder, of, state } = await three();
    source.hold();
    const slow = of('a').watcher.look();
    await expect.poll(holder).toBe('a');
    await expect.poll(() => source.askers.get('a') ?? 0).toBeGreaterThan(0);

    await passLeases(store, LEASE);
    const next = of('b').watcher.look();
    await expect.poll(holder).toBe('b');
    source.release();
    await Promise.all([slow, next]);

    expect(of('a').told).toEqual([]);
    expect(await state()).toMatchObject({ upTo: NOON - 300, failures: 0 });
    expect(await of('b').memory.alerts.list(ALL)).toMatchObject([{ number: 1, state: 'firing' }]);
  });

  it.each([
    ['an hour ahead', HOUR],
    ['an hour behind', -HOUR],
  ])('leave it to one whose clock is %s, as long as that lives and no longer', async (_, ahead) => {
    const { store, source, holder, of } = await three(ahead);
    await of('a').watcher.look();

    await passLeases(store, LEASE / 2);
    await of('b').watcher.look();
    expect([await holder(), [...source.askers.keys()]]).toEqual(['a', ['a']]);

    await passLeases(store, LEASE / 2);
    await of('b').watcher.look();
    expect(await holder()).toBe('b');
  });
});
