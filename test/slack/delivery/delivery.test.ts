import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createDemoSource } from '../../../src/demo/source.ts';
import { isVerdict, wrongWith } from '../../kit/answered-once.ts';
import { randomOf } from '../../kit/random.ts';
import { startBot } from '../../kit/slack-bot.ts';
import { commandEnvelope, deliver, type Envelope, eventEnvelope } from '../../kit/slack-envelopes.ts';
import {
  type Fault,
  type SlackCall,
  type StatefulSlack,
  startStatefulSlack,
} from '../../kit/stateful-slack.ts';

/** Slack's pauses add up, and a machine that is busy adds to them. Milliseconds. */
const LONG = 300_000;
const SEED = Number(process.env['FLOWS_TEST_SEED'] ?? Date.now() % 1_000_000);

async function started(): Promise<{ readonly slack: StatefulSlack; readonly port: number }> {
  const slack = await startStatefulSlack();
  onTestFinished(() => slack.close());
  const source = createDemoSource(() => Math.floor(Date.now() / 1000));
  const { port } = await startBot(slack.settings, { sources: [source], drainSeconds: 5 });
  return { slack, port: port ?? 0 };
}

/** Any of the ways in which a call fails, now and then. */
function sometimes(random: () => number): (call: SlackCall) => Fault | undefined {
  return ({ method }) => {
    if (method === 'auth.test' || random() > 0.3) return undefined;
    const isDone = random() < 0.5;
    const faults: readonly Fault[] = [
      { kind: 'limited', seconds: 1 },
      { kind: 'broken', isDone },
      { kind: 'inner', isDone },
      { kind: 'dropped', isDone },
    ];
    return faults[Math.floor(random() * faults.length)];
  };
}

describe('many questions while Slack fails in every way', () => {
  it(
    `are each answered once, in order, whatever is delivered twice or in another order (seed ${SEED})`,
    async () => {
      const random = randomOf(SEED);
      const { slack, port } = await started();
      slack.fail(sometimes(random));
      const CHANNELS = ['C0A', 'C0B', 'C0C'];
      const questions = CHANNELS.flatMap((channel) =>
        ['reject 10.0.1.5', 'timeline web-1', 'reject web-1', 'top by bytes'].map((text) => ({
          channel,
          text,
        })),
      );
      const envelopes: readonly Envelope[] = questions.map(({ channel, text }, index) =>
        index % 2 === 0
          ? commandEnvelope(slack.url, { channel_id: channel, text })
          : eventEnvelope({
              ...{ type: 'app_mention', user: 'U0ASKER', text: `<@U0FLOWS> ${text}`, channel },
              ...{ ts: `1699.${index}`, thread_ts: `1699.${index}` },
            }),
      );
      const deliveries = [...envelopes, ...envelopes.filter(() => random() < 0.5)];
      deliveries.sort(() => random() - 0.5);

      await Promise.all(deliveries.map((one) => deliver(port, one)));

      await vi.waitFor(
        () => {
          const verdicts = slack.messages().filter(isVerdict);
          expect(verdicts).toHaveLength(questions.length);
        },
        { timeout: LONG, interval: 200 },
      );
      // The picture of a timeline comes after its verdict.
      await vi.waitFor(() => expect(slack.messages().filter(({ files }) => files)).toHaveLength(3), LONG);
      slack.fail(() => undefined);
      const wrong = questions.flatMap(({ channel, text }, index) =>
        wrongWith(slack.messages(channel), {
          isRoot: ({ thread_ts: thread, blocks }) =>
            index % 2 === 0
              ? thread === undefined && blocks.includes(text)
              : thread === `1699.${index}` && blocks.includes('asked by'),
          files: text.startsWith('timeline') ? 1 : 0,
        }).map((what) => `${text} in ${channel}: ${what}`),
      );
      expect(wrong).toEqual([]);
    },
    2 * LONG,
  );
});

describe('a channel in which Slack takes nothing for a while', () => {
  it('holds up no other channel', async () => {
    const { slack, port } = await started();
    let left = 3;
    slack.fail(({ method, args }) => {
      if (method !== 'chat.postMessage' || args['channel'] !== 'C0BUSY' || left === 0) return undefined;
      left -= 1;
      return { kind: 'limited', seconds: 2 };
    });
    const ask = (channel: string) =>
      deliver(port, commandEnvelope(slack.url, { channel_id: channel, text: 'reject 10.0.1.5' }));

    await ask('C0BUSY');
    await ask('C0FREE');
    await vi.waitFor(() => expect(slack.messages('C0FREE').filter(isVerdict)).toHaveLength(1), LONG);
    const before = slack.messages('C0BUSY');
    await vi.waitFor(() => expect(slack.messages('C0BUSY').filter(isVerdict)).toHaveLength(1), LONG);

    expect(before).toEqual([]);
    expect(left).toBe(0);
  });
});

describe('a post that Slack takes and never answers', () => {
  it('stands there once', async () => {
    const { slack, port } = await started();
    let isSilent = true;
    slack.fail(({ method }) => {
      if (method !== 'chat.postMessage' || !isSilent) return undefined;
      isSilent = false;
      return { kind: 'silent' };
    });

    await deliver(port, commandEnvelope(slack.url, { channel_id: 'C0OPS', text: 'reject 10.0.1.5' }));
    await vi.waitFor(() => expect(slack.messages().filter(isVerdict)).toHaveLength(1), LONG);

    expect(slack.messages()).toHaveLength(2);
  });
});
