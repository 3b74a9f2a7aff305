import { describe, expect, it } from 'vitest';
import { createJobs } from '../../src/store/jobs.ts';
import { passLeases } from '../kit/pass-leases.ts';
import { DATABASES, describeOnPostgres, openedStore } from '../kit/stores.ts';

const NOW = 1_764_000_000_000;
const JOB = { id: 'q1', kind: 'question', input: { text: 'reject 10.0.1.5' }, at: NOW };
/** So long that what the test itself takes does not count; milliseconds. */
const LENGTH = 3_600_000;
const NEARLY = LENGTH - 600_000;
const ONE = { owner: 'one', length: LENGTH };
const OTHER = { owner: 'other', length: LENGTH };

describe.each(DATABASES)('work in the store, on %s', (_, settings) => {
  it('is taken on once, together with what belongs to it', async () => {
    const store = await openedStore(await settings());
    const jobs = createJobs(store);
    const written: string[] = [];
    const note = (what: string) => async () => void written.push(what);

    const taken = [await jobs.enter(JOB, ONE, note('first')), await jobs.enter(JOB, OTHER, note('second'))];

    expect(taken).toEqual([true, false]);
    expect(written).toEqual(['first']);
    expect(await jobs.isHeldBy('one', 'q1')).toBe(true);
  });

  it('is not there where what belongs to it could not be written', async () => {
    const store = await openedStore(await settings());
    const jobs = createJobs(store);
    const failing = () => Promise.reject(new Error('the disk is full'));

    await expect(jobs.enter(JOB, ONE, failing)).rejects.toThrow('the disk is full');

    expect(await jobs.enter(JOB, ONE)).toBe(true);
  });

  it('that is finished is opened once more, by one of those who ask for it', async () => {
    const store = await openedStore(await settings());
    const jobs = createJobs(store);
    await jobs.enter(JOB, ONE);
    expect(await jobs.again('q1', OTHER)).toBeNull();
    await jobs.finish('q1');

    const opened = await Promise.all([jobs.again('q1', ONE), jobs.again('q1', OTHER)]);

    const { at: _, ...job } = JOB;
    expect(opened.filter((one) => one !== null)).toEqual([{ ...job, starts: 1 }]);
  });

  it('knows how often it was begun, by who holds it alone', async () => {
    const store = await openedStore(await settings());
    const jobs = createJobs(store);
    await jobs.enter(JOB, ONE);
    await passLeases(store, LENGTH);
    await jobs.takeOver(OTHER);

    expect(await jobs.begin('one', 'q1')).toBeNull();
    expect([await jobs.begin('other', 'q1'), await jobs.begin('other', 'q1')]).toEqual([2, 3]);

    await jobs.finish('q1');
    expect(await jobs.begin('other', 'q1')).toBeNull();
  });

  it('is not taken over when it is finished, and at once when it was released', async () => {
    const store = await openedStore(await settings());
    const jobs = createJobs(store);
    await jobs.enter(JOB, ONE);
    await jobs.enter({ ...JOB, id: 'q2' }, ONE);
    await jobs.finish('q1');

    await jobs.release('one');

    expect((await jobs.takeOver(OTHER)).map(({ id }) => id)).toEqual(['q2']);
  });
});

describeOnPostgres('work that somebody holds', (settings) => {
  it('is left to who holds it as long as the lease lasts, then taken over by one other', async () => {
    const store = await openedStore(await settings());
    const jobs = createJobs(store);
    await jobs.enter(JOB, ONE);

    await passLeases(store, NEARLY);
    expect(await jobs.takeOver(OTHER)).toEqual([]);
    await jobs.renew(ONE);
    await passLeases(store, NEARLY);
    expect(await jobs.takeOver(OTHER)).toEqual([]);
    await passLeases(store, LENGTH - NEARLY);
    const [mine, theirs] = await Promise.all([
      jobs.takeOver(OTHER),
      jobs.takeOver({ ...OTHER, owner: 'third' }),
    ]);

    const { at: _at, ...job } = JOB;
    expect([...mine, ...theirs]).toEqual([{ ...job, starts: 1 }]);
    expect(await jobs.isHeldBy('one', 'q1')).toBe(false);
  });
});

describe('work on SQLite, whose file is one process’s', () => {
  it('is the next process’s at once', async () => {
    const jobs = createJobs(await openedStore({ url: null, path: ':memory:' }));
    await jobs.enter(JOB, ONE);

    expect((await jobs.takeOver(OTHER)).map(({ id }) => id)).toEqual(['q1']);
  });
});
