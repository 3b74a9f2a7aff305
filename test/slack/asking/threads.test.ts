import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Gate } from '../../../src/access/access.ts';
import { createQuestions } from '../../../src/store/questions.ts';
import { type Call, type SlackApi, startSlackApi } from '../../kit/slack-api.ts';
import { costly, startBot } from '../../kit/slack-bot.ts';
import { memoryStore } from '../../kit/stores.ts';

const NOON = Date.parse('2026-11-25T12:00:00Z');
const ROOT = '1700000000.000001';
const MENTION = { type: 'app_mention', user: 'U0OTHER', channel: 'C0OPS' };

function textOf(call: Call | undefined): string {
  return JSON.stringify(call?.args ?? null);
}

/** The verdicts so far, once there are so many. */
function verdicts(api: SlackApi, many: number): Promise<readonly Call[]> {
  return vi.waitFor(() => {
    const found = api.of('chat.update').filter((call) => !textOf(call).includes('flows-cancel'));
    if (found.length < many) throw new Error(`${found.length} of ${many} verdicts`);
    return found;
  }, 10_000);
}

function posted(api: SlackApi, text: string): Promise<Call> {
  return vi.waitFor(() => {
    const call = api.of('chat.postMessage').find((one) => textOf(one).includes(text));
    if (!call) throw new Error(`not posted yet: ${text}`);
    return call;
  }, 10_000);
}

async function started(changes: Parameters<typeof startBot>[1] = {}) {
  const api = await startSlackApi();
  onTestFinished(() => api.close());
  const store = await memoryStore();
  let now = NOON;
  const bot = await startBot(api.settings, { store, now: () => now, ...changes });
  const port = bot.port ?? 0;
  const later = (minutes: number) => {
    now += minutes * 60_000;
  };
  return { api, port, store, later };
}

/** Asks by slash command and waits for the verdict, whose message is ROOT. */
async function asked(api: SlackApi, port: number, id = 'first'): Promise<void> {
  await api.command(port, { text: 'reject 10.0.1.5 port 443 last 1h', trigger_id: id });
  await verdicts(api, 1);
}

describe('a mention in the thread of a question', () => {
  it('refers to its subject and window, and says in full what is asked', async () => {
    const { api, port, later } = await started();
    await asked(api, port);
    later(10);

    await api.event(port, { ...MENTION, text: '<@U0FLOWS> top?', ts: '1700000001.1', thread_ts: ROOT });
    const [, verdict] = await verdicts(api, 2);

    // In Berlin, where it was 13:00 when the question was asked.
    expect(textOf(verdict)).toContain('`top 10.0.1.5 port 443 12:00 to 13:00`');
  });

  it('refers to the last question there, whoever asked it', async () => {
    const { api, port, later } = await started();
    await asked(api, port);
    later(1);
    await api.event(port, { ...MENTION, text: '<@U0FLOWS> and 10.0.2.9?', ts: '1.1', thread_ts: ROOT });
    await verdicts(api, 2);
    later(1);

    await api.event(port, { ...MENTION, text: '<@U0FLOWS> and yesterday?', ts: '1.2', thread_ts: ROOT });
    const [, , verdict] = await verdicts(api, 3);

    expect(textOf(verdict)).toContain('`reject 10.0.2.9 port 443 2026-11-24 12:00 to 13:00`');
  });

  it('says what is wrong and what the thread is about', async () => {
    const { api, port } = await started();
    await asked(api, port);

    await api.event(port, { ...MENTION, text: '<@U0FLOWS> and port 99999', ts: '1.1', thread_ts: ROOT });

    const reply = await posted(api, '99999');
    expect(reply.args).toMatchObject({ thread_ts: ROOT });
    expect(textOf(reply)).toContain('this thread is about: reject 10.0.1.5 port 443 last 1h');
  });

  it('is helped in a few lines, which say what the thread is about', async () => {
    const { api, port } = await started();
    await asked(api, port);

    await api.event(port, { ...MENTION, text: '<@U0FLOWS> help', ts: '1.1', thread_ts: ROOT });

    const help = await posted(api, 'This thread is about');
    expect(textOf(help)).toContain('`reject 10.0.1.5 port 443 last 1h`');
    expect(help.args['blocks']).toHaveLength(1);
    expect(textOf(help)).not.toContain('one of these');
  });

  it('stands by itself in another thread', async () => {
    const { api, port } = await started();
    await asked(api, port);

    await api.event(port, { ...MENTION, text: '<@U0FLOWS> and yesterday?', ts: '1.2', thread_ts: '1.1' });

    expect(textOf(await posted(api, 'is not a verb'))).not.toContain('this thread');
  });

  it.each([
    ['another bot wrote it', { bot_id: 'B0OTHER' }],
    ['it was edited', { edited: { user: 'U0OTHER', ts: '2.1' } }],
  ])('is left alone where %s', async (_, by) => {
    const { api, port } = await started();
    await asked(api, port);

    await api.event(port, { ...MENTION, ...by, text: '<@U0FLOWS> top', ts: '1.1', thread_ts: ROOT });
    await api.event(port, { ...MENTION, text: '<@U0FLOWS> help top', ts: '1.2', thread_ts: ROOT });

    await posted(api, 'flows top');
    expect(api.of('chat.postMessage')).toHaveLength(3);
  });
});

