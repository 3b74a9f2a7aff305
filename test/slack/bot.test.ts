import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { remember } from '../kit/access.ts';
import { type Call, type SlackApi, startSlackApi } from '../kit/slack-api.ts';
import { held, startBot } from '../kit/slack-bot.ts';
import { memoryStore } from '../kit/stores.ts';

async function fresh(): Promise<SlackApi> {
  const api = await startSlackApi();
  onTestFinished(() => api.close());
  return api;
}

function textOf(call: Call | undefined): string {
  return JSON.stringify(call?.args ?? null);
}

/** The root's verdict, once it is there. */
function verdict(api: SlackApi): Promise<Call> {
  return vi.waitFor(() => {
    const update = api.of('chat.update').find((call) => !textOf(call).includes('flows-cancel'));
    if (!update) throw new Error('no verdict yet');
    return update;
  }, 10_000);
}

async function started(changes: Parameters<typeof startBot>[1] = {}, form: 'classic' | 'newer' = 'classic') {
  const api = await fresh();
  const bot = await startBot({ ...api.settings, form }, changes);
  return { api, bot, port: bot.port ?? 0 };
}

describe('a question by slash command', () => {
  it('is acknowledged empty, shown in the channel, answered in its thread, and then becomes its verdict', async () => {
    const { api, port } = await started();

    const acknowledgement = await api.command(port);
    const root = await verdict(api);

    expect([acknowledgement.status, await acknowledgement.text()]).toEqual([200, '']);
    const order = api.calls.map(({ method }) => method).filter((method) => method.startsWith('chat.'));
    expect(order).toEqual(['chat.postMessage', 'chat.postMessage', 'chat.update']);
    const [question, thread] = api.of('chat.postMessage');
    expect(question?.args).toMatchObject({ channel: 'C0OPS', text: 'Running: reject 10.0.1.5' });
    expect(question?.args).not.toHaveProperty('thread_ts');
    expect(thread?.args).toMatchObject({ channel: 'C0OPS', thread_ts: '1700000000.000001' });
    expect(root.args).toMatchObject({ channel: 'C0OPS', ts: '1700000000.000001' });
    expect(textOf(root)).toContain('asked by <@U0ASKER>');
  });

  it('has its times in the zone that the person has set in Slack, and in UTC where Slack does not tell', async () => {
    const { api, port } = await started();

    await api.command(port);
    await verdict(api);
    expect(textOf(api.of('chat.postMessage')[1])).toMatch(/ CES?T/);

    const other = await started();
    other.api.intercept(({ method }) =>
      method === 'users.info'
        ? { body: { ok: true, user: { id: 'U0ASKER', team_id: 'T0TEST' } } }
        : undefined,
    );
    await other.api.command(other.port);
    await verdict(other.api);
    expect(textOf(other.api.of('chat.postMessage')[1])).toContain(' UTC');
  });

  it('is answered once, also where Slack delivers it twice', async () => {
    const { api, port } = await started();

    const both = await Promise.all([1, 2].map(() => api.command(port, { trigger_id: 'same' })));
    await verdict(api);

    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    expect(api.of('chat.postMessage')).toHaveLength(2);
  });

  it('is not heard without Slack’s signature', async () => {
    const { api, port } = await started();
    const forged = fetch(`http://127.0.0.1:${port}/slack/events`, { method: 'POST', body: 'command=/flows' });

    expect((await forged).status).toBe(401);
    expect(api.of('chat.postMessage')).toEqual([]);
  });
});

describe('what the text alone answers', () => {
  it.each([
    ['help', 'What flows answers'],
    ['rejct 10.0.1.5', 'is not a verb; did you mean'],
    ['', 'What flows answers'],
    [
      'decode 2 123456789010 eni-1235b8ca123456789 172.31.16.139 172.31.16.21 20641 22 6 20 4249 1418530010 1418530070 ACCEPT OK',
      '172.31.16.139 sent 20 packets',
    ],
  ])('comes to the person alone, in the acknowledgement: %s', async (text, expected) => {
    const { api, port } = await started();

    const said = await (await api.command(port, { text })).text();

    expect(said).toContain(expected);
    expect(JSON.parse(said)).toMatchObject({ response_type: 'ephemeral' });
    expect(api.calls.map(({ method }) => method)).toEqual(['auth.test']);
  });

  it('comes through the response URL where the acknowledgement is too late for it', async () => {
    const { api, port } = await started();

    const said = await (await api.command(port, { text: 'help' }, Date.now() / 1000 - 10)).text();

    expect(said).toBe('');
    await vi.waitFor(() => expect(api.of('response_url')).toHaveLength(1));
    expect(textOf(api.of('response_url')[0])).toContain('What flows answers');
  });

  it('waits for the person’s time zone where it depends on that whether the text is wrong', async () => {
    const noon = Date.parse('2026-11-23T12:00:00Z');
    const { api, port } = await started({ now: () => noon });

    // In Berlin, where it is 13:00, that has been; in UTC it is still to come.
    const said = await (await api.command(port, { text: 'reject 10.0.1.5 since today 12:30' })).text();
    const root = await verdict(api);

    expect(said).toBe('');
    expect(textOf(root)).not.toContain('future');

    const other = await started({ now: () => noon });
    await other.api.command(other.port, { text: 'reject 10.0.1.5 since today 13:30' });
    await vi.waitFor(() => expect(other.api.of('response_url')).toHaveLength(1));
    expect(textOf(other.api.of('response_url')[0])).toContain('is in the future');
    expect(other.api.of('chat.postMessage')).toEqual([]);
  });

  it('is a hint for every other command that is pointed at this app', async () => {
    const { api, port } = await started();

    expect(await (await api.command(port, { command: '/flow' })).text()).toContain('answers only `/flows`');
  });
});

