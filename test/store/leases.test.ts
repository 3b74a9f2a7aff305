import { describe, expect, it } from 'vitest';
import { createLeases, LeaseLost } from '../../src/store/leases.ts';
import { passLeases } from '../kit/pass-leases.ts';
import { DATABASES, describeOnPostgres, openedStore } from '../kit/stores.ts';

const NAME = 'watcher';
/** Milliseconds. */
const MINUTE = 60_000;

describe.each(DATABASES)('a lease, on %s', (_, settings) => {
  async function opened() {
    const store = await openedStore(await settings());
    return { store, leases: createLeases(store), pass: (length: number) => passLeases(store, length) };
  }

  it('is one process’s, however many want it at once', async () => {
    const { store, leases } = await opened();
    // On SQLite one process has the file, so it is asked as one process asks.
    const owners = store.kind === 'sqlite' ? ['a'] : ['a', 'b', 'c', 'd'];

    const taken = await Promise.all(owners.map((owner) => leases.acquire(NAME, owner, MINUTE)));

    const [lease, ...others] = taken.filter((one) => one !== null);
    expect([lease?.term, others]).toEqual([1, []]);
    expect(await leases.holder(NAME)).toEqual(lease);
  });

  it('stays its owner’s as long as that renews it, under the same term', async () => {
    const { leases, pass } = await opened();
    const lease = await leases.acquire(NAME, 'a', MINUTE);
    if (!lease) throw new Error('nobody has it');

    await pass(MINUTE - 1000);
    expect(await leases.renew(lease, MINUTE)).toBe(true);
    await pass(MINUTE - 1000);
    expect(await leases.holder(NAME)).toEqual({ name: NAME, owner: 'a', term: 1 });
    await pass(1000);
    expect(await leases.holder(NAME)).toBeNull();
  });

  it('is another’s when its time is over or it was left, under the next term', async () => {
    const { leases, pass } = await opened();
    const first = await leases.acquire(NAME, 'a', MINUTE);
    await pass(MINUTE);
    const second = await leases.acquire(NAME, 'b', MINUTE);
    if (!first || !second) throw new Error('nobody has it');
    await leases.release(second);

    expect(second.term).toBe(2);
    expect(await leases.acquire(NAME, 'c', MINUTE)).toMatchObject({ term: 3 });
    expect(await leases.renew(first, MINUTE)).toBe(false);
    expect(await leases.renew(second, MINUTE)).toBe(false);
  });

  it('lets nobody write who lost it, not even the owner of an earlier term', async () => {
    const { store, leases, pass } = await opened();
    const first = await leases.acquire(NAME, 'a', MINUTE);
    await pass(MINUTE);
    const second = await leases.acquire(NAME, 'a', MINUTE);
    if (!first || !second) throw new Error('nobody has it');
    const writing = (lease: typeof first) =>
      store.db.transaction().execute(async (on) => {
        await leases.hold(on, lease);
        return 'written';
      });

    await expect(writing(first)).rejects.toThrow(LeaseLost);
    expect(await writing(second)).toBe('written');
  });

  it('is nobody’s before anybody took it', async () => {
    const { leases } = await opened();

    expect(await leases.holder(NAME)).toBeNull();
  });
});

describeOnPostgres('a lease that is held', (settings) => {
  it('is not to be had by others', async () => {
    const store = await openedStore(await settings());
    const leases = createLeases(store);
    await leases.acquire(NAME, 'a', MINUTE);
    await passLeases(store, MINUTE - 1000);

    expect(await leases.acquire(NAME, 'b', MINUTE)).toBeNull();
  });
});

describe('a lease on SQLite, whose file is one process’s', () => {
  it('is the next process’s at once', async () => {
    const store = await openedStore({ url: null, path: ':memory:' });
    const leases = createLeases(store);
    await leases.acquire(NAME, 'the one that died', MINUTE);

    expect(await leases.acquire(NAME, 'the next one', MINUTE)).toMatchObject({ term: 2 });
  });
});
