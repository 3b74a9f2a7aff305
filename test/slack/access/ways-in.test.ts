/** Every way in which a question is asked anew. */
import { describe, expect, it } from 'vitest';
import {
  COLLEAGUE,
  GROUP,
  type Guarded,
  guarded,
  INSIDER,
  MEMBER,
  OPS,
  ORDINARY_CHANNELS,
  PAY,
  REFUSED_CHANNELS,
  REFUSED_PEOPLE,
  RULES,
  TRACES,
} from '../../kit/access.ts';
import type { Call } from '../../kit/slack-api.ts';
import { costly } from '../../kit/slack-bot.ts';

interface Asked {
  readonly text?: string;
  readonly user?: string;
  readonly channel?: string;
}

type Way = (at: Guarded, asked: Asked) => Promise<unknown>;

function event(at: Guarded, type: string, more: object): Promise<Response> {
  return at.api.event(at.port, { type, ts: '1699.9', ...more });
}

/** As each is delivered. */
const WAYS: Readonly<Record<string, Way>> = {
  'a slash command': (at, { text = 'top', user = COLLEAGUE, channel = OPS }) =>
    at.api.command(at.port, { text, user_id: user, channel_id: channel }),
  'a mention': (at, { text = 'top', user = COLLEAGUE, channel = OPS }) =>
    event(at, 'app_mention', { text: `<@U0FLOWS> ${text}`, user, channel }),
  'a mention in a thread': (at, { text = 'top', user = COLLEAGUE, channel = OPS }) =>
    event(at, 'app_mention', { text: `<@U0FLOWS> ${text}`, user, channel, thread_ts: '1699.1' }),
};

const DIRECT: Way = (at, { text = 'top', user = COLLEAGUE }) =>
  event(at, 'message', { text, user, channel: 'D0DIRECT', channel_type: 'im' });

describe.each(Object.entries({ ...WAYS, 'a direct message': DIRECT }))('%s', (_, ask) => {
  it('asks the sources of the rules for that person, and no others', async () => {
    const at = await guarded();

    await ask(at, {});
    await at.verdict();

    expect(at.runs).toEqual({ open: expect.any(Number), secret: 0 });
    expect(at.runs.open).toBeGreaterThan(0);
    expect(at.shown()).not.toMatch(TRACES);
  });

  it('asks all of them for somebody to whom the rules allow all', async () => {
    const at = await guarded();

    await ask(at, { user: INSIDER });
    await at.verdict();

    expect(Math.min(at.runs.open, at.runs.secret)).toBeGreaterThan(0);
  });

  it.each(Object.entries(REFUSED_PEOPLE))('refuses %s, alone and with the reason', async (_kind, { id }) => {
    const at = await guarded();

    await ask(at, { user: id });
    const told = await at.refusal();

    expect(told).toMatch(/guest|another organisation|Apps may not ask|deactivated/);
    expect(at.runs.open).toBe(0);
    expect(at.api.of('chat.postMessage')).toEqual([]);
  });
});

describe.each(Object.entries(WAYS))('%s', (_, ask) => {
  it.each(Object.entries(REFUSED_CHANNELS))(
    'is refused in %s, alone and with the reason',
    async (_kind, { id }) => {
      const at = await guarded();

      await ask(at, { user: INSIDER, channel: id });

      expect(await at.refusal()).toContain('People of another organisation read this channel');
      expect(at.api.of('chat.postMessage')).toEqual([]);
    },
  );

  it.each(Object.entries(ORDINARY_CHANNELS))('is answered in %s', async (_kind, { id }) => {
    const at = await guarded();

    await ask(at, { channel: id });

    await at.verdict();
    expect(at.runs.open).toBeGreaterThan(0);
  });

  it('may ask where a rule allows it to everybody there, and not elsewhere', async () => {
    const at = await guarded();

    await ask(at, { channel: PAY, text: 'top in secret' });
    await at.verdict();

    expect(at.runs.secret).toBeGreaterThan(0);
  });

  it('may ask what a user group may that the person is in', async () => {
    const at = await guarded();

    await ask(at, { user: MEMBER });
    await at.verdict();

    expect(at.runs.secret).toBeGreaterThan(0);
    expect(at.api.of('usergroups.users.list')[0]?.args).toMatchObject({ usergroup: GROUP });
  });
});

