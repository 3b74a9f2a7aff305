import { expect, it } from 'vitest';
import { createLanes, type Lanes } from '../../src/store/lanes.ts';
import { describeOnPostgres, openedStore } from '../kit/stores.ts';

/** So long that what the test itself takes does not count; milliseconds. */
const PACE = 600_000;

function inTurns(waits: readonly number[]): readonly number[] {
  return waits.map((wait) => Math.round(wait / PACE)).sort();
}

describeOnPostgres('a lane that processes share', (settings) => {
  async function several(): Promise<readonly [Lanes, Lanes, Lanes]> {
    const own = await settings();
    const of = async () => createLanes((await openedStore(own)).db);
    return [await of(), await of(), await of()];
  }

  it('gives each of them a turn of its own, one pace after the other', async () => {
    const all = await several();

    const waits = await Promise.all(all.map((lanes) => lanes.take('C0OPS', PACE)));

    expect(inTurns(waits)).toEqual([0, 1, 2]);
  });

  it('has nothing to do with another lane', async () => {
    const [one, two] = await several();
    await one.take('C0OPS', PACE);

    expect(await two.take('C0OTHER', PACE)).toBe(0);
  });

  it('is closed for all where one is told to wait, and not opened by a shorter wait', async () => {
    const [one, two, three] = await several();
    await one.close('C0OPS', 3 * PACE);
    await two.close('C0OPS', PACE);

    expect(inTurns([await three.take('C0OPS', PACE)])).toEqual([3]);
  });
});
