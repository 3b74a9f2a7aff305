/** Every place into which an answer could be shared that may not see its source, and what the form tells of places. */
import { describe, expect, it, vi } from 'vitest';
import { createIncidents } from '../../../src/store/incidents.ts';
import {
  COLLEAGUE,
  type Guarded,
  guarded,
  INSIDER,
  MEMBER,
  OPEN_QUESTION,
  OPS,
  ORDINARY_CHANNELS,
  PAY,
  REFUSED_CHANNELS,
  REFUSED_PEOPLE,
  SECRET_QUESTION,
  TRACES,
  withdrawable,
} from '../../kit/access.ts';
import { answered, DROPPED_REPLY, diagnosis } from '../../kit/answers.ts';

const PRIVATE = ORDINARY_CHANNELS['a private channel'].id;
const ANSWER = answered(diagnosis([DROPPED_REPLY]));

function intoChannel(id: string) {
  return { channel: { value: { type: 'conversations_select', selected_conversation: id } } };
}

function intoIncident(number: number) {
  return { incident: { value: { type: 'static_select', selected_option: { value: String(number) } } } };
}

/** What the form says when it is submitted with the question that its metadata names. */
async function submit(
  { api, port }: Guarded,
  values: Readonly<Record<string, Readonly<Record<string, object>>>>,
  user: string,
  question: string,
) {
  const form = { id: 'V0MODAL', callback_id: 'flows-share-form', private_metadata: question };
  const response = await api.submit(port, form, values, user);
  return response.text();
}

function open({ store }: Guarded, channel: string) {
  const by = { id: INSIDER, name: 'insider' };
  return createIncidents(store.db).open({
    ...{ key: `open-${channel}`, title: 'Down', severity: null, channel, thread: null, by, at: 0 },
  });
}

/** The open question has an answer that could be shared. */
async function answerable() {
  const at = await guarded();
  await at.questions.tell(OPEN_QUESTION, { answer: ANSWER, answeredAt: Date.now() });
  return at;
}

function nothingPosted(at: Guarded): void {
  expect(at.api.of('chat.postMessage')).toEqual([]);
  expect(at.shown()).not.toMatch(TRACES);
}

describe('sharing an answer from a source', () => {
  it('is refused into a channel in which the person may not ask it', async () => {
    const at = await guarded();

    const said = await submit(at, intoChannel(OPS), COLLEAGUE, SECRET_QUESTION);

    expect(said).toContain('sources that you may not ask in this conversation');
    nothingPosted(at);
  });

  it('is refused into the incident of such a channel', async () => {
    const at = await guarded();
    const { number } = await open(at, OPS);

    const said = await submit(at, intoIncident(number), COLLEAGUE, SECRET_QUESTION);

    expect(said).toContain('sources that you may not ask in this conversation');
    nothingPosted(at);
  });

  it.each(Object.entries(REFUSED_PEOPLE))('is refused to %s', async (_, { id }) => {
    const at = await guarded();

    const said = await submit(at, intoChannel(PAY), id, SECRET_QUESTION);

    expect(said).toMatch(/guest|another organisation|Apps may not ask|deactivated/);
    nothingPosted(at);
  });

  it.each(Object.entries(REFUSED_CHANNELS))('is refused into %s', async (_, { id }) => {
    const at = await guarded();

    const said = await submit(at, intoChannel(id), INSIDER, SECRET_QUESTION);

    expect(said).toMatch(/People outside your company|People of another organisation/);
    nothingPosted(at);
  });

  it('is refused to who may not ask it any more when the form is submitted', async () => {
    const { at, withdraw } = await withdrawable();
    await at.api.press(
      at.port,
      { action_id: 'flows-share', value: SECRET_QUESTION },
      { channel: OPS, ts: '1.1' },
      MEMBER,
    );
    expect(await at.first('views.update')).toMatch(TRACES);
    withdraw();

    const said = await submit(at, intoChannel(OPS), MEMBER, SECRET_QUESTION);

    expect(said).toContain('sources that you may not ask in this conversation');
    expect(at.api.of('chat.postMessage')).toEqual([]);
  });

  it('goes where the person may ask it', async () => {
    const at = await guarded();

    await submit(at, intoChannel(PAY), COLLEAGUE, SECRET_QUESTION);

    await vi.waitFor(() => expect(at.shown()).toMatch(TRACES), 10_000);
  });
});

describe('an answer that everybody may see', () => {
  it('is not shared into a private channel that the person is not in', async () => {
    const at = await answerable();

    const said = await submit(at, intoChannel(PRIVATE), COLLEAGUE, OPEN_QUESTION);

    expect(said).toContain('You are not in that conversation');
    nothingPosted(at);
  });

  it.each(['channel', 'incident'])(
    'is not shared into the direct message of somebody else, as a %s',
    async (as) => {
      const at = await answerable();
      const { number } = await open(at, 'D0SOMEBODY');

      const values = as === 'channel' ? intoChannel('D0SOMEBODY') : intoIncident(number);
      const said = await submit(at, values, COLLEAGUE, OPEN_QUESTION);

      expect(said).toContain('not shared into a direct message');
      nothingPosted(at);
    },
  );
});