describe('what a thread remembers', () => {
  it('is not there for who may not see there what it was asked of', async () => {
    const { api, port, store } = await started();
    await asked(api, port);
    await createQuestions(store.db).tell('first', { sources: ['a source of others'] });

    await api.event(port, { ...MENTION, text: '<@U0FLOWS> and port 99999', ts: '1.1', thread_ts: ROOT });

    expect(textOf(await posted(api, 'is not a verb'))).not.toContain('this thread');
  });

  it('is not there for who may not ask at all', async () => {
    const gate: Gate = {
      admit: async ({ user }) =>
        user === 'U0ASKER'
          ? { kind: 'allowed', sources: [costly().source] }
          : { kind: 'refused', because: 'You are a guest here.', todo: 'Ask a member.' },
    };
    const { api, port } = await started({ gate });
    await asked(api, port);

    await api.event(port, { ...MENTION, text: '<@U0FLOWS> top', ts: '1.1', thread_ts: ROOT });

    const told = await vi.waitFor(() => {
      const [whisper] = api.of('chat.postEphemeral');
      if (!whisper) throw new Error('not told yet');
      return whisper;
    });
    expect(textOf(told)).toContain('You are a guest here.');
    expect(textOf(told)).not.toContain('10.0.1.5');
  });
});

describe('a direct message without a thread', () => {
  const DIRECT = { type: 'message', channel_type: 'im', user: 'U0ASKER', channel: 'D0YOU' };

  it('refers to the one before it for half an hour', async () => {
    const { api, port, later } = await started();
    await api.event(port, { ...DIRECT, text: 'reject 10.0.1.5', ts: '1.1' });
    await verdicts(api, 1);
    later(29);
    await api.event(port, { ...DIRECT, text: 'top', ts: '1.2' });
    const [, followed] = await verdicts(api, 2);
    later(31);
    await api.event(port, { ...DIRECT, text: 'top', ts: '1.3' });
    const [, , alone] = await verdicts(api, 3);

    expect(textOf(followed)).toContain('`top 10.0.1.5 12:00 to 13:00`');
    expect(textOf(alone)).toContain('`top`');
  });

  it('refers to nothing that was asked in a channel', async () => {
    const { api, port } = await started();
    await asked(api, port);

    await api.event(port, { ...DIRECT, text: 'top', ts: '1.2' });
    const [, verdict] = await verdicts(api, 2);

    expect(textOf(verdict)).toContain('`top`');
  });
});