describe('a mention', () => {
  const MENTION = {
    type: 'app_mention',
    user: 'U0ASKER',
    text: '<@U0FLOWS> reject 10.0.1.5',
    channel: 'C0OPS',
  };

  it('is answered in the thread it stands in: progress that becomes the verdict, then the reasons', async () => {
    const { api, port } = await started();

    await api.event(port, { ...MENTION, ts: '1699.2', thread_ts: '1699.1' });
    const root = await verdict(api);

    const threads = api.of('chat.postMessage').map(({ args }) => args['thread_ts']);
    expect(threads).toEqual(['1699.1', '1699.1']);
    expect(root.args['ts']).toBe('1700000000.000001');
    expect(textOf(root)).toContain('`reject 10.0.1.5`');
  });

  it('begins a thread where it stands in none', async () => {
    const { api, port } = await started();

    await api.event(port, { ...MENTION, text: '<@U0FLOWS> help', ts: '1699.2' });

    await vi.waitFor(() => expect(api.of('chat.postMessage')).toHaveLength(1));
    expect(api.of('chat.postMessage')[0]?.args).toMatchObject({ thread_ts: '1699.2' });
  });

  it('is answered once, also where Slack repeats the event', async () => {
    const { api, port } = await started();

    await api.event(port, { ...MENTION, ts: '1699.2' }, 'Ev1');
    await api.event(port, { ...MENTION, ts: '1699.2' }, 'Ev1');
    await verdict(api);

    expect(api.of('chat.postMessage')).toHaveLength(2);
  });

  it('by another bot is left alone, so that no two bots talk for ever', async () => {
    const { api, port } = await started();

    await api.event(port, { ...MENTION, ts: '1699.2', bot_id: 'B0OTHER' });
    await api.event(port, { ...MENTION, ts: '1699.3', text: '<@U0FLOWS> help' });

    await vi.waitFor(() => expect(api.of('chat.postMessage')).toHaveLength(1));
    expect(api.of('chat.postMessage')[0]?.args).toMatchObject({ thread_ts: '1699.3' });
  });

  it('is answered to the person alone where the thread takes no replies', async () => {
    const { api, port } = await started();
    api.intercept(({ method }) =>
      method === 'chat.postMessage'
        ? { body: { ok: false, error: 'restricted_action_thread_locked' } }
        : undefined,
    );

    await api.event(port, { ...MENTION, ts: '1699.2', thread_ts: '1699.1' });

    const told = await vi.waitFor(() => {
      const [whisper] = api.of('chat.postEphemeral');
      if (!whisper) throw new Error('not told yet');
      return whisper;
    });
    expect(told.args).toMatchObject({ user: 'U0ASKER', thread_ts: '1699.1' });
    expect(textOf(told)).toContain('This thread is locked');
  });

  it('is not needed in a direct message', async () => {
    const { api, port } = await started();

    const message = {
      type: 'message',
      channel_type: 'im',
      user: 'U0ASKER',
      text: 'reject 10.0.1.5',
      channel: 'D0YOU',
    };
    await api.event(port, { ...message, ts: '1699.2' });
    await verdict(api);

    expect(api.of('chat.postMessage').map(({ args }) => args['thread_ts'])).toEqual(['1699.2', '1699.2']);
  });
});

describe('a channel in which the bot may not write', () => {
  it.each([
    ['not_in_channel', '/invite @flows'],
    ['channel_not_found', '/invite @flows'],
    ['is_archived', 'This channel is archived'],
    ['restricted_action_read_only_channel', 'This channel is read-only'],
    ['missing_scope', 'lacks a permission that posting here needs. Needed: chat:write.'],
    ['some_new_code', 'Slack did not take my message (some\\\\u2060_new'],
  ])('is explained to the person alone: %s', async (error, expected) => {
    const { api, port } = await started();
    api.intercept(({ method }) =>
      method === 'chat.postMessage'
        ? { body: { ok: false, error, ...(error === 'missing_scope' ? { needed: 'chat:write' } : {}) } }
        : undefined,
    );

    await api.command(port);

    await vi.waitFor(() => expect(api.of('response_url')).toHaveLength(1));
    const [told] = api.of('response_url');
    expect(told?.args).toMatchObject({ response_type: 'ephemeral' });
    expect(textOf(told).replaceAll('\u2060', '')).toContain(expected.replace('\\\\u2060', ''));
    expect(textOf(told)).toContain('`/flows reject 10.0.1.5`');
  });
});

