import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { type Call, type Reply, type SlackApi, startSlackApi } from '../../kit/slack-api.ts';
import { startBot } from '../../kit/slack-bot.ts';

const BROKEN: Reply = { status: 500, body: 'upstream is broken' };

function textOf(call: Call | undefined): string {
  return JSON.stringify(call?.args ?? null);
}

/** A bot whose Slack answers a call in its own way; `nth` counts the calls of that method from 1. */
async function faulty(
  reply: (call: Call, nth: number) => Reply | undefined,
  form: 'classic' | 'newer' = 'classic',
): Promise<{ readonly api: SlackApi; readonly port: number }> {
  const api = await startSlackApi();
  onTestFinished(() => api.close());
  const { port } = await startBot({ ...api.settings, form });
  api.intercept((call, calls) => reply(call, calls.filter(({ method }) => method === call.method).length));
  return { api, port: port ?? 0 };
}

function eventually(api: SlackApi, method: string, found: (call: Call) => boolean): Promise<Call> {
  return vi.waitFor(() => {
    const call = api.of(method).find(found);
    if (!call) throw new Error(`no such ${method} yet: ${JSON.stringify(api.of(method))}`);
    return call;
  }, 15_000);
}

function isVerdict(call: Call): boolean {
  return textOf(call).includes('asked by') && !textOf(call).includes('flows-cancel');
}

const posts = (api: SlackApi) => api.of('chat.postMessage');

describe('a rate limit in one channel', () => {
  it('is waited for there, and delays no other channel', async () => {
    const { api, port } = await faulty(({ method, args }, nth) =>
      method === 'chat.postMessage' && args['channel'] === 'C0BUSY' && nth === 1
        ? { status: 429, headers: { 'retry-after': '2' }, body: { ok: false, error: 'ratelimited' } }
        : undefined,
    );

    await api.command(port, { channel_id: 'C0BUSY' });
    await vi.waitFor(() => expect(posts(api)).toHaveLength(1));
    await api.command(port, { channel_id: 'C0FREE' });
    await eventually(api, 'chat.update', ({ args }) => args['channel'] === 'C0BUSY');

    const channels = api.calls
      .filter(({ method }) => method.startsWith('chat.'))
      .map(({ args }) => args['channel']);
    expect(channels).toEqual(['C0BUSY', 'C0FREE', 'C0FREE', 'C0FREE', 'C0BUSY', 'C0BUSY', 'C0BUSY']);
  });
});

/** Slack does not let the bot look what has arrived. */
const UNSEEN: Reply = { body: { ok: false, error: 'missing_scope', needed: 'channels:history' } };
const isLook = ({ method }: Call) => /^conversations\.(?:history|replies)$/.test(method);

/** What Slack has of a post, as it shows it to who looks. */
function shown(call: Call | undefined): Reply {
  const metadata = JSON.parse(String(call?.args['metadata'])) as object;
  return { body: { ok: true, messages: [{ ts: '1700000000.000009', metadata }] } };
}

describe('a post of which Slack does not say whether it was taken', () => {
  const FAULTS = [
    ['an error of the server', BROKEN],
    ['a broken connection', { drop: true } as const],
    ['a failure inside', { body: { ok: false, error: 'internal_error' } }],
  ] as const;

  it.each(FAULTS)('is looked for, and not made again where it is there, after %s', async (_, fault) => {
    const { api, port } = await faulty((call, nth) => {
      if (call.method === 'chat.postMessage' && nth === 2) return fault;
      return isLook(call) ? shown(posts(api)[1]) : undefined;
    });

    await api.command(port);
    const root = await eventually(api, 'chat.update', () => true);

    expect(posts(api)).toHaveLength(2);
    expect(isVerdict(root)).toBe(true);
    const [look] = api.of('conversations.replies');
    expect(look?.args).toMatchObject({ ts: '1700000000.000001', include_all_metadata: 'true' });
  });

  it.each(FAULTS)('is made again where it is not there, after %s', async (_, fault) => {
    const { api, port } = await faulty(({ method }, nth) =>
      method === 'chat.postMessage' && nth === 2 ? fault : undefined,
    );

    await api.command(port);
    await eventually(api, 'chat.update', isVerdict);

    const [, first, second, ...others] = posts(api);
    expect(second?.args).toEqual(first?.args);
    expect(others).toEqual([]);
  });

  it('has its message known again where it was the question', async () => {
    const { api, port } = await faulty((call, nth) => {
      if (call.method === 'chat.postMessage' && nth === 1) return { drop: true };
      return call.method === 'conversations.history' ? shown(posts(api)[0]) : undefined;
    });

    await api.command(port);
    const root = await eventually(api, 'chat.update', isVerdict);

    expect(root.args['ts']).toBe('1700000000.000009');
    expect(posts(api).map(({ args }) => args['thread_ts'])).toEqual([undefined, '1700000000.000009']);
  });

  it('is not made again where it cannot be looked for: the reasons stand in the root then', async () => {
    const { api, port } = await faulty((call, nth) => {
      if (call.method === 'chat.postMessage' && nth === 2) return BROKEN;
      return isLook(call) ? UNSEEN : undefined;
    });

    await api.command(port);
    const root = await eventually(api, 'chat.update', () => true);

    expect(posts(api)).toHaveLength(2);
    expect(textOf(root)).toContain('*Next check*');
    expect(api.of('response_url')).toEqual([]);
  });

  it('is not made again where it was the question and cannot be looked for: the answer is a message of its own', async () => {
    const { api, port } = await faulty((call, nth) => {
      if (call.method === 'chat.postMessage' && nth === 1) return { drop: true };
      return isLook(call) ? UNSEEN : undefined;
    });

    await api.command(port);
    await vi.waitFor(() => expect(posts(api)).toHaveLength(2), 15_000);

    const [question, answer] = posts(api);
    expect(textOf(question)).toContain('Running');
    expect(textOf(answer)).toContain('*Next check*');
    expect(answer?.args).not.toHaveProperty('thread_ts');
    expect(api.of('chat.update')).toEqual([]);
  });

  it('costs nobody the answer where nothing at all can be posted', async () => {
    const { api, port } = await faulty((call) => {
      if (call.method === 'chat.postMessage') return BROKEN;
      return isLook(call) ? UNSEEN : undefined;
    });

    await api.command(port);
    const told = await eventually(api, 'response_url', () => true);

    expect(posts(api)).toHaveLength(2);
    expect(textOf(told)).toContain('*Next check*');
  });
});

