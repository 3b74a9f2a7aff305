/** What a thread, the shortcut, Home, accuracy and the audit log tell of a source to who may not ask it. */
import { describe, expect, it, vi } from 'vitest';
import { createJudgements } from '../../../src/store/judgements.ts';
import { createSourceHealth } from '../../../src/store/source-health.ts';
import { createWatches } from '../../../src/store/watches.ts';
import {
  COLLEAGUE,
  type Guarded,
  guarded,
  INSIDER,
  MEMBER,
  OPS,
  PAY,
  REFUSED_CHANNELS,
  REFUSED_PEOPLE,
  ROOT,
  SECRET_QUESTION,
  TRACES,
  withdrawable,
} from '../../kit/access.ts';
import { END } from '../../kit/answers.ts';

const THREAD = ROOT[SECRET_QUESTION];
const REFUSAL = /guest|another organisation|Apps may not ask|deactivated/;

/** In the thread of the question to `secret`, wherever that is. */
async function mention(at: Guarded, text: string, user = COLLEAGUE, channel = OPS) {
  await at.store.db.updateTable('question').set({ channel }).where('id', '=', SECRET_QUESTION).execute();
  const event = { type: 'app_mention', user, channel, ts: '1699.9', thread_ts: THREAD };
  await at.api.event(at.port, { ...event, text: `<@U0FLOWS> ${text}` });
}

describe('the thread of a question to a source', () => {
  it.each(['top', 'and yesterday?', 'again', 'and 10.0.2.9?', 'last 3h'])(
    'is not remembered for who may not ask it: %s',
    async (text) => {
      const at = await guarded();

      await mention(at, text);
      await vi.waitFor(() => expect(at.shown()).not.toBe(''), 10_000);
      if (text === 'top') await at.verdict();

      expect(at.shown()).not.toMatch(TRACES);
      expect(at.runs.secret).toBe(0);
    },
  );

  it('tells them in its help nothing of what it is about', async () => {
    const at = await guarded();

    await mention(at, 'help');

    expect(await at.first('chat.postMessage')).toContain('Ask me in full here');
    expect(at.shown()).not.toMatch(TRACES);
  });

  it('is remembered for who may', async () => {
    const at = await guarded();

    await mention(at, 'help', COLLEAGUE, PAY);

    expect(await at.first('chat.postMessage')).toMatch(TRACES);
  });

  it('is forgotten for who may not ask it any more', async () => {
    const { at, withdraw } = await withdrawable();
    withdraw();

    await mention(at, 'help', MEMBER);

    expect(await at.first('chat.postMessage')).toContain('Ask me in full here');
    expect(at.shown()).not.toMatch(TRACES);
  });
});

describe('a direct message', () => {
  it('does not go on from what the person asked a moment ago and may not ask any more', async () => {
    const { at, withdraw } = await withdrawable();
    const message = { type: 'message', user: MEMBER, channel: 'D0MEMBER', channel_type: 'im' };
    await at.api.event(at.port, { ...message, text: 'reject 10.66.6.6 in secret', ts: '1699.7' });
    await at.verdict();
    const { secret } = at.runs;
    const before = at.api.of('chat.postMessage').length;
    withdraw();

    await at.api.event(at.port, { ...message, text: 'again', ts: '1699.8' });
    const told = await vi.waitFor(() => {
      const [call] = at.api.of('chat.postMessage').slice(before);
      if (!call) throw new Error('nothing was said yet');
      return JSON.stringify(call.args);
    }, 10_000);

    expect(told).not.toMatch(TRACES);
    expect(at.runs.secret).toBe(secret);
  });
});

describe('the shortcut on a message', () => {
  const shortcut = (at: Guarded, user: string, channel: string, text = 'Is 10.0.1.5 down?') =>
    at.api.shortcut(
      at.port,
      'flows_diagnose',
      { text, ts: `${END}.0001` },
      {
        user: { id: user },
        channel: { id: channel, name: 'ops' },
      },
    );

  it('asks the sources of the rules for that person, and no others', async () => {
    const at = await guarded();

    await shortcut(at, COLLEAGUE, OPS);
    await at.verdict();

    expect(at.runs).toEqual({ open: expect.any(Number), secret: 0 });
    expect(at.shown()).not.toMatch(TRACES);
  });

  it.each(Object.entries(REFUSED_PEOPLE))('refuses %s, alone and with the reason', async (_, { id }) => {
    const at = await guarded();

    await shortcut(at, id, OPS);

    expect(await at.refusal()).toMatch(REFUSAL);
    expect(at.api.of('chat.postMessage')).toEqual([]);
    expect(at.runs.open).toBe(0);
  });

  it.each(Object.entries(REFUSED_CHANNELS))('is refused in %s', async (_, { id }) => {
    const at = await guarded();

    await shortcut(at, INSIDER, id);

    expect(await at.refusal()).toContain('People of another organisation read this channel');
    expect(at.api.of('chat.postMessage')).toEqual([]);
  });
});

