import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { wrongWith } from '../kit/answered-once.ts';
import { buildKillableBot, type KillableBot, startKillableBot } from '../kit/killable-bot.ts';
import { randomOf } from '../kit/random.ts';
import { commandEnvelope, deliver, type Envelope, eventEnvelope } from '../kit/slack-envelopes.ts';
import { type StatefulSlack, startStatefulSlack } from '../kit/stateful-slack.ts';

const KILLS = Number(process.env['FLOWS_TEST_KILLS'] ?? 50);
const SEED = Number(process.env['FLOWS_TEST_SEED'] ?? Date.now() % 1_000_000);
/** One deed makes so many calls at most, each of which is seen before and after it is carried out. */
const MOST_SIGHTINGS = 18;
const LONG = 600_000;
/** Milliseconds. */
const AT_REST = 1000;
/** Then all is done within so many milliseconds. */
const SETTLED = 120_000;
/** So many times it is killed before it is let go on until all is done. */
const IN_A_ROW = 4;
/** So long nothing happens when all is done, milliseconds. */
const QUIET = 1500;

/** Something that a person does in Slack, and what must have come of it. */
interface Deed {
  readonly name: string;
  readonly envelope: Envelope;
  /** Slack delivers it again where it was not acknowledged. */
  readonly isRepeated: boolean;
  /** What is wrong, in words. */
  readonly wrong: () => readonly string[];
}

type Act = (slack: StatefulSlack, nth: number) => Deed;

function command(question: string, files: number): Act {
  return (slack, nth) => {
    const [channel, text] = [`C0KILL${nth % 3}`, `${question} last ${nth + 60}m`];
    const isRoot = ({ thread_ts: thread, blocks }: { thread_ts?: string; blocks: string }) =>
      thread === undefined && blocks.includes(`${text}\``);
    return {
      name: `/flows ${text}`,
      envelope: commandEnvelope(slack.url, { channel_id: channel, text }),
      isRepeated: false,
      wrong: () => wrongWith(slack.messages(channel), { isRoot, files }),
    };
  };
}

function mention(question: string, files: number): Act {
  return (slack, nth) => {
    const [channel, ts] = [`C0KILL${nth % 3}`, `1699.${nth + 1}`];
    const event = { type: 'app_mention', user: 'U0ASKER', text: `<@U0FLOWS> ${question}`, channel, ts };
    const isRoot = ({ thread_ts: thread, blocks }: { thread_ts?: string; blocks: string }) =>
      thread === ts && blocks.includes('asked by');
    return {
      name: `@flows ${question} (${ts})`,
      envelope: eventEnvelope(event),
      isRepeated: true,
      wrong: () => wrongWith(slack.messages(channel), { isRoot, files }),
    };
  };
}

/** What is killed in the middle. Work of other kinds belongs here too. */
const ACTS: readonly Act[] = [
  command('reject 10.0.1.5', 0),
  command('records 10.0.1.5 as csv', 1),
  mention('reject 10.0.1.5', 0),
  mention('records 10.0.1.5 as csv', 1),
];

/** @returns whether the bot acknowledged it. */
async function acknowledged({ port }: KillableBot, { envelope }: Deed): Promise<boolean> {
  try {
    const response = await deliver(port, envelope);
    return response.status === 200;
  } catch {
    // The bot was killed before it said anything.
    return false;
  }
}

/** Kills it at a random moment: between two calls, or some time after it was asked. */
function killSometime(slack: StatefulSlack, bot: KillableBot, random: () => number): Promise<void> {
  return new Promise((resolve) => {
    const isBetweenCalls = random() < 0.7;
    // Where all was done before so many were seen, it is killed at rest.
    const timer = setTimeout(kill, isBetweenCalls ? AT_REST : random() * 300);
    let left = isBetweenCalls ? Math.floor(random() * MOST_SIGHTINGS) : Number.POSITIVE_INFINITY;
    slack.watch(() => {
      left -= 1;
      if (left < 0) kill();
    });

    function kill(): void {
      clearTimeout(timer);
      slack.watch(() => undefined);
      bot.kill();
      resolve();
    }
  });
}

async function quiet(slack: StatefulSlack): Promise<void> {
  let before = -1;
  await vi.waitFor(
    () => {
      const calls = slack.calls.length;
      const isQuiet = calls === before;
      before = calls;
      expect(isQuiet).toBe(true);
    },
    { timeout: LONG, interval: QUIET },
  );
}

describe('a bot that is killed at any moment', () => {
  beforeAll(buildKillableBot, LONG);

  it(
    `loses nothing and says nothing twice, ${KILLS} times (seed ${SEED})`,
    async () => {
      const random = randomOf(SEED);
      const slack = await startStatefulSlack();
      onTestFinished(() => slack.close());
      const folder = await mkdtemp(join(tmpdir(), 'flows-killed-'));
      onTestFinished(() => rm(folder, { recursive: true, force: true }));
      const bot = await startKillableBot(slack.settings, join(folder, 'flows.db'));
      onTestFinished(() => bot.close());
      const deeds: Deed[] = [];
      const wrong = () => deeds.flatMap(({ name, wrong: of }) => of().map((what) => `${name}: ${what}`));

      for (let kill = 0; kill < KILLS; kill += 1) {
        const act = ACTS[Math.floor(random() * ACTS.length)] ?? command('reject 10.0.1.5', 0);
        const deed = act(slack, kill);
        const killed = killSometime(slack, bot, random);
        const isHeard = await acknowledged(bot, deed);
        await killed;
        await bot.restart();
        if (isHeard || deed.isRepeated) deeds.push(deed);
        if (!isHeard && deed.isRepeated) expect(await acknowledged(bot, deed)).toBe(true);
        if (kill % IN_A_ROW === IN_A_ROW - 1) await vi.waitFor(() => expect(wrong()).toEqual([]), SETTLED);
      }
      await quiet(slack);

      expect({ wrong: wrong(), whispers: slack.whispers() }).toEqual({ wrong: [], whispers: [] });
      expect(deeds.length).toBeGreaterThan(KILLS / 2);
    },
    LONG,
  );
});
