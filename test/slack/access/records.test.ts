/** What a modal with records shows of what it has read before, once somebody may not see it any more. */
import { describe, expect, it, vi } from 'vitest';
import {
  type Guarded,
  MEMBER,
  OPS,
  remember,
  SECRET_QUESTION,
  TRACES,
  withdrawable,
} from '../../kit/access.ts';

/** Asked by somebody who may ask `open` alone; whoever may ask more has more records behind it. */
const SHARED_QUESTION = 'Q0SHARED';
const AT = { channel: OPS, ts: '1699.3' };
const VIEW = { id: 'V0MODAL', callback_id: 'flows-records' };

function metadata(question: string, page = 0): string {
  return JSON.stringify({ question, channel: OPS, thread: AT.ts, rejected: false, page });
}

/** What the modal was filled with since then. */
function filled({ api }: Guarded, since: number): Promise<string> {
  return vi.waitFor(() => {
    const [call] = api.of('views.update').slice(since);
    if (!call) throw new Error('the modal is not filled yet');
    return JSON.stringify(call.args);
  }, 10_000);
}

/** A modal with records of `secret` before MEMBER. */
async function opened(question: string) {
  const { at, withdraw } = await withdrawable();
  await remember(at.store, { id: SHARED_QUESTION, text: 'top', sources: ['open'] });
  await at.api.press(at.port, { action_id: 'flows-records', value: question }, AT, MEMBER);
  expect(await filled(at, 0)).toMatch(TRACES);
  return { at, withdraw };
}

describe('a modal with records', () => {
  it('does not keep them for who may not ask their source any more', async () => {
    const { at, withdraw } = await opened(SHARED_QUESTION);
    withdraw();

    const view = { ...VIEW, private_metadata: metadata(SHARED_QUESTION) };
    await at.api.pressIn(at.port, { action_id: 'flows-records-newer' }, view, MEMBER);

    expect(await filled(at, 1)).not.toMatch(TRACES);
  });

  it('turns to no page of them either', async () => {
    const { at, withdraw } = await opened(SHARED_QUESTION);
    withdraw();

    const view = { ...VIEW, private_metadata: metadata(SHARED_QUESTION) };
    const turned = await at.api.submit(at.port, view, {}, MEMBER);

    expect(await turned.text()).not.toMatch(TRACES);
  });

  it('shows under the question of another answer nothing of what it has read before', async () => {
    const { at, withdraw } = await opened(SECRET_QUESTION);
    withdraw();

    const view = { ...VIEW, private_metadata: metadata(SHARED_QUESTION) };
    await at.api.pressIn(at.port, { action_id: 'flows-records-newer' }, view, MEMBER);

    expect(await filled(at, 1)).not.toMatch(TRACES);
  });

  it.each([
    'flows-records-newer',
    'flows-records-rejected',
    'flows-records-all',
    'flows-records-file',
    'flows-records-ask',
  ])('refuses %s to who may not ask the sources of the answer', async (action) => {
    const { at, withdraw } = await opened(SECRET_QUESTION);
    withdraw();
    const { secret } = at.runs;

    const view = { ...VIEW, private_metadata: metadata(SECRET_QUESTION) };
    await at.api.pressIn(at.port, { action_id: action }, view, MEMBER);
    const told = await vi.waitFor(() => {
      const calls = at.api
        .of('views.update')
        .slice(1)
        .map(({ args }) => JSON.stringify(args));
      const found = calls.find((text) => text.includes('sources that you may not ask'));
      if (!found) throw new Error(`not refused yet: ${calls}`);
      return calls.join();
    }, 10_000);

    expect(told).not.toMatch(TRACES);
    expect(at.runs.secret).toBe(secret);
    expect(at.api.of('chat.postMessage')).toEqual([]);
  });
});
