/** Every way in which an incident could tell of a source to who may not ask it, or of a conversation to who is not in it. */
import { describe, expect, it, vi } from 'vitest';
import { createIncidents } from '../../../src/store/incidents.ts';
import {
  COLLEAGUE,
  type Guarded,
  guarded,
  INSIDER,
  OPEN_QUESTION,
  OPS,
  ORDINARY_CHANNELS,
  PAY,
  REFUSED_CHANNELS,
  REFUSED_PEOPLE,
  remember,
  SECRET_QUESTION,
  TRACES,
} from '../../kit/access.ts';
import { answered, DROPPED_REPLY, diagnosis } from '../../kit/answers.ts';

const PRIVATE = ORDINARY_CHANNELS['a private channel'].id;
const by = { id: INSIDER, name: 'insider' };

/** An incident of a channel, with the answer from `secret` as its finding. */
async function withIncident(channel: string, title = 'Checkout is down') {
  const at = await guarded();
  const incidents = createIncidents(at.store.db);
  const opening = { key: 'opened', title, severity: null, channel, thread: null, by, at: 0 };
  const { number } = await incidents.open(opening);
  const find = (question: string) =>
    incidents.enter({
      ...{ key: `finding-${question}`, incident: number, by, at: 1 },
      deed: {
        ...{ kind: 'finding', question, verdict: 'nacl-return-outbound', confidence: 0.9 },
        ...{ summary: '10.66.6.6 is rejected: hush', askedBy: by },
      },
    });
  const type = (text: string, user = COLLEAGUE, where = channel) =>
    at.api.command(at.port, { text, user_id: user, channel_id: where });
  const findings = async () =>
    (await incidents.entries(number)).filter(({ deed }) => deed.kind === 'finding').length;
  return { at, number, find, type, findings, incidents };
}

/** The first message that holds a text. */
function posted({ api }: Guarded, text: string | RegExp): Promise<string> {
  return vi.waitFor(() => {
    const found = api
      .of('chat.postMessage')
      .map(({ args }) => JSON.stringify(args))
      .find((one) => one.match(text));
    if (!found) throw new Error(`not posted yet: ${JSON.stringify(api.calls.map(({ method }) => method))}`);
    return found;
  }, 10_000);
}

function react({ api, port }: Guarded, ts: string, user = COLLEAGUE, channel = OPS) {
  return api.event(port, {
    type: 'reaction_added',
    ...{ user, reaction: 'pushpin', item_user: 'U0FLOWS', event_ts: '1699.9' },
    item: { type: 'message', channel, ts },
  });
}

function link(channel: string, ts: string): string {
  return `https://acme.slack.com/archives/${channel}/p${ts.replace('.', '')}`;
}

describe('an incident with a finding from a source', () => {
  it('counts it in its status for who may not ask that source, and tells nothing of it', async () => {
    const { at, find, type } = await withIncident(OPS);
    await find(SECRET_QUESTION);

    await type('incident status');
    const status = await posted(at, 'Timeline');

    expect(status).toContain('added a finding that may not be shown here');
    expect(at.shown()).not.toMatch(TRACES);
  });

  it.each(['', ' as csv', ' as canvas'])('withholds it from their report%s', async (form) => {
    const { at, find, type } = await withIncident(OPS);
    await find(SECRET_QUESTION);

    await type(`incident report${form}`);
    await posted(at, 'Report of');
    const delivered = await vi.waitFor(() => {
      const [call] = [...at.api.of('upload'), ...at.api.of('canvases.create')];
      if (!call) throw new Error('no report yet');
      return JSON.stringify(call.args);
    }, 10_000);

    expect(delivered).toMatch(/INC-1|incident,finding/);
    expect(at.shown()).not.toMatch(TRACES);
  });

  it('tells of it where it may be shown', async () => {
    const { at, find, type } = await withIncident(PAY);
    await find(SECRET_QUESTION);

    await type('incident status');

    expect(await posted(at, 'Timeline')).toMatch(TRACES);
  });

  it.each(Object.entries(REFUSED_PEOPLE))('tells nothing to %s', async (_, { id }) => {
    const { at, find, type } = await withIncident(PAY);
    await find(SECRET_QUESTION);

    for (const what of ['status', 'list', 'report', 'report as csv', 'note hello', 'add']) {
      await type(`incident ${what}`, id);
    }
    await vi.waitFor(() => expect(at.api.of('response_url')).toHaveLength(6), 10_000);

    expect(at.api.of('chat.postMessage')).toEqual([]);
    expect(await at.refusal()).not.toContain('Checkout');
  });

  it.each(Object.entries(REFUSED_CHANNELS))('tells nothing in %s', async (_, { id }) => {
    const { at, find, type } = await withIncident(id);
    await find(SECRET_QUESTION);

    await type('incident status', INSIDER);

    expect(await at.refusal()).toContain('People of another organisation read this channel');
  });

  it.each(['status', 'report'])('tells nothing by the button for its %s either', async (what) => {
    const { at, number, find } = await withIncident(PAY);
    await find(SECRET_QUESTION);

    const action = { action_id: `flows-incident-${what}`, value: String(number) };
    await at.api.press(at.port, action, { channel: PAY, ts: '1.1' }, REFUSED_PEOPLE['a guest'].id);

    expect(await at.refusal()).toContain('guest');
  });
});

