import { describe, expect, it } from 'vitest';
import { createLeases, LeaseLost } from '../../src/store/leases.ts';
import { DATABASES, openedStore } from '../kit/stores.ts';

const NAME = 'watcher';

describe.each(DATABASES)('a lease, on %s', (_, settings) => {
  async function opened() {
    const store = await openedStore(await settings());
    return { store, leases: createLeases(store) };
  }

  it('is one process’s, however many want it at once', async () => {
    const { store, leases } = await opened();
    // On SQLite one process has the file, so it is asked as one process asks.
    const owners = store.kind === 'sqlite' ? ['a'] : ['a', 'b', 'c', 'd'];

    const taken = await Promise.all(owners.map((owner) => leases.acquire(NAME, owner, 1000, 2000)));

    expect(taken.filter((lease) => lease !== null)).toHaveLength(1);
    expect(await leases.holder(NAME)).toMatchObject({ term: 1, until: 2000 });
  });

  it('stays its owner’s as long as that renews it, under the same term', async () => {
    const { leases } = await opened();
    const lease = await leases.acquire(NAME, 'a', 1000, 2000);
    if (!lease) throw new Error('nobody has it');

    expect(await leases.renew(lease, 9000)).toBe(true);
    expect(await leases.holder(NAME)).toEqual({ name: NAME, owner: 'a', until: 9000, term: 1 });
  });

  it('is another’s when its time is over or it was left, under the next term', async () => {
    const { leases } = await opened();
    const first = await leases.acquire(NAME, 'a', 1000, 2000);
    const second = await leases.acquire(NAME, 'b', 2000, 3000);
    if (!first || !second) throw new Error('nobody has it');
    await leases.release(second);

    expect(second.term).toBe(2);
    expect(await leases.acquire(NAME, 'c', 2001, 3000)).toMatchObject({ term: 3 });
    expect(await leases.renew(first, 9000)).toBe(false);
    expect(await leases.renew(second, 9000)).toBe(false);
  });

  it('lets nobody write who lost it, not even the owner of an earlier term', async () => {
    const { store, leases } = await opened();
    const first = await leases.acquire(NAME, 'a', 1000, 2000);
    const second = await leases.acquire(NAME, 'a', 2000, 3000);
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
