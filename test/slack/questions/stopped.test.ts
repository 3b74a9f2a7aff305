import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createJobs } from '../../../src/store/jobs.ts';
import { createQuestions } from '../../../src/store/questions.ts';
import { type Call, type SlackApi, startSlackApi } from '../../kit/slack-api.ts';
import { costly, held, startBot } from '../../kit/slack-bot.ts';
import { DATABASES, describeOnPostgres, openedStore } from '../../kit/stores.ts';

const ASKED = { id: 'q1', text: 'reject 10.0.1.5', askedBy: 'U0ASKER', via: 'command' } as const;
const PLACE = { channel: 'C0OPS', thread: null };
const CANCEL = { action_id: 'flows-cancel', value: 'q1' };
const AT = { channel: 'C0OPS', ts: '1.1' };

async function slackApi(): Promise<SlackApi> {
  const api = await startSlackApi();
  onTestFinished(() => api.close());
  return api;
}

/** What the message of the question has become. */
function became(api: SlackApi): Promise<string> {
  return vi.waitFor(() => {
    const texts = api.of('chat.update').map(({ args }) => JSON.stringify(args));
    return texts.find((text) => !text.includes('flows-cancel')) ?? expect.fail('it runs');
  }, 15_000);
}

describe.each(DATABASES)('a question that was stopped before a crash, on %s', (_, settings) => {
  it('stays stopped after it, says why, and is not put to any source', async () => {
    const api = await slackApi();
    const store = await openedStore(await settings());
    const { source, begun } = held();
    const question = { ...ASKED, place: PLACE };
    const asked = { ...ASKED, ...PLACE, timeZone: 'UTC', askedAt: Date.now() };
    await createJobs(store).enter(
      { id: 'q1', kind: 'question', input: question, at: Date.now() },
      { owner: 'the one that crashed', length: 0 },
      (transaction) => createQuestions(transaction).enter(asked),
    );
    await createQuestions(store.db).stop('q1', 'other pressed Cancel.');
    const isAsked = vi.fn();
    void begun.then(isAsked);

    await startBot(api.settings, { store, sources: [source] });

    expect(await became(api)).toContain('Stopped: other pressed Cancel.');
    expect(api.of('chat.postMessage')).toHaveLength(1);
    expect(isAsked).not.toHaveBeenCalled();
  });
});

/** What the button carries that lets a question go on. */
function spendValue({ args }: Call): string | undefined {
  const blocks = args['blocks'] as readonly {
    readonly elements?: readonly Readonly<Record<string, string>>[];
  }[];
  const buttons = blocks.flatMap(({ elements = [] }) => elements);
  return buttons.find(({ action_id: id }) => id === 'flows-spend')?.['value'];
}

const BUDGETS = { question: { bytes: 50e9 }, personPerDay: {}, perDay: {} };

describeOnPostgres('a question that runs in one of two processes', (settings) => {
  async function two(changes: Parameters<typeof startBot>[1]) {
    const api = await slackApi();
    const shared = await settings();
    const start = async () => startBot(api.settings, { store: await openedStore(shared), ...changes });
    return { api, first: await start(), second: await start() };
  }

  it('is decided about where it waits by a press that reaches the other, and once', async () => {
    const { api, first, second } = await two({ sources: [costly().source], budgets: BUDGETS });
    await api.command(first.port ?? 0, { text: 'top', trigger_id: 'q1' });
    const value = await vi.waitFor(
      () => api.of('chat.update').map(spendValue).find(Boolean) ?? expect.fail('nobody was asked'),
      15_000,
    );
    const press = (id: string, user: string) =>
      api.press(second.port ?? 0, { action_id: id, value }, AT, user);

    await press('flows-spend', 'U0OTHER');
    await press('flows-narrow', 'U0ASKER');
    await vi.waitFor(() => expect(api.of('chat.postMessage')).toHaveLength(2), 15_000);
    expect(JSON.stringify(api.of('chat.postMessage')[1]?.args)).toContain('was narrowed');
    // Presses are acknowledged before they are heeded, so only what is pressed now comes after.
    await press('flows-spend', 'U0ASKER');

    await vi.waitFor(() => expect(api.of('response_url')).toHaveLength(2), 15_000);
    const told = JSON.stringify(api.of('response_url').map(({ args }) => args));
    expect(told).toContain('Only the person who asked');
    expect(told).toContain('decided already');
  });

  it('is gone on with by the other where the first is stopped before it has the answer', async () => {
    const api = await slackApi();
    const shared = await settings();
    const { source, begun, isAborted } = held();
    const first = await startBot(api.settings, { store: await openedStore(shared), sources: [source] });
    await api.command(first.port ?? 0, { trigger_id: 'q1' });
    await begun;

    await first.stop();
    await startBot(api.settings, { store: await openedStore(shared) });

    expect(await became(api)).toContain('asked by <@U0ASKER>');
    expect(isAborted()).toBe(true);
    // The question and its reasons: nothing that says it was stopped.
    expect(api.of('chat.postMessage')).toHaveLength(2);
    expect(api.of('response_url')).toEqual([]);
  });

  it('is stopped where it runs by a press that reaches the other', async () => {
    const api = await slackApi();
    const shared = await settings();
    const { source, begun, isAborted } = held();
    const [first, second] = await Promise.all(
      [0, 1].map(async () => startBot(api.settings, { store: await openedStore(shared), sources: [source] })),
    );
    await api.command(first?.port ?? 0, { trigger_id: 'q1' });
    await begun;

    await api.press(second?.port ?? 0, CANCEL, AT);

    expect(await became(api)).toContain('Stopped: other pressed Cancel.');
    expect(isAborted()).toBe(true);
    expect(JSON.stringify(api.of('response_url')[0]?.args)).toContain('It is stopped.');
  });
});
