import { setImmediate } from 'node:timers/promises';
import { pino } from 'pino';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Interrupted } from '../../../src/slack/delivery/interrupted.ts';
import { createWork, type Steps, type WorkParts } from '../../../src/slack/delivery/work.ts';
import { passLeases } from '../../kit/pass-leases.ts';
import { DATABASES, describeOnPostgres, openedStore } from '../../kit/stores.ts';

/** Milliseconds. */
const NOW = 1_764_000_000_000;
const HOUR = 3_600_000;

/** A process that does work of the kind `share`. */
function processOf(parts: Pick<WorkParts, 'store' | 'owner'> & Partial<WorkParts>) {
  const ending = new AbortController();
  const work = createWork({
    stepsFor: (_id, stillMine): Steps => ({
      replace: async () => ({ ok: true, value: null }),
      attach: async () => ({ ok: true, value: null }),
      isBegun: async () => false,
      anew: async () => {},
      post: async (_step, to) => {
        await stillMine();
        return { ok: true, value: { channel: to.channel, ts: '1.1' } };
      },
    }),
    now: () => NOW,
    log: pino({ level: 'silent' }),
    ending: ending.signal,
    // Nothing is waited for, but for the end.
    waitFor: (milliseconds, signal) =>
      milliseconds < 10_000
        ? Promise.resolve()
        : new Promise((resolve) => signal.addEventListener('abort', () => resolve())),
    ...parts,
  });
  return { work, end: () => ending.abort() };
}

/** Of work, milliseconds. */
const LEASE = 30_000;
/** From one look at leases to the next, which is also how long work that may be deadly is alone. */
const LOOKS = 10_000;
/** A process that lives so long lives as long as anybody waits. */
const LONG = 9_000_000;
const TO = { channel: 'C0OPS', thread: null };

describe.each(DATABASES)('work, on %s', (_, settings) => {
  it('is done once, however often it is handed in', async () => {
    const { work } = processOf({ store: await openedStore(await settings()), owner: 'one' });
    const done: unknown[] = [];
    work.hire('share', async (id, input) => void done.push([id, input]));

    const taken = [await work.take('share', 's1', { to: 'C0OPS' }), await work.take('share', 's1', {})];
    await Promise.all(taken.map((one) => one.done));

    expect(taken.map(({ isNew }) => isNew)).toEqual([true, false]);
    expect(done).toEqual([['s1', { to: 'C0OPS' }]]);
  });

  it('is not taken on where nobody was hired to do it', async () => {
    const { work } = processOf({ store: await openedStore(await settings()), owner: 'one' });

    await expect(work.take('shares', 's1', {})).rejects.toThrow('Nobody does work of the kind shares');
  });

  it('is begun again where it failed, then given up with a word to who waits for it', async () => {
    const { work } = processOf({ store: await openedStore(await settings()), owner: 'one' });
    let [tried, said] = [0, ''];
    work.hire(
      'share',
      async () => {
        tried += 1;
        throw new Error(`no ${tried}`);
      },
      async (id, _input, _steps, error) => {
        said = `${id}: ${error}`;
      },
    );

    await (await work.take('share', 's1', {})).done;

    expect([tried, said]).toEqual([3, 's1: Error: no 3']);
  });

  it('is done once more where somebody asks for that, and not while it is being done', async () => {
    const { work } = processOf({ store: await openedStore(await settings()), owner: 'one' });
    const done: unknown[] = [];
    work.hire('share', async (id, input) => {
      done.push([id, input]);
      await work.again(id);
    });
    await (await work.take('share', 's1', { n: 1 })).done;

    await work.again('s1');
    await work.again('never taken');

    expect(done).toEqual([
      ['s1', { n: 1 }],
      ['s1', { n: 1 }],
    ]);
  });

  it('that the store kept from being finished is gone on with by the same process', async () => {
    const store = await openedStore(await settings());
    const { work, end } = processOf({ store, owner: 'one' });
    let tried = 0;
    work.hire('share', async () => {
      tried += 1;
      // As long as it is away, nothing can be finished either.
      if (tried === 1) await store.db.schema.alterTable('job').renameTo('away').execute();
      if (tried < 4) throw new Error('the store is away');
    });
    await (await work.take('share', 's1', {})).done;
    expect(tried).toBe(3);

    await store.db.schema.alterTable('away').renameTo('job').execute();
    await work.start();

    await expect.poll(() => tried).toBe(4);
    await expect
      .poll(() => store.db.selectFrom('job').select('state').executeTakeFirst())
      .toEqual({ state: 'done' });
    end();
  });

  it('that the end of a process cut off is done by the next one', async () => {
    const store = await openedStore(await settings());
    const before = processOf({ store, owner: 'before' });
    before.work.hire('share', async (_id, _input, steps) => {
      before.end();
      await steps.post('card', TO, [{ text: 'never', blocks: [] }]);
    });
    await (await before.work.take('share', 's1', { n: 1 })).done;
    await before.work.stop();

    const after = processOf({ store, owner: 'after' });
    const done: unknown[] = [];
    after.work.hire('share', async (id, input) => void done.push([id, input]));
    await after.work.start();
    await expect.poll(() => done).toEqual([['s1', { n: 1 }]]);
    after.end();
  });

  it('that ends each process that begins it is given up, and what is begun beside it is done', async () => {
    const store = await openedStore(await settings());
    const [done, givenUp] = [new Set<string>(), new Set<string>()];
    const never = new Promise<void>(() => undefined);

    /** Ends when the process has died of it, or everything is done or given up. */
    async function live(number: number, taken: readonly string[]): Promise<void> {
      // What the process before held, nobody holds any more.
      await passLeases(store, LEASE);
      const { work, end } = processOf({
        ...{ store, owner: `process ${number}` },
        waitFor: (milliseconds, signal) =>
          milliseconds === LOOKS
            ? new Promise((resolve) => signal.addEventListener('abort', () => resolve()))
            : Promise.resolve(),
      });
      onTestFinished(end);
      let isDead = false;
      const worker = async (id: string): Promise<void> => {
        if (id === 'deadly') isDead = true;
        else await setImmediate();
        if (isDead) return never;
        done.add(id);
      };
      work.hire('share', worker, async (id) => void givenUp.add(id));
      await Promise.all(taken.map((id) => work.take('share', id, {})));
      await work.start();
      await expect.poll(() => isDead || done.size + givenUp.size === 3, { interval: 5 }).toBe(true);
    }

    await live(0, ['older', 'deadly', 'newer']);
    for (let number = 1; done.size + givenUp.size < 3; number += 1) await live(number, []);

    expect([done, givenUp]).toEqual([new Set(['newer', 'older']), new Set(['deadly'])]);
  });

  it('is not given up where processes end soon after their start, and done by the first that lives', async () => {
    const store = await openedStore(await settings());
    const done: string[] = [];

    /** Ends before it would wait for so many milliseconds. */
    async function live(number: number, lives: number): Promise<void> {
      await passLeases(store, LEASE);
      let isBegun = false;
      let isWaiting = false;
      const waitFor: WorkParts['waitFor'] = (milliseconds, signal) => {
        if (milliseconds < lives && milliseconds !== LOOKS) return Promise.resolve();
        isWaiting ||= milliseconds !== LOOKS;
        return new Promise((resolve) => signal.addEventListener('abort', () => resolve()));
      };
      const { work, end } = processOf({ store, owner: `process ${number}`, waitFor });
      onTestFinished(end);
      work.hire('share', async (id) => {
        isBegun = true;
        if (lives < LONG) return new Promise(() => undefined);
        done.push(id);
      });
      if (number === 0) await work.take('share', 's1', {});
      await work.start();
      await expect.poll(() => isBegun || isWaiting, { interval: 5 }).toBe(true);
    }

    for (let number = 0; number < 20; number += 1) await live(number, 5000);
    expect(done).toEqual([]);
    await live(20, LONG);

    await expect.poll(() => done).toEqual(['s1']);
  });
});

