import { describe, expect, it } from 'vitest';
import { createLeases, LeaseLost } from '../../src/store/leases.ts';
import { passLeases } from '../kit/pass-leases.ts';
import { DATABASES, describeOnPostgres, openedStore } from '../kit/stores.ts';

const NAME = 'watcher';
/** So long that what the test itself takes does not count; milliseconds. */
const HOUR = 3_600_000;
const NEARLY = HOUR - 600_000;

describe.each(DATABASES)('a lease, on %s', (_, settings) => {
  async function opened() {
    const store = await openedStore(await settings());
    return { store, leases: createLeases(store), pass: (length: number) => passLeases(store, length) };
  }

  it('is one process’s, however many want it at once', async () => {
    const { store, leases } = await opened();
    // On SQLite one process has the file, so it is asked as one process asks.
    const owners = store.kind === 'sqlite' ? ['a'] : ['a', 'b', 'c', 'd'];

    const taken = await Promise.all(owners.map((owner) => leases.acquire(NAME, owner, HOUR)));

    const [lease, ...others] = taken.filter((one) => one !== null);
    expect([lease?.term, others]).toEqual([1, []]);
    expect(await leases.holder(NAME)).toEqual(lease);
  });

  it('stays its owner’s as long as that renews it, under the same term', async () => {
    const { leases, pass } = await opened();
    const lease = await leases.acquire(NAME, 'a', HOUR);
    if (!lease) throw new Error('nobody has it');

    await pass(NEARLY);
    expect(await leases.renew(lease, HOUR)).toBe(true);
    await pass(NEARLY);
    expect(await leases.holder(NAME)).toEqual({ name: NAME, owner: 'a', term: 1 });
    await pass(HOUR - NEARLY);
    expect(await leases.holder(NAME)).toBeNull();
  });

  it('is another’s when its time is over or it was left, under the next term', async () => {
    const { leases, pass } = await opened();
    const first = await leases.acquire(NAME, 'a', HOUR);
    await pass(HOUR);
    const second = await leases.acquire(NAME, 'b', HOUR);
    if (!first || !second) throw new Error('nobody has it');
    await leases.release(second);

    expect(second.term).toBe(2);
    expect(await leases.acquire(NAME, 'c', HOUR)).toMatchObject({ term: 3 });
    expect(await leases.renew(first, HOUR)).toBe(false);
    expect(await leases.renew(second, HOUR)).toBe(false);
  });

  it('lets nobody write who lost it, not even the owner of an earlier term', async () => {
    const { store, leases, pass } = await opened();
    const first = await leases.acquire(NAME, 'a', HOUR);
    await pass(HOUR);
    const second = await leases.acquire(NAME, 'a', HOUR);
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
    await leases.acquire(NAME, 'a', HOUR);
    await passLeases(store, NEARLY);

    expect(await leases.acquire(NAME, 'b', HOUR)).toBeNull();
  });
});

describe('a lease on SQLite, whose file is one process’s', () => {
  it('is the next process’s at once', async () => {
    const store = await openedStore({ url: null, path: ':memory:' });
    const leases = createLeases(store);
    await leases.acquire(NAME, 'the one that died', HOUR);

    expect(await leases.acquire(NAME, 'the next one', HOUR)).toMatchObject({ term: 2 });
  });
});
