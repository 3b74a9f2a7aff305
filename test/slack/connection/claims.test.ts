import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { type Claim, type Claims, createClaims } from '../../../src/slack/connection/claims.ts';
import { createHandled } from '../../../src/store/handled.ts';
import { createLeases } from '../../../src/store/leases.ts';
import type { Store } from '../../../src/store/store.ts';
import { passLeases } from '../../kit/pass-leases.ts';
import { DATABASES, memoryStore, openedStore } from '../../kit/stores.ts';

const KEY = 'Ev1';
const POSTGRES = DATABASES.filter(([name]) => name === 'Postgres');

/** So long that what the test itself takes does not count; milliseconds. */
const LEASE = 3_600_000;
const NEARLY = LEASE - 600_000;

/** Of a process, whatever its clock shows. */
function claimsOf(store: Store, owner: string, now = 0): Claims {
  return createClaims({
    handled: createHandled(store.db),
    leases: store.kind === 'postgres' ? createLeases(store) : null,
    ...{ owner, now: () => now, log: pino({ level: 'silent' }) },
  });
}

function taken(claim: Claim | string): Claim {
  if (typeof claim === 'string') throw new TypeError(`it is ${claim}`);
  return claim;
}

describe.each(POSTGRES)('what is delivered to several processes, on %s', (_, settings) => {
  it('is handled by one of them, however many have it at once', async () => {
    const store = await openedStore(await settings());
    const all = ['a', 'b', 'c'].map((owner) => claimsOf(store, owner).claim(KEY));

    const claimed = await Promise.all(all);

    expect(claimed.filter((claim) => typeof claim === 'object')).toHaveLength(1);
    expect(claimed.filter((claim) => claim === 'elsewhere')).toHaveLength(2);
  });

  it('is nobody’s any more once it is handled, and leaves no lease', async () => {
    const store = await openedStore(await settings());
    await taken(await claimsOf(store, 'a').claim(KEY)).done();

    expect(await claimsOf(store, 'b').claim(KEY)).toBe('handled');
    expect(await store.db.selectFrom('lease').selectAll().execute()).toEqual([]);
  });

  it('is another’s at once where it came to nothing', async () => {
    const store = await openedStore(await settings());
    await taken(await claimsOf(store, 'a').claim(KEY)).drop();

    expect(await claimsOf(store, 'b').claim(KEY)).toBeTypeOf('object');
  });

  it('is another’s after a while where who had it has died', async () => {
    const store = await openedStore(await settings());
    await createLeases(store).acquire(`delivery ${KEY}`, 'the one that died', LEASE);

    await passLeases(store, NEARLY);
    expect(await claimsOf(store, 'b', Number.MAX_SAFE_INTEGER).claim(KEY)).toBe('elsewhere');
    await passLeases(store, LEASE - NEARLY);
    expect(await claimsOf(store, 'b', 0).claim(KEY)).toBeTypeOf('object');
  });
});

describe('what is delivered to a process that has its store for itself', () => {
  it('is handled once, and needs no lease for that', async () => {
    const store = await memoryStore();
    await taken(await claimsOf(store, 'a').claim(KEY)).done();

    expect(await claimsOf(store, 'a').claim(KEY)).toBe('handled');
    expect(await store.db.selectFrom('lease').selectAll().execute()).toEqual([]);
  });
});
