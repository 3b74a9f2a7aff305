import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createJobs } from '../../../src/store/jobs.ts';
import { createQuestions } from '../../../src/store/questions.ts';
import { type SlackApi, startSlackApi } from '../../kit/slack-api.ts';
import { held, startBot } from '../../kit/slack-bot.ts';
import { DATABASES, openedStore } from '../../kit/stores.ts';

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
    await createJobs(store.db).enter(
      { id: 'q1', kind: 'question', input: question, at: Date.now() },
      { owner: 'the one that crashed', until: 0 },
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

describe.each(DATABASES.filter(([name]) => name === 'Postgres'))(
  'a question that runs in one of two processes, on %s',
  (_, settings) => {
    it('is stopped where it runs by a press that reaches the other', async () => {
      const api = await slackApi();
      const shared = await settings();
      const { source, begun, isAborted } = held();
      const [first, second] = await Promise.all(
        [0, 1].map(async () =>
          startBot(api.settings, { store: await openedStore(shared), sources: [source] }),
        ),
      );
      await api.command(first?.port ?? 0, { trigger_id: 'q1' });
      await begun;

      await api.press(second?.port ?? 0, CANCEL, AT);

      expect(await became(api)).toContain('Stopped: other pressed Cancel.');
      expect(isAborted()).toBe(true);
      expect(JSON.stringify(api.of('response_url')[0]?.args)).toContain('It is stopped.');
    });
  },
);
