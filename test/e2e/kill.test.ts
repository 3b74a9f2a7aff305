import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { type Act, type Deed, mentioned, type Scene, typed, wrongWithAll } from '../kit/deeds.ts';
import { finding, note, openIncident, report, share } from '../kit/incident-deeds.ts';
import { type KillableBot, startKillableBot } from '../kit/killable-bot.ts';
import { bundledBot } from '../kit/made.ts';
import { preparedScene } from '../kit/prepared-scene.ts';
import { randomOf } from '../kit/random.ts';
import { deliver, type Envelope } from '../kit/slack-envelopes.ts';
import { type StatefulSlack, startStatefulSlack } from '../kit/stateful-slack.ts';
import { openedStore } from '../kit/stores.ts';

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
/** Where what was done is said, to who did it elsewhere. */
const HARMLESS = /^Done: see the thread of INC-1/;
/** So long nothing happens when all is done, milliseconds. */
const QUIET = 1500;

/** What is killed in the middle, one after the other. Work of other kinds belongs here too. */
const ACTS: readonly Act[] = [
  typed('reject 10.0.1.5', 0),
  share,
  typed('records 10.0.1.5 as csv', 1),
  openIncident,
  finding(),
  report('md'),
  mentioned('reject 10.0.1.5', 0),
  note,
  mentioned('records 10.0.1.5 as csv', 1),
  report('csv'),
];

/** @returns whether the bot acknowledged it, and took it. */
async function acknowledged({ port }: KillableBot, { envelope }: Pick<Deed, 'envelope'>): Promise<boolean> {
  try {
    const response = await deliver(port, envelope);
    return response.status === 200 && !(await response.text()).includes('"errors"');
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

/** The entries of the incident that are in another order than what was done. */
async function misplaced({ incidents }: Scene, deeds: readonly Deed[]): Promise<readonly string[]> {
  const timeline = await incidents.entries(1);
  const places = deeds.flatMap(({ name, entry }) =>
    entry ? [{ name, at: timeline.findIndex(({ deed }) => entry(deed)) }] : [],
  );
  return places
    .filter(({ at }, index) => at <= (places[index - 1]?.at ?? -1))
    .map(({ name }) => `${name}: stands too early in the timeline`);
}

describe('a bot that is killed at any moment', () => {
  beforeAll(bundledBot, LONG);

  it(
    `loses nothing and says nothing twice, ${KILLS} times (seed ${SEED})`,
    async () => {
      const random = randomOf(SEED);
      const slack = await startStatefulSlack();
      onTestFinished(() => slack.close());
      const folder = await mkdtemp(join(tmpdir(), 'flows-killed-'));
      onTestFinished(() => rm(folder, { recursive: true, force: true }));
      const path = join(folder, 'flows.db');
      const bot = await startKillableBot(slack.settings, path);
      onTestFinished(() => bot.close());
      const store = await openedStore({ url: null, path });
      const bring = (envelope: Envelope) => acknowledged(bot, { envelope });
      const scene = await preparedScene(slack, store, bring, Math.ceil(KILLS / ACTS.length));
      const deeds: Deed[] = [];
      const wrong = async () => [...(await wrongWithAll(deeds)), ...(await misplaced(scene, deeds))];

      for (let kill = 0; kill < KILLS; kill += 1) {
        const act = ACTS[kill % ACTS.length] ?? note;
        const deed = act(scene, kill);
        const killed = killSometime(slack, bot, random);
        const isHeard = await acknowledged(bot, deed);
        await killed;
        await bot.restart();
        if (isHeard || deed.isRepeated) deeds.push(deed);
        if (!isHeard && deed.isRepeated) expect(await acknowledged(bot, deed)).toBe(true);
        if (kill % IN_A_ROW === IN_A_ROW - 1)
          await vi.waitFor(async () => expect(await wrong()).toEqual([]), SETTLED);
      }
      await quiet(slack);

      const whispers = slack.whispers().filter(({ text }) => !HARMLESS.test(text));
      expect({ wrong: await wrong(), whispers }).toEqual({ wrong: [], whispers: [] });
      expect(deeds.length).toBeGreaterThan(KILLS / 2);
    },
    LONG,
  );
});
