/** What a watch tells once the person may not ask any more what they watch, and who can end one. */
import { describe, expect, it, vi } from 'vitest';
import { createWatches } from '../../../src/store/watches.ts';
import {
  COLLEAGUE,
  MEMBER,
  OPS,
  REFUSED_PEOPLE,
  remember,
  SECRET_QUESTION,
  TRACES,
  withdrawable,
} from '../../kit/access.ts';

const THREAD = '1699.1';
const AT = { channel: OPS, ts: THREAD };
const EVERY = 300_000;
const LASTS = 7_200_000;

/** MEMBER watches a question to `secret`, of which the last run has found more than was said. */
async function watched(question = SECRET_QUESTION) {
  const scene = await withdrawable({ glance: 10 });
  const { at } = scene;
  const watches = createWatches(at.store.db);
  const begun = Date.now();
  await watches.begin({
    ...{ id: 'W1', question, by: MEMBER, channel: OPS, thread: THREAD, everySeconds: EVERY / 1000 },
    nextAt: begun + EVERY,
    until: begun + LASTS,
    seen: { verdict: 'healthy', blocker: null, summary: 'hush', asked: 1, failed: 0, changes: 0 },
  });
  const ended = () => vi.waitFor(async () => expect(await watches.on()).toEqual([]), 10_000);
  const unwatch = (user: string, value = 'W1') =>
    at.api.press(at.port, { action_id: 'flows-unwatch', value }, AT, user);
  return { ...scene, watches, ended, unwatch };
}

describe('a watch of what somebody may not ask any more', () => {
  it('is not run again, and ends with a word to them alone', async () => {
    const { at, withdraw, ended } = await watched();

    withdraw();
    await ended();
    const told = await at.refusal();

    expect(told).toContain('you may not ask that here any more');
  });

  it('tells nothing of what it found last when its time is over', async () => {
    const { at, withdraw, pass, ended } = await watched();

    withdraw();
    pass(2 * LASTS);
    await ended();

    expect(await at.refusal()).toContain('you may not ask that here any more');
  });

  it('tells nothing of it where it is stopped at Home', async () => {
    const { at, withdraw, ended } = await watched();
    const { api, port } = at;
    withdraw();

    await api.pressHome(port, { action_id: 'flows-home-unwatch', value: 'D0MEMBER W1' }, MEMBER);
    await ended();

    expect(await at.refusal()).toContain('you may not ask that here any more');
  });
});

describe('a watch', () => {
  it('asks the sources that the question was put to, also where the person may ask others', async () => {
    const { at, watches, pass } = await watched('Q0SHARED');
    await remember(at.store, { id: 'Q0SHARED', text: 'reject 10.0.1.5', sources: ['open'] });

    pass(2 * EVERY);
    await vi.waitFor(async () => expect((await watches.get('W1'))?.seen.asked).toBe(2), 10_000);

    expect(at.runs.open).toBeGreaterThan(0);
    expect(at.runs.secret).toBe(0);
  });

  it.each([
    ['somebody who may not ask what is watched', COLLEAGUE],
    ['a guest', REFUSED_PEOPLE['a guest'].id],
  ])('is not stopped by %s', async (_, user) => {
    const { at, watches, unwatch } = await watched();

    await unwatch(user);
    const told = await at.refusal();

    expect(told).toMatch(/may not ask/);
    expect(await watches.on()).toHaveLength(1);
  });

  it('of somebody else is not stopped at Home', async () => {
    const { at, watches } = await watched();
    const { api, port } = at;

    await api.pressHome(port, { action_id: 'flows-home-unwatch', value: 'D0COLLEAGUE W1' }, COLLEAGUE);
    await at.first('views.publish');

    expect(await watches.on()).toHaveLength(1);
    expect(at.shown()).not.toMatch(TRACES);
  });
});