describe('Home', () => {
  const open = async (at: Guarded, user: string) => {
    await at.api.event(at.port, { type: 'app_home_opened', user, channel: `D0${user}`, tab: 'home' });
    return at.first('views.publish');
  };

  it('names no source that the person may not ask, nor its health', async () => {
    const at = await guarded();
    const failed = { at: Date.now(), ok: false, because: 'hush' };
    await createSourceHealth(at.store.db).note([
      { ...failed, source: 'secret' },
      { ...failed, source: 'open', ok: true, because: null },
    ]);

    const home = await open(at, COLLEAGUE);

    expect(home).toContain('open');
    expect(home).not.toMatch(TRACES);
  });

  it('shows nothing of what the person asked and watches, and may not ask any more', async () => {
    const { at, withdraw } = await withdrawable();
    await at.store.db
      .updateTable('question')
      .set({ asked_by: MEMBER })
      .where('id', '=', SECRET_QUESTION)
      .execute();
    await createWatches(at.store.db).begin({
      ...{ id: 'W1', question: SECRET_QUESTION, by: MEMBER, channel: OPS, thread: THREAD, everySeconds: 300 },
      nextAt: Date.now() * 2,
      until: Date.now() * 2,
      seen: { verdict: 'healthy', blocker: null, summary: 'hush', asked: 1, failed: 0, changes: 0 },
    });
    withdraw();

    expect(await open(at, MEMBER)).not.toMatch(TRACES);
  });

  it.each(Object.entries(REFUSED_PEOPLE))('is empty for %s, with the reason', async (_, { id }) => {
    const at = await guarded();
    await createJudgements(at.store.db).enter({
      ...{ question: SECRET_QUESTION, by: INSIDER, isRight: true, verdict: 'nacl-return-outbound' },
      ...{ confidence: 0.9, at: Date.now() },
    });

    const home = await open(at, id);

    expect(home).toMatch(REFUSAL);
    expect(home).not.toMatch(/open|secret|judged|right/);
  });

  it('asks nothing again for who may not ask it any more', async () => {
    const { at, withdraw } = await withdrawable();
    withdraw();

    const action = { action_id: 'flows-home-rerun', value: `D0${MEMBER} ${SECRET_QUESTION}` };
    await at.api.pressHome(at.port, action, MEMBER);

    expect(await at.refusal()).toContain('sources that you may not ask');
    expect(at.api.of('chat.postMessage')).toEqual([]);
  });
});

describe('how often answers were right', () => {
  it('names no source and nothing that was found', async () => {
    const at = await guarded();
    await createJudgements(at.store.db).enter({
      ...{ question: SECRET_QUESTION, by: INSIDER, isRight: false, verdict: 'nacl-return-outbound' },
      ...{ confidence: 0.9, at: Date.now() },
    });
    await createJudgements(at.store.db).explain(SECRET_QUESTION, INSIDER, 'hush: 10.66.6.6');

    await at.api.command(at.port, { text: 'accuracy', user_id: COLLEAGUE });

    await at.refusal();
  });

  it.each(Object.entries(REFUSED_PEOPLE))('is not told to %s', async (_, { id }) => {
    const at = await guarded();

    await at.api.command(at.port, { text: 'accuracy', user_id: id });

    expect(await at.refusal()).toMatch(REFUSAL);
  });
});

describe('the audit log', () => {
  it.each(['audit', 'audit as csv', `audit by <@${INSIDER}>`])(
    'is told to nobody but auditors: %s',
    async (text) => {
      const at = await guarded();
      await at.audit.enter({
        ...{ key: 'Q', at: Date.now(), by: INSIDER, channel: PAY, action: 'question', outcome: 'done' },
        ...{ what: 'reject 10.66.6.6 in secret', sources: ['secret'], bytes: 1, verdict: 'hush', note: null },
      });

      await at.api.command(at.port, { text, user_id: COLLEAGUE });

      expect(await at.refusal()).toContain('shown to auditors only');
      expect(at.api.of('upload')).toEqual([]);
    },
  );
});