describe('a source that somebody may not ask', () => {
  it('sounds as one that does not exist', async () => {
    const [one, other] = [await guarded(), await guarded()];
    const same = { user_id: COLLEAGUE, trigger_id: 'asked' };

    await one.api.command(one.port, { ...same, text: 'top in secret' });
    await other.api.command(other.port, { ...same, text: 'top in terces' });
    await Promise.all([one.verdict(), other.verdict()]);

    expect(one.runs).toEqual({ open: 0, secret: 0 });
    const alike = (at: Guarded) => at.shown().replaceAll(/secret|terces/g, '…');
    expect(alike(one)).toBe(alike(other));
    expect(one.shown()).toContain('There is no source');
  });

  it('is not offered instead of a misspelt one', async () => {
    const at = await guarded();

    await at.api.command(at.port, { text: 'top in secre', user_id: COLLEAGUE });
    await at.verdict();

    expect(at.shown()).not.toMatch(TRACES);
    expect(at.shown()).toContain('in open');
  });

  it('is among all only for who may ask it', async () => {
    const at = await guarded();

    await at.api.command(at.port, { text: 'top in all', user_id: COLLEAGUE });
    await at.verdict();

    expect(at.runs.secret).toBe(0);
    expect(at.shown()).not.toMatch(TRACES);
  });

  it('does not come from what somebody else was answered a moment before', async () => {
    const at = await guarded();
    await at.api.command(at.port, { text: 'top', user_id: INSIDER, channel_id: PAY });
    await at.verdict();
    const before = at.api.calls.length;
    const { secret } = at.runs;

    await at.api.command(at.port, { text: 'top', user_id: COLLEAGUE });
    await expect.poll(() => at.api.of('chat.update').length, { timeout: 10_000 }).toBeGreaterThan(1);

    const later = at.api.calls.slice(before).filter(({ method }) => method.startsWith('chat.'));
    expect(JSON.stringify(later)).not.toMatch(TRACES);
    expect(at.runs.secret).toBe(secret);
  });
});

describe('the budgets of a rule', () => {
  it('stand in for the general ones', async () => {
    const { source, windows } = costly();
    const [everybody, ...others] = RULES.rules;
    if (!everybody) throw new TypeError('there is no rule');
    const generous = { ...everybody, sources: ['all'], budgets: { question: { bytes: 900e9 } } };
    const at = await guarded({
      sources: [source],
      budgets: { question: { bytes: 1e9 }, personPerDay: {}, perDay: {} },
      access: { ...RULES, rules: [generous, ...others] },
    });

    await at.api.command(at.port, { text: 'top', user_id: COLLEAGUE });
    await at.verdict();

    expect(windows.length).toBeGreaterThan(0);
    expect(at.shown()).not.toContain('flows-spend');
  });
});

describe('what is remembered of a question', () => {
  it.each([
    ['top', INSIDER, ['open', 'secret']],
    ['top in secret', INSIDER, ['secret']],
    ['top', COLLEAGUE, ['open']],
    ['top in secret', COLLEAGUE, ['open']],
  ])('has the sources that its answer tells of: %s by %s', async (text, user, sources) => {
    const at = await guarded();

    await at.api.command(at.port, { text, user_id: user, trigger_id: 'asked' });
    await at.verdict();

    expect((await at.questions.get('asked'))?.sources).toEqual(sources);
  });
});

describe('what Slack does not say', () => {
  const missing = (method: string, needed: string) => (call: Call) =>
    call.method === method ? { body: { ok: false, error: 'missing_scope', needed } } : undefined;

  it.each([
    ['users.info', 'users:read', COLLEAGUE],
    ['conversations.info', 'channels:read', COLLEAGUE],
    ['usergroups.users.list', 'usergroups:read', COLLEAGUE],
  ])('by %s is refused, with the scope that is missing', async (method, scope, user) => {
    const at = await guarded();
    at.intercept(missing(method, scope));

    await at.api.command(at.port, { text: 'top', user_id: user });
    const told = await at.refusal();

    expect(told).toContain(`Needed: ${scope}.`);
    expect(told).toContain('install it again');
    expect(at.runs.open).toBe(0);
  });

  it('of user groups does not matter to who may ask without them', async () => {
    const at = await guarded();
    at.intercept(missing('usergroups.users.list', 'usergroups:read'));

    await at.api.command(at.port, { text: 'top', user_id: INSIDER });

    await at.verdict();
    expect(at.runs.secret).toBeGreaterThan(0);
  });

  it('of user groups is not asked for where no rule names one', async () => {
    const at = await guarded({ access: { ...RULES, rules: [] } });

    await at.api.command(at.port, { text: 'top', user_id: COLLEAGUE });
    await at.verdict();

    expect(at.api.of('usergroups.users.list')).toEqual([]);
  });

  it('of a private channel that the bot is not in is refused with how to invite it', async () => {
    const at = await guarded();
    at.intercept(({ method }) =>
      method === 'conversations.info' ? { body: { ok: false, error: 'channel_not_found' } } : undefined,
    );

    await at.api.command(at.port, { text: 'top', user_id: INSIDER });

    expect(await at.refusal()).toContain('Invite me with /invite');
  });

  it('of whose somebody is is refused', async () => {
    const at = await guarded();
    at.intercept(({ method, args }) =>
      method === 'users.info' ? { body: { ok: true, user: { id: args['user'] } } } : undefined,
    );

    await at.api.command(at.port, { text: 'top', user_id: INSIDER });

    expect(await at.refusal()).toContain('Slack does not tell me who you are');
  });

  it('of a channel, and an event does, counts: that it is shared with another organisation', async () => {
    const at = await guarded();
    await at.api.event(at.port, {
      type: 'app_mention',
      text: '<@U0FLOWS> help',
      user: COLLEAGUE,
      channel: OPS,
      ts: '1699.9',
    });
    await at.first('chat.postMessage');

    await at.api.event(
      at.port,
      { type: 'app_mention', text: '<@U0FLOWS> top', user: INSIDER, channel: OPS, ts: '1699.9' },
      'Ev0SHARED',
      { is_ext_shared_channel: true },
    );

    expect(await at.refusal()).toContain('People of another organisation read this channel');
  });
});
