/** The whole bot between a Slack, an AWS and a store that misbehave, and a person who asks it something. */
import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { expect, onTestFinished, vi } from 'vitest';
import type { Bot, BotParts } from '../../../src/slack/bot.ts';
import type { Store } from '../../../src/store/store.ts';
import { isVerdict, wrongWith } from '../../kit/answered-once.ts';
import { type AwsEndpoint, startAwsEndpoint } from '../../kit/aws-endpoint.ts';
import { startBot } from '../../kit/slack-bot.ts';
import { commandEnvelope, deliver } from '../../kit/slack-envelopes.ts';
import type { KeptMessage } from '../../kit/slack-workspace.ts';
import { type StatefulSlack, startStatefulSlack } from '../../kit/stateful-slack.ts';
import { memoryStore } from '../../kit/stores.ts';
import { ASKED_AT, openExample, QUESTION, serveExample } from './account.ts';
import { type BenchClock, benchClock, type Surroundings } from './clock.ts';
import { linesOf, shortened, spoken } from './lines.ts';

/** Real milliseconds that anything may take. */
const PATIENCE = 60_000;
export const CHANNEL = 'C0OPS';
/** What a process loads when it first asks AWS is loaded. */
let isLoaded = false;
/** Another window than usual, so that nothing of it is remembered. */
const WARMING = `${QUESTION} last 50m`;

export interface Bench {
  readonly slack: StatefulSlack;
  readonly aws: AwsEndpoint;
  readonly store: Store;
  readonly clock: BenchClock;
  readonly stop: () => Promise<void>;
  /** Of the first process. */
  readonly tokenLost: Bot['tokenLost'];
  /** The next process, on the same store, once the one before is stopped. */
  restart(): Promise<void>;
  /** Sends `/flows …`. @returns what Slack shows at once to who typed it; empty where it only was acknowledged. */
  ask(text?: string, channel?: string): Promise<string>;
  /** Resolves when the question of that channel is answered and all is delivered: once, with its reasons. @returns seconds since it was begun */
  answered(channel?: string, text?: string): Promise<number>;
  /** What a person sees in the channel, one line after the other, without what changes from run to run. */
  seen(channel?: string): readonly string[];
  /** What was shown to one person alone after the acknowledgement. */
  alone(): readonly string[];
}

interface BenchParts extends Partial<BotParts> {
  /** On a clock that waits as long as it says, for what waits by clocks of its own: connections that time out, databases. */
  readonly isReal?: boolean;
  /** It has answered before, so that nothing has to be loaded any more, and the network is known; the first in a file is, unless it is told. */
  readonly isWarm?: boolean;
  /** Another Slack than one that calls the bot over HTTP: `ask` reaches no bot there. */
  readonly startSlack?: () => Promise<StatefulSlack>;
  /** Opens other sources than the example's. */
  readonly open?: (aws: AwsEndpoint, clock: BenchClock) => Promise<BotParts['sources']>;
}

/** Waits for something to become so. */
export function until(look: () => void | Promise<void>): Promise<void> {
  return vi.waitFor(look, { timeout: PATIENCE, interval: 10 });
}

async function expectNothingLeft({ db }: Store): Promise<void> {
  expect(await db.selectFrom('job').select('id').where('state', '=', 'open').execute()).toEqual([]);
}

/** What was said through response URLs. */
function responded({ calls }: StatefulSlack): readonly string[] {
  const bodies = calls.flatMap(({ method, args }) =>
    method === 'response_url' ? [args['body'] ?? '{}'] : [],
  );
  return bodies.map((body) => spoken(JSON.parse(body)));
}

function around(slack: StatefulSlack, aws: AwsEndpoint): Surroundings {
  return {
    busy: () => slack.busy() + aws.busy(),
    count: () => slack.calls.length + aws.calls.length,
  };
}

/** Everything is stopped and removed when the test ends. */
export async function startBench({
  isReal = false,
  open = openExample,
  isWarm = !isLoaded,
  startSlack = startStatefulSlack,
  ...changes
}: BenchParts = {}): Promise<Bench> {
  const slack = await startSlack();
  onTestFinished(() => slack.close());
  const aws = await startAwsEndpoint();
  onTestFinished(() => aws.close());
  onTestFinished(() => void vi.unstubAllEnvs());
  serveExample(aws);
  const clock = benchClock(ASKED_AT, isReal ? null : around(slack, aws));
  const store = changes.store ?? (await memoryStore());
  const sources = await open(aws, clock);
  onTestFinished(async () => void (await Promise.allSettled(sources.map(({ engine }) => engine.close()))));
  const start = () =>
    startBot(slack.settings, {
      ...{ store, sources, now: clock.time, monotonic: clock.now, waitFor: clock.waitFor },
      settling: [2000, 5000],
      log: pino({ level: process.env['FLOWS_TEST_LOG'] ?? 'silent' }),
      ...changes,
    });
  const { port, stop, tokenLost } = await start();

  const isRootOf = (text: string) => (message: KeptMessage) =>
    message.thread_ts === undefined && message.blocks.includes(text);

  const bench: Bench = {
    ...{ slack, aws, store, clock, stop, tokenLost },
    restart: async () => void (await start()),
    async ask(text = QUESTION, channel = CHANNEL) {
      const fields = { channel_id: channel, text, trigger_id: randomUUID() };
      const response = await deliver(port ?? 0, commandEnvelope(slack.url, fields));
      expect(response.status).toBe(200);
      const body = await response.text();
      return body === '' ? '' : shortened(spoken(JSON.parse(body)));
    },
    async answered(channel = CHANNEL, text = QUESTION) {
      const began = clock.now();
      const expected = { isRoot: isRootOf(text), files: 0 };
      await until(async () => {
        expect(slack.messages(channel).some((one) => isRootOf(text)(one) && isVerdict(one))).toBe(true);
        await expectNothingLeft(store);
      });
      expect(wrongWith(slack.messages(channel), expected)).toEqual([]);
      return (clock.now() - began) / 1000;
    },
    seen: (channel = CHANNEL) => linesOf(slack.revisions(channel)),
    alone: () => [...slack.whispers().map(({ text }) => text), ...responded(slack)].map(shortened),
  };
  if (isWarm) {
    await bench.ask(WARMING, 'C0WARM');
    await bench.answered('C0WARM', WARMING);
    isLoaded = true;
  }
  return bench;
}
