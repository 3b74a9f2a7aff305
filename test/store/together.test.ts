import { describe, expect, it, vi } from 'vitest';
import { createTogether } from '../../src/store/together.ts';
import { DATABASES, describeOnPostgres, openedStore } from '../kit/stores.ts';

const NAMES = ['first', 'second', 'third', 'fourth'];

describe.each(DATABASES)('writes that arrive together, on %s', (_, settings) => {
  async function opened() {
    const { db } = await openedStore(await settings());
    const transactions = vi.spyOn(db, 'transaction');
    const together = createTogether(db);
    const enter = (key: string, then: () => unknown = () => key) =>
      together(async (transaction) => {
        await transaction.insertInto('handled').values({ key, at: 1 }).execute();
        return then();
      });
    const kept = async () =>
      (await db.selectFrom('handled').select('key').orderBy('key').execute()).map(({ key }) => key);
    return { transactions, enter, kept };
  }

  it('share the transaction after the one that is being committed, and each is told its own', async () => {
    const { transactions, enter, kept } = await opened();

    expect(await Promise.all(NAMES.map((name) => enter(name)))).toEqual(NAMES);

    expect(await kept()).toEqual(NAMES.toSorted());
    expect(transactions).toHaveBeenCalledTimes(2);
  });

  it('do not cost each other anything where one of them fails, in the database or before it', async () => {
    const { enter, kept } = await opened();
    const failing = () => {
      throw new Error('it has no input');
    };

    const told = await Promise.allSettled([
      enter('first'),
      enter('second', failing),
      enter('first'),
      enter('third'),
    ]);

    expect(told.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled']);
    expect(told[1]).toMatchObject({ reason: new Error('it has no input') });
    expect(await kept()).toEqual(['first', 'third']);
  });

  it('are all told where the transaction cannot be committed, and those that come later are written', async () => {
    const { transactions, enter, kept } = await opened();
    transactions.mockImplementationOnce(() => {
      throw new Error('the disk is full');
    });

    await expect(enter('first')).rejects.toThrow('the disk is full');

    expect(await enter('second')).toBe('second');
    expect(await kept()).toEqual(['second']);
  });

  it('are resolved only when they are committed', async () => {
    const { enter, kept } = await opened();
    const seen: (readonly string[])[] = [];

    await Promise.all(NAMES.map((name) => enter(name).then(async () => void seen.push(await kept()))));

    expect(seen.map((keys, index) => keys.includes(NAMES[index] ?? ''))).toEqual(NAMES.map(() => true));
  });
});

describeOnPostgres('writes of two processes that wait for each other', (settings) => {
  it('are undone for one of them, and written again', async () => {
    const own = await settings();
    const of = async () => createTogether((await openedStore(own)).db);
    const { db } = await openedStore(own);
    let meet = () => {};
    const met = new Promise<void>((resolve) => {
      meet = resolve;
    });
    let begun = 0;
    const enter = async (first: string, second: string) =>
      (await of())(async (transaction) => {
        const insert = (key: string) =>
          transaction
            .insertInto('handled')
            .values({ key, at: 1 })
            .onConflict((conflict) => conflict.column('key').doNothing())
            .execute();
        await insert(first);
        begun += 1;
        if (begun > 1) meet();
        await met;
        await insert(second);
      });

    await Promise.all([enter('one', 'two'), enter('two', 'one')]);

    expect(begun).toBeGreaterThan(2);
    expect(
      (await db.selectFrom('handled').select('key').orderBy('key').execute()).map(({ key }) => key),
    ).toEqual(['one', 'two']);
  });
});