describe('a direct message between other people', () => {
  it('is explained too, since nobody can be invited to it', async () => {
    const { api, port } = await started();
    api.intercept(({ method }) =>
      method === 'chat.postMessage' ? { body: { ok: false, error: 'channel_not_found' } } : undefined,
    );

    await api.command(port, { channel_id: 'D0THEM', channel_name: 'directmessage' });

    await vi.waitFor(() => expect(api.of('response_url')).toHaveLength(1));
    expect(textOf(api.of('response_url')[0])).toContain('a direct message between other people');
  });
});

describe('Cancel', () => {
  it('stops the question where it runs, and says who pressed it', async () => {
    const { source, begun, isAborted } = held();
    const { api, port } = await started({ sources: [source] });
    await api.command(port, { trigger_id: 'q1' });
    await begun;

    await api.press(port, { action_id: 'flows-cancel', value: 'q1' }, { channel: 'C0OPS', ts: '1.1' });
    const root = await verdict(api);

    expect(textOf(root)).toContain('Stopped: other pressed Cancel.');
    expect(isAborted()).toBe(true);
    expect(api.of('chat.postMessage')).toHaveLength(1);
  });

  it.each([
    ['has just ended', 'q1'],
    ['was answered before', 'before'],
    ['It is stopped. Where it still runs', 'open'],
    ['I do not remember that question', 'somewhere else'],
  ])('says to that person alone: %s', async (expected, value) => {
    const store = await memoryStore();
    await remember(store, { id: 'before', answer: { kind: 'cancelled', question: 'top', because: 'so.' } });
    await remember(store, { id: 'open' });
    const { api, port } = await started({ store });
    await api.command(port, { trigger_id: 'q1' });
    await verdict(api);
    await vi.waitFor(async () => {
      const health = await fetch(`http://127.0.0.1:${port}/readyz`);
      expect(await health.json()).toMatchObject({ running: 0 });
    });

    await api.press(port, { action_id: 'flows-cancel', value }, { channel: 'C0OPS', ts: '1.1' });

    await vi.waitFor(() => expect(api.of('response_url')).toHaveLength(1));
    expect(textOf(api.of('response_url')[0])).toContain(expected);
  });
});

describe('a question that takes long', () => {
  it('shows what it does, how much of it, and for how long', async () => {
    const { source, release } = held('12 of 40 files');
    const { api, port } = await started({ sources: [source] });
    await api.command(port);

    const update = await vi.waitFor(() => {
      const [first] = api.of('chat.update');
      if (!first) throw new Error('no progress yet');
      return first;
    }, 10_000);
    release();
    await verdict(api);

    expect(textOf(update)).toMatch(/12 of 40 files · 2 s · asked by <@U0ASKER>/);
    expect(textOf(update)).toContain('flows-cancel');
  });

  it('waits for its turn where others are worked on', async () => {
    const { source, begun, release } = held();
    const { api, port } = await started({ sources: [source], atOnce: 1 });
    await api.command(port, { trigger_id: 'first' });
    await begun;
    await api.command(port, { trigger_id: 'second' });

    const waiting = await vi.waitFor(() => {
      const found = api.of('chat.update').find((call) => textOf(call).includes('waiting behind'));
      if (!found) throw new Error('not waiting yet');
      return found;
    }, 15_000);
    release();

    expect(textOf(waiting)).toContain('waiting behind 1 other question');
  });
});

describe('stopping', () => {
  it('lets a running question end, and sends away whoever asks meanwhile', async () => {
    const { source, begun, release } = held();
    const { api, bot, port } = await started({ sources: [source], drainSeconds: 20 });
    await api.command(port);
    await begun;

    const stopped = bot.stop();
    const said = await (await api.command(port)).text();
    const health = await fetch(`http://127.0.0.1:${port}/readyz`);
    release();
    await stopped;

    expect(said).toContain('being stopped');
    expect(health.status).toBe(503);
    expect(api.of('chat.postMessage')).toHaveLength(2);
    expect(textOf(await verdict(api))).toContain('asked by');
  });

  it('stops what does not end in time, which says so and asks to ask again', async () => {
    const { source, begun, isAborted } = held();
    const { api, bot, port } = await started({ sources: [source], drainSeconds: 0 });
    await api.command(port);
    await begun;

    await bot.stop();

    expect(isAborted()).toBe(true);
    expect(textOf(await verdict(api))).toContain('the bot was stopped before it had the answer. Ask again.');
    await expect(api.command(port)).rejects.toThrow();
  });
});

describe('starting', () => {
  it('says which token Slack does not know', async () => {
    const api = await fresh();
    api.intercept(() => ({ body: { ok: false, error: 'invalid_auth' } }));

    await expect(startBot(api.settings)).rejects.toThrow(
      'Could not sign in to Slack: Slack’s answer was invalid_auth. Check SLACK_BOT_TOKEN',
    );
  });

  it('says which port is taken', async () => {
    const { api, port } = await started();

    await expect(startBot({ ...api.settings, port })).rejects.toThrow(`Could not listen on port ${port}`);
  });
});