describeOnPostgres('work of a dead process', (settings) => {
  it.each([
    ['is right', 0],
    ['is an hour ahead', HOUR],
    ['is an hour behind', -HOUR],
  ])(
    'whose clock %s is left alone until its lease has run out, and whoever lost it stops',
    async (_how, by) => {
      const store = await openedStore(await settings());
      const first = processOf({ store, owner: 'first', now: () => NOW + by });
      let goOn = () => {};
      const paused = new Promise<void>((resolve) => {
        goOn = resolve;
      });
      let ended: unknown = null;
      first.work.hire('share', async (_id, _input, steps) => {
        await paused;
        await steps.post('card', TO, [{ text: 'late', blocks: [] }]).catch((error: unknown) => {
          ended = error;
          throw error;
        });
      });
      const { done } = await first.work.take('share', 's1', {});
      const second = processOf({ store, owner: 'second' });
      let taken = 0;
      second.work.hire('share', async () => {
        taken += 1;
      });

      await second.work.start();
      expect(taken).toBe(0);
      await passLeases(store, LEASE);
      await second.work.start();
      await expect.poll(() => taken).toBe(1);
      goOn();
      await done;

      expect(ended).toBeInstanceOf(Interrupted);
      second.end();
      first.end();
    },
  );
});

describe('work while the store does not work', () => {
  it('is not given up, and goes on when leases are looked after next', async () => {
    let [tried, said, look] = [0, '', () => {}];
    const { work } = processOf({
      store: await openedStore({ url: null, path: ':memory:' }),
      owner: 'one',
      waitFor: (milliseconds) =>
        milliseconds < 10_000 ? Promise.resolve() : new Promise((resolve) => (look = resolve)),
    });
    const done = new Promise<void>((resolve) => {
      work.hire(
        'share',
        async () => {
          tried += 1;
          if (tried < 4) throw Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });
          resolve();
        },
        async (_id, _input, _steps, error) => {
          said = String(error);
        },
      );
    });
    await work.start();

    await (await work.take('share', 's1', {})).done;
    expect([tried, said]).toEqual([3, '']);
    look();
    await done;

    expect([tried, said]).toEqual([4, '']);
  });
});
