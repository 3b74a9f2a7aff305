import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { isVerdict } from '../../kit/answered-once.ts';
import { held, QUICK, startBot } from '../../kit/slack-bot.ts';
import { commandEnvelope, deliver } from '../../kit/slack-envelopes.ts';
import { type StatefulSlack, startStatefulSlack } from '../../kit/stateful-slack.ts';

const LONG = 60_000;

async function slackOf(): Promise<StatefulSlack> {
  const slack = await startStatefulSlack();
  onTestFinished(() => slack.close());
  return slack;
}

/** As many people ask in one channel, or one person does. */
function ask(slack: StatefulSlack, port: number, questions: number, userOf: (index: number) => string) {
  return Promise.all(
    Array.from({ length: questions }, async (_, index) => {
      const fields = { channel_id: 'C0OPS', user_id: userOf(index), text: `reject 10.0.1.${index}` };
      await (await deliver(port, commandEnvelope(slack.url, fields))).text();
    }),
  );
}

describe('more questions in a channel than Slack takes messages', () => {
  it(
    'are answered in one message each, without one that would be replaced',
    async () => {
      const slack = await slackOf();
      const { port } = await startBot(slack.settings, { sources: [QUICK], pace: 100 });
      const asked = 20;

      await ask(slack, port ?? 0, asked, (index) => `U0PERSON${index}`);

      const roots = () => slack.messages('C0OPS').filter((one) => one.thread_ts === undefined);
      await vi.waitFor(() => {
        expect(roots()).toHaveLength(asked);
        expect(roots().filter(({ blocks }) => blocks.includes('flows-cancel'))).toEqual([]);
      }, LONG);
      const replaced = roots().filter(isVerdict).length;
      expect(replaced).toBeGreaterThan(0);
      expect(replaced).toBeLessThan(asked);
      // A thread belongs to a message that was replaced, and to no other.
      expect(slack.messages('C0OPS').filter((one) => one.thread_ts !== undefined)).toHaveLength(replaced);
    },
    LONG,
  );
});

describe('more questions than can be answered soon', () => {
  it(
    'are not taken on, which is said at once, and those that are get their answers',
    async () => {
      const slack = await slackOf();
      const { source, release } = held();
      const { port } = await startBot(slack.settings, { sources: [source] });
      const asked = 40;

      await ask(slack, port ?? 0, asked, () => 'U0ASKER');
      const told = () =>
        slack.calls.filter(
          ({ method, args }) => method === 'response_url' && args['body']?.includes('too much to do'),
        ).length;
      // Four are worked on, and twenty wait.
      await vi.waitFor(() => expect(told()).toBeGreaterThanOrEqual(asked - 24), LONG);
      release();

      await vi.waitFor(
        () => expect(slack.messages('C0OPS').filter(isVerdict)).toHaveLength(asked - told()),
        LONG,
      );
    },
    LONG,
  );
});
