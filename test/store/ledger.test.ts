import { setImmediate } from 'node:timers/promises';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { createStoredLedger } from '../../src/store/ledger.ts';
import type { Store } from '../../src/store/store.ts';
import { entered, expectRoomKept, itKeepsWhatIsSpent } from '../kit/ledger-contract.ts';
import { NOW } from '../kit/scope.ts';
import { DATABASES, describeOnPostgres, openedStore } from '../kit/stores.ts';

function ledgerOf(store: Store, now: () => number = () => NOW) {
  const troubles: unknown[] = [];
  const onTrouble = (error: unknown) => void troubles.push(error);
  return { ledger: createStoredLedger({ store, now: () => now() * 1000, onTrouble }), troubles };
}

describe.each(DATABASES)('a ledger on %s', (_, settings) => {
  itKeepsWhatIsSpent(async (now) => ledgerOf(await openedStore(await settings()), now).ledger);

  it('counts what a process that died was about to spend as it was estimated', async () => {
    const own = await settings();
    await entered(ledgerOf(await openedStore(own)).ledger, 'U0ALICE', { bytes: 10, usd: 1 });

    const { ledger } = ledgerOf(await openedStore(own));

    expect(await ledger.spent('U0ALICE')).toEqual({ bytes: 10, usd: 1 });
  });

  it('enters nothing where the store fails', async () => {
    const store = await openedStore(await settings());
    const { ledger } = ledgerOf(store);
    await sql`alter table spending rename to elsewhere`.execute(store.db);

    await expect(entered(ledger, 'U0ALICE', { bytes: 10, usd: 1 })).rejects.toThrow(/spending/);
  });

  it('tells of a correction that the store did not take, and makes it before anything else is entered', async () => {
    const store = await openedStore(await settings());
    const { ledger, troubles } = ledgerOf(store);
    const one = await entered(ledger, 'U0ALICE', { bytes: 10, usd: 1 });
    await sql`alter table spending rename to elsewhere`.execute(store.db);

    if (one.kind === 'entered') await one.correct({ bytes: 500, usd: 5 });
    expect(troubles).toEqual([expect.objectContaining({ message: expect.stringMatching(/spending/) })]);

    await sql`alter table elsewhere rename to spending`.execute(store.db);
    const next = await ledger.enter('U0ALICE', { bytes: 1, usd: 0 }, ({ person }) => person);
    expect(next).toEqual({ kind: 'objected', objection: { bytes: 500, usd: 5 } });
  });
});

describe('a ledger of which something is still being spent', () => {
  it('is settled when it is written what that took', async () => {
    const { ledger } = ledgerOf(await openedStore({ url: null, path: ':memory:' }));
    await ledger.settled();
    const one = await entered(ledger, 'U0ALICE', { bytes: 10, usd: 1 });
    let isSettled = false;
    const settled = ledger.settled().then(() => {
      isSettled = true;
    });

    await setImmediate();
    expect(isSettled).toBe(false);
    if (one.kind === 'entered') await one.correct({ bytes: 5, usd: 0 });
    await settled;

    expect(await ledger.spent()).toEqual({ bytes: 5, usd: 0 });
  });
});

describeOnPostgres('a ledger that processes share', (settings) => {
  it('lets no more in than there is room for, whichever process asks', async () => {
    const own = await settings();
    const stores = [await openedStore(own), await openedStore(own), await openedStore(own)];

    await expectRoomKept(stores.map((store) => ledgerOf(store).ledger));
  });
});
