/** Every button under an answer that was given before, pressed by whoever reads it. */
import { describe, expect, it } from 'vitest';
import {
  COLLEAGUE,
  type Guarded,
  guarded,
  INSIDER,
  MEMBER,
  OPEN_QUESTION,
  OPS,
  PAY,
  REFUSED_CHANNELS,
  REFUSED_PEOPLE,
  ROOT,
  RULES,
  SECRET_QUESTION,
  withdrawable,
} from '../../kit/access.ts';
import { held } from '../../kit/slack-bot.ts';

/** By their action ids, and what they carry of a question. */
const BUTTONS: readonly (readonly [id: string, value: string])[] = [
  ['flows-cancel', SECRET_QUESTION],
  ['flows-stop', SECRET_QUESTION],
  ['flows-spend', `${SECRET_QUESTION} 1`],
  ['flows-narrow', `${SECRET_QUESTION} 1`],
  ['flows-rerun', SECRET_QUESTION],
  ['flows-widen', SECRET_QUESTION],
  ['flows-chart', SECRET_QUESTION],
  ['flows-records', SECRET_QUESTION],
  ['flows-right', SECRET_QUESTION],
  ['flows-wrong', SECRET_QUESTION],
  ['flows-watch', SECRET_QUESTION],
  ['flows-share', SECRET_QUESTION],
];

function press(at: Guarded, [id, value]: readonly [string, string], user: string, channel: string) {
  const message = { channel, ts: ROOT[SECRET_QUESTION] };
  return at.api.press(at.port, { action_id: id, value }, message, user);
}

describe.each(BUTTONS)('the button %s of an answer from a source', (...button) => {
  it('shows nothing to somebody who may not ask it', async () => {
    const at = await guarded();

    await press(at, button, COLLEAGUE, OPS);

    expect(await at.refusal()).toContain('sources that you may not ask in this conversation');
  });

  it.each(Object.entries(REFUSED_PEOPLE))('shows nothing to %s', async (_, { id }) => {
    const at = await guarded();

    await press(at, button, id, PAY);

    expect(await at.refusal()).toMatch(/guest|another organisation|Apps may not ask|deactivated/);
  });

  it.each(Object.entries(REFUSED_CHANNELS))('shows nothing in %s', async (_, { id }) => {
    const at = await guarded();

    await press(at, button, INSIDER, id);

    expect(await at.refusal()).toContain('People of another organisation read this channel');
  });

  it('leaves the attempt in the audit log', async () => {
    const at = await guarded();

    await press(at, button, COLLEAGUE, OPS);
    await at.refusal();

    const deeds = await at.audit.list({ start: 0, end: Date.now() + 1000, most: 10 });
    expect(deeds).toEqual([
      expect.objectContaining({ by: COLLEAGUE, channel: OPS, outcome: 'refused', sources: ['secret'] }),
    ]);
  });

  it('works for whoever may ask it there', async () => {
    const at = await guarded();

    await press(at, button, COLLEAGUE, PAY);

    expect(await at.reaction()).not.toContain('sources that you may not ask');
  });
});

describe.each(BUTTONS)('the button %s of an answer from a source that everybody may ask', (id, value) => {
  it('works for everybody', async () => {
    const at = await guarded();

    await press(at, [id, value.replace(SECRET_QUESTION, OPEN_QUESTION)], COLLEAGUE, OPS);

    expect(await at.reaction()).not.toContain('sources that you may not ask');
  });
});

describe('a running question to a source', () => {
  it('goes on where somebody wants to cancel it who may not ask that source', async () => {
    const { source, begun, release, isAborted } = held();
    const at = await guarded({ sources: [{ ...source, name: 'secret' }], access: RULES });
    await at.api.command(at.port, { trigger_id: 'q1', user_id: INSIDER, channel_id: PAY, text: 'top' });
    await begun;

    await at.api.press(
      at.port,
      { action_id: 'flows-cancel', value: 'q1' },
      { channel: OPS, ts: '1.1' },
      COLLEAGUE,
    );
    const told = await at.first('response_url');
    release();
    await at.verdict();

    expect(told).toContain('Nobody has allowed you to ask in this conversation');
    expect(isAborted()).toBe(false);
  });

  it('is not answered to who may not ask it any more when the answer is there', async () => {
    const { source, begun, release } = held();
    const { at, withdraw } = await withdrawable({ sources: [{ ...source, name: 'secret' }] });
    await at.api.command(at.port, { trigger_id: 'q1', user_id: MEMBER, channel_id: OPS, text: 'top' });
    await begun;
    withdraw();

    release();
    const said = await at.verdict();

    expect(said).toContain('Nobody has allowed you to ask in this conversation');
    expect(at.api.of('chat.postMessage')).toHaveLength(1);
    expect(await at.audit.list({ start: 0, end: Date.now() * 2, most: 10 })).toContainEqual(
      expect.objectContaining({ key: 'late/q1', outcome: 'refused', by: MEMBER }),
    );
  });
});