describe('an update', () => {
  it('is made again until it is taken, since twice is the same as once', async () => {
    const { api, port } = await faulty(({ method }, nth) =>
      method === 'chat.update' && nth === 1 ? BROKEN : undefined,
    );

    await api.command(port);
    await vi.waitFor(() => expect(api.of('chat.update')).toHaveLength(2), 15_000);

    expect(api.of('chat.update').every(isVerdict)).toBe(true);
    expect(posts(api)).toHaveLength(2);
  });

  it('that is refused leaves the thread, which has the answer', async () => {
    const { api, port } = await faulty(({ method }) =>
      method === 'chat.update' ? { body: { ok: false, error: 'message_not_found' } } : undefined,
    );

    await api.command(port);
    await vi.waitFor(() => expect(api.of('chat.update')).toHaveLength(1));

    expect(textOf(posts(api)[1])).toContain('*Next check*');
    expect(api.of('response_url')).toEqual([]);
  });
});

describe('blocks that Slack refuses', () => {
  const hasBlocks = ({ args }: Call) => Array.isArray(args['blocks']) && args['blocks'].length > 0;

  it('are sent in the classic form', async () => {
    const { api, port } = await faulty(
      ({ method }, nth) =>
        method === 'chat.postMessage' && nth === 2
          ? { body: { ok: false, error: 'invalid_blocks' } }
          : undefined,
      'newer',
    );

    await api.command(port);
    await eventually(api, 'chat.update', isVerdict);

    expect(posts(api).map(hasBlocks)).toEqual([true, true, true]);
  });

  it('are left out where no form of them is taken, and the text says it all', async () => {
    const { api, port } = await faulty(
      (call) =>
        call.method.startsWith('chat.') && hasBlocks(call)
          ? { body: { ok: false, error: 'msg_blocks_too_long' } }
          : undefined,
      'newer',
    );

    await api.command(port);
    await eventually(api, 'chat.update', (call) => !hasBlocks(call));

    const thread = posts(api).findLast(({ args }) => args['thread_ts'] !== undefined);
    expect(thread && hasBlocks(thread)).toBe(false);
    expect(thread?.args['text']).toMatch(/^```\n[\s\S]*Next/);
  });
});

describe('a defect', () => {
  it('is said to the person who waits for an answer', async () => {
    const api = await startSlackApi();
    onTestFinished(() => api.close());
    let left = Number.POSITIVE_INFINITY;
    const now = () => {
      left -= 1;
      if (left < 0) throw new Error('the clock is gone');
      return Date.now();
    };
    const { port } = await startBot(api.settings, { now });
    left = 0;

    const mention = {
      type: 'app_mention',
      user: 'U0ASKER',
      text: '<@U0FLOWS> help',
      channel: 'C0OPS',
      ts: '1.1',
    };
    await api.event(port ?? 0, mention);
    const told = await eventually(api, 'chat.postEphemeral', () => true);

    expect(told.args).toMatchObject({ channel: 'C0OPS', user: 'U0ASKER' });
    expect(textOf(told)).toContain('flows itself failed: the clock is gone');
  });
});
