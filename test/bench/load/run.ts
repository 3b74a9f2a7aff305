/** Lets people ask for a while, looks at the bot meanwhile, and waits until all are answered. */
import { setTimeout } from 'node:timers/promises';
import { randomOf } from '../../kit/random.ts';
import { commandEnvelope, deliver } from '../../kit/slack-envelopes.ts';
import { bring } from './asking.ts';
import { type LoadedBot, startBot } from './bot.ts';
import { crowd, type Size } from './crowd.ts';
import { startEcho } from './echo.ts';
import { type Followed, following } from './followed.ts';
import { type InsightsCount, startInsights } from './insights.ts';
import type { Probed } from './probe.ts';
import { startLimitedSlack } from './slack.ts';

export interface RunTold extends Size {
  readonly folder: string;
  readonly scenario: string;
  readonly postgres: string | undefined;
  readonly flags: readonly string[];
  readonly faster: number;
  /** How long what is asked last is waited for, minutes. */
  readonly patience: number;
}

interface Look extends Probed {
  /** Milliseconds from the beginning. */
  readonly at: number;
  /** Questions that were not answered yet. */
  readonly open: number;
}

export interface Measured {
  readonly minutes: number;
  readonly questions: readonly Followed[];
  readonly doubled: number;
  /** Milliseconds to the acknowledgements of bare Bolt. */
  readonly bare: readonly number[];
  readonly looks: readonly Look[];
  /** When all were answered. */
  readonly afterwards: Probed;
  readonly depths: { readonly waiting: number; readonly running: number };
  readonly insights: InsightsCount;
  readonly slackViolations: ReadonlyMap<string, number>;
  readonly busiest: readonly (readonly [string, number])[];
  /** Milliseconds from the last question to the last answer. */
  readonly drained: number;
}

/** Milliseconds between two looks at how many wait, and at the memory, which stops the process for a moment. */
const GLANCES = 2000;
const LOOKS = 10_000;

/** The methods of Slack's that are called most. */
const METHODS = ['chat.update', 'chat.postEphemeral', 'users.info', 'conversations.info'] as const;

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(0)} MB`;
}

async function glance(bot: LoadedBot, depths: { waiting: number; running: number }): Promise<void> {
  depths.waiting = Math.max(depths.waiting, await bot.metric('flows_questions_waiting'));
  depths.running = Math.max(depths.running, await bot.metric('flows_questions_running'));
}

async function every(milliseconds: number, signal: AbortSignal, look: () => Promise<void>): Promise<void> {
  while (!signal.aborted) {
    await look();
    await setTimeout(milliseconds, undefined, { signal }).catch(() => undefined);
  }
}

export async function run(told: RunTold, say: (line: string) => void): Promise<Measured> {
  const { seed, minutes, folder, scenario, postgres, flags, faster } = told;
  const now = () => performance.now();
  const questions = following(now);
  const slack = await startLimitedSlack(questions.hear, randomOf(seed + 1));
  const insights = await startInsights({ seed: seed + 2, folder: scenario, faster });
  const echo = await startEcho(slack.url);
  const bot = await startBot({
    folder,
    scenario,
    postgres,
    flags,
    slackUrl: slack.url,
    awsUrl: insights.url,
  });
  const [bare, looks, depths]: [number[], Look[], { waiting: number; running: number }] = [
    [],
    [],
    { waiting: 0, running: 0 },
  ];
  const over = new AbortController();
  const began = now();

  async function askEcho(): Promise<void> {
    const sentAt = now();
    await (await deliver(echo.port, commandEnvelope(slack.url, { text: 'help' }))).text();
    bare.push(now() - sentAt);
  }

  const looking = [
    every(GLANCES, over.signal, () => glance(bot, depths)),
    every(LOOKS, over.signal, async () => {
      const probed = await bot.probe();
      looks.push({ at: now() - began, open: questions.open, ...probed });
      const wait = oldestText(questions.all, now());
      say(
        `${((now() - began) / 1000).toFixed(0)} s: ${questions.all.length} asked, ${questions.open} open, ${wait}, heap ${megabytes(probed.heapUsed)}, rss ${megabytes(probed.rss)}, held up for ${probed.heldUp.toFixed(0)} ms`,
      );
    }),
  ];
  const asked: Promise<unknown>[] = [];
  for (const ask of crowd(told)) {
    const early = began + ask.at - now();
    if (early > 0) await setTimeout(early);
    asked.push(bring({ port: bot.port, slackUrl: slack.url, questions }, ask), askEcho());
  }
  const last = now();
  await Promise.all(asked);
  over.abort();
  await Promise.all(looking);
  while (questions.open > 0 && now() - last < told.patience * 60_000) await setTimeout(500);
  const drained = now() - last;
  const afterwards = await bot.probe();
  for (const { id, ask } of questions.all.filter((one) => one.answeredAt === null).slice(0, 10))
    say(`not answered: ${id} ${ask.way} ${ask.text}`);
  const count = await insights.count();
  const code = await bot.stop();
  if (code !== 0) say(`the bot ended with ${code}`);
  echo.process.kill();
  slack.close();
  await insights.close();
  return {
    ...{ minutes, bare, looks, afterwards, depths, drained, insights: count },
    questions: questions.all,
    doubled: questions.doubled,
    slackViolations: slack.limits.violations,
    busiest: METHODS.map((method) => [method, slack.limits.busiest(method)] as const),
  };
}

/** How long the oldest has waited that is not answered. */
function oldestText(all: readonly Followed[], now: number): string {
  const oldest = all.find(({ answeredAt }) => answeredAt === null);
  return `the oldest for ${oldest ? ((now - oldest.sentAt) / 1000).toFixed(0) : 0} s`;
}
