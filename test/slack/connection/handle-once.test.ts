import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { startBot } from '../../kit/slack-bot.ts';
import { deliver, eventEnvelope, interactionEnvelope } from '../../kit/slack-envelopes.ts';
import { startStatefulSlack } from '../../kit/stateful-slack.ts';
import { memoryStore } from '../../kit/stores.ts';

/** A bot that can be stopped and started again with what it remembers. */
async function remembering() {
  const slack = await startStatefulSlack();
  onTestFinished(() => slack.close());
  const store = await memoryStore();
  const start = () => startBot(slack.settings, { store });
  const of = (method: string) => slack.calls.filter((call) => call.method === method);
  return { slack, start, of };
}

/** A button of a question that does not run: the person is told so. */
const PRESSED = {
  type: 'block_actions',
  container: { type: 'message', message_ts: '1.1', channel_id: 'C0OPS', is_ephemeral: false },
  channel: { id: 'C0OPS', name: 'ops' },
  message: { type: 'message', ts: '1.1' },
  actions: [{ type: 'button', block_id: 'b', action_ts: '1.1', action_id: 'flows-cancel', value: 'none' }],
};
const MENTION = {
  type: 'app_mention',
  user: 'U0ASKER',
  text: '<@U0FLOWS> help',
  channel: 'C0OPS',
  ts: '1699.1',
};

describe('what Slack delivers twice', () => {
  it('is acknowledged both times and acted on once: a button', async () => {
    const { slack, start, of } = await remembering();
    const { port } = await start();
    const envelope = interactionEnvelope(slack.url, PRESSED);

    const both = [await deliver(port ?? 0, envelope), await deliver(port ?? 0, envelope)];

    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    // It is acknowledged before it is acted on.
    await vi.waitFor(() => expect(of('response_url')).toHaveLength(1));
  });

  it('is acted on once also where the bot was restarted in between', async () => {
    const { slack, start, of } = await remembering();
    const [press, mention] = [interactionEnvelope(slack.url, PRESSED), eventEnvelope(MENTION)];
    const first = await start();
    for (const one of [press, mention]) await deliver(first.port ?? 0, one);
    await vi.waitFor(() =>
      expect([of('response_url'), of('chat.postMessage')].map((one) => one.length)).toEqual([1, 1]),
    );
    await first.stop();

    const second = await start();
    const again = [await deliver(second.port ?? 0, press), await deliver(second.port ?? 0, mention)];
    await second.stop();

    expect(again.map(({ status }) => status)).toEqual([200, 200]);
    expect([of('response_url'), of('chat.postMessage')].map((one) => one.length)).toEqual([1, 1]);
  });
});