describe('an answer from a source', () => {
  it('does not become a finding by a reaction of somebody who may not ask it there', async () => {
    const { at, findings } = await withIncident(OPS);
    await at.questions.tell(SECRET_QUESTION, { rootTs: '1699.5' });
    await at.store.db
      .updateTable('question')
      .set({ channel: OPS })
      .where('id', '=', SECRET_QUESTION)
      .execute();

    await react(at, '1699.5');

    expect(await at.refusal()).toContain('may not be shown where INC-1 is read');
    expect(await findings()).toBe(0);
  });

  it('does not by a link or as the last one there', async () => {
    const { at, type, findings } = await withIncident(OPS);
    await at.questions.tell(SECRET_QUESTION, { rootTs: '1699000000.000007' });
    await at.store.db
      .updateTable('question')
      .set({ channel: OPS })
      .where('id', '=', SECRET_QUESTION)
      .execute();

    await type('incident add');
    await type(`incident add ${link(OPS, '1699000000.000007')}`);
    await vi.waitFor(() => expect(at.api.of('response_url')).toHaveLength(2), 10_000);

    await at.refusal();
    expect(await findings()).toBe(0);
  });
});

describe('an answer in a conversation', () => {
  it.each([
    ['a private channel that they are not in', PRIVATE],
    ['a direct message of somebody else', 'D0INSIDER'],
  ])('is not found by a link to %s', async (_, channel) => {
    const { at, type, findings } = await withIncident(OPS);
    const answer = answered(diagnosis([DROPPED_REPLY]));
    await remember(at.store, { id: 'Q0THERE', askedBy: INSIDER, channel, sources: ['open'], answer });
    await at.questions.tell('Q0THERE', { rootTs: '1699000000.000007' });

    await type(`incident add ${link(channel, '1699000000.000007')}`);

    expect(await at.refusal()).toContain('That message carries no answer of mine');
    expect(await findings()).toBe(0);
  });
});

describe('an incident of a private channel', () => {
  it.each([
    'incident list',
    'incident list all',
    'incident status INC-1',
    'incident report INC-1',
    'incident note INC-1 hello',
    'incident close INC-1',
  ])('is not told of elsewhere: %s', async (text) => {
    const { at, type, incidents, number } = await withIncident(PRIVATE, 'Merger with hush');

    await type(text, INSIDER, OPS);
    await at.refusal();

    expect(at.api.of('chat.postMessage')).toEqual([]);
    expect(await incidents.entries(number)).toHaveLength(1);
  });

  it('is not at Home of who is not in it', async () => {
    const { at } = await withIncident(PRIVATE, 'Merger with hush');

    await at.api.event(at.port, {
      type: 'app_home_opened',
      user: COLLEAGUE,
      channel: 'D0COLLEAGUE',
      tab: 'home',
    });

    expect(await at.first('views.publish')).not.toMatch(TRACES);
  });

  it('is not offered to who shares an answer elsewhere', async () => {
    const { at } = await withIncident(PRIVATE, 'Merger with hush');
    const answer = answered(diagnosis([DROPPED_REPLY]));
    await at.questions.tell(OPEN_QUESTION, { answer, answeredAt: Date.now() });

    const action = { action_id: 'flows-share', value: OPEN_QUESTION };
    await at.api.press(at.port, action, { channel: OPS, ts: '1.1' }, COLLEAGUE);
    const form = await at.first('views.update');

    expect(form).toContain('flows-share-form');
    expect(form).not.toMatch(TRACES);
  });
});
