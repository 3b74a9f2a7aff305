import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { createAudit } from '../../src/store/audit.ts';
import { createIncidents } from '../../src/store/incidents.ts';
import { ALERTS, decided } from '../kit/alerting-bot.ts';
import { storedAlert, storedMessage } from '../kit/alerts.ts';
import { isVerdict, wrongWith } from '../kit/answered-once.ts';
import { type Act, type Deed, mentioned, type Scene, typed, wrongWithAll } from '../kit/deeds.ts';
import { finding, note, openIncident, report, share } from '../kit/incident-deeds.ts';
import { bundledBot } from '../kit/made.ts';
import { startMain } from '../kit/main-process.ts';
import { migrateFurther } from '../kit/newer-version.ts';
import { preparedScene } from '../kit/prepared-scene.ts';
import { randomOf } from '../kit/random.ts';
import { HAS_POSTGRES, type Replicas, sharedUrl, startReplicas } from '../kit/replicas.ts';
import { commandEnvelope, type Envelope, eventEnvelope, pressEnvelope } from '../kit/slack-envelopes.ts';
import type { KeptMessage } from '../kit/slack-workspace.ts';
import { startSocketSlack } from '../kit/socket-slack.ts';
import type { SlackCall } from '../kit/stateful-slack.ts';

const SEED = Number(process.env['FLOWS_TEST_SEED'] ?? Date.now() % 1_000_000);
const LONG = 300_000;
/** Then all that was asked for is there, milliseconds. */
const SETTLED = 120_000;
/** Answers of which one becomes a finding, and one has its buttons pressed. */
const ANSWERS = 1;
/** So many envelopes are handed at once. */
const AT_ONCE = 3;
/** Questions in one channel, and milliseconds between two posts there. */
const ASKED_AT_ONCE = 9;
const PACE = 400;
/** A post may be on its way for so many of them. */
const ON_THE_WAY = 3;
/** Milliseconds between two questions of the stream. */
const EVERY = 400;
/** A machine that is busy takes its time, also for what Slack's stand-in has been sent. */
const WORKING = { drainSeconds: 5, takes: 400, settling: [500, 2500] };
/** Questions while something is changed, at most. */
const MOST_MEANWHILE = 8;
/** Questions and alerts between two restarts. */
const BETWEEN = 4;

/** What people do that leaves work behind. */
const ACTS: readonly Act[] = [
  typed('reject 10.0.1.5', 0),
  mentioned('reject 10.0.1.5', 0),
  typed('records 10.0.1.5 as csv', 1),
  share,
  openIncident,
  finding(),
  note,
  report('md'),
  mentioned('records 10.0.1.5 as csv', 1),
  report('csv'),
];
const QUESTIONS: readonly Act[] = [
  typed('reject 10.0.1.5', 0),
  mentioned('reject 10.0.1.5', 0),
  typed('records 10.0.1.5 as csv', 1),
];

/** Of people who only ask. */
function sceneOf({ slack, store }: Replicas): Scene {
  const rest = { channel: '', cardTs: '', answers: [] };
  return { slack, ...rest, audit: createAudit(store.db), incidents: createIncidents(store.db) };
}

/** A button under an answer that everybody looks at. */
function pressed({ slack, channel, answers }: Scene, action: string, user: string): Envelope {
  const { ts = '', question: value = '' } = answers[0] ?? {};
  return pressEnvelope(slack.url, { action: { action_id: action, value }, channel, ts, user });
}

function mention(text: string, channel: string): Envelope {
  return eventEnvelope({
    type: 'app_mention',
    user: 'U0ASKER',
    text: `<@U0FLOWS> ${text}`,
    channel,
    ts: '1699.1',
  });
}

describe.skipIf(!HAS_POSTGRES)('three processes on one Postgres, each with a socket to one Slack', () => {
  beforeAll(bundledBot, LONG);

  it(
    `acknowledge each time what is handed to two or three of them, also late, and do it once (seed ${SEED})`,
    async () => {
      const random = randomOf(SEED);
      const { slack, store, settled } = await startReplicas({ random });
      const scene = await preparedScene(slack, store, (envelope) => slack.hand(envelope), ANSWERS);
      await settled();
      const { channel, answers } = scene;
      const inThread = () => slack.messages(channel).filter((one) => one.thread_ts === answers[0]?.ts);
      const before = inThread().length;
      const deeds = ACTS.map((act, nth) => act(scene, nth));
      const all = [
        ...deeds.map(({ envelope }) => envelope),
        mention('help', 'C0HELP'),
        mention('rejct 10.0.1.5', 'C0WRONG'),
        pressed(scene, 'flows-rerun', 'U0RERUN'),
        pressed(scene, 'flows-right', 'U0RIGHT'),
        pressed(scene, 'flows-share', 'U0SHARE'),
      ];
      const handAll = async () => {
        for (let from = 0; from < all.length; from += AT_ONCE) {
          const some = all.slice(from, from + AT_ONCE);
          await Promise.all(some.map((envelope) => slack.hand(envelope, 2 + Math.floor(random() * 2))));
        }
        await settled();
      };

      await handAll();
      const help = await slack.hand(commandEnvelope(slack.url, { channel_id: 'C0HELP', text: 'help' }), 3);
      await handAll();

      await vi.waitFor(async () => expect(await wrongWithAll(deeds)).toEqual([]), SETTLED);
      expect(['C0HELP', 'C0WRONG'].map((place) => slack.messages(place).length)).toEqual([1, 1]);
      // What is asked again is a question of its own in the thread, with its reasons.
      expect(inThread().slice(before).filter(isVerdict)).toHaveLength(1);
      expect(slack.calls.filter(({ method }) => method === 'views.open')).toHaveLength(1);
      const whispersTo = (user: string) => slack.whispers().filter((one) => one.user === user);
      expect(whispersTo('U0RIGHT')).toHaveLength(1);
      expect(whispersTo('U0SHARE')).toEqual([]);
      // What the command says is in the acknowledgement that Slack hears first.
      if (help.every(({ retries }) => retries === 0))
        expect(
          help.filter(({ payload }) => JSON.stringify(payload).includes('What flows answers')),
        ).toHaveLength(1);
    },
    LONG,
  );

  it(
    `post in one channel at the pace of one, and what belongs to an answer in its order (seed ${SEED})`,
    async () => {
      const replicas = await startReplicas({ random: randomOf(SEED), working: { pace: PACE } });
      const { slack, settled } = replicas;
      const scene = sceneOf(replicas);
      const began = new Map<SlackCall, number>();
      slack.watch((call) => {
        if (call.method === 'chat.postMessage' && !began.has(call)) began.set(call, performance.now());
      });
      // The same place for all.
      const deeds = Array.from({ length: ASKED_AT_ONCE }, (_, nth) =>
        QUESTIONS[nth % QUESTIONS.length]?.(scene, nth * 3),
      ).filter((deed) => deed !== undefined);

      await Promise.all(deeds.map(({ envelope }) => slack.hand(envelope)));
      await settled();

      expect(await wrongWithAll(deeds)).toEqual([]);
      const posts = [...began].filter(([{ args }]) => args['channel'] === 'C0KILL0');
      const times = posts.map(([, at]) => at);
      expect(posts.length).toBeGreaterThanOrEqual(2 * ASKED_AT_ONCE);
      expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeGreaterThan((posts.length - 1 - ON_THE_WAY) * PACE);
      // No verdict stands over a thread that has no reasons yet.
      const at = (isIt: (args: Readonly<Record<string, string>>) => boolean, method: string) =>
        slack.calls.findIndex((call) => call.method === method && isIt(call.args));
      const roots = slack.messages('C0KILL0').filter(({ thread_ts: thread }) => thread === undefined);
      const early = roots.filter(({ ts }) => {
        const reasons = at((args) => args['thread_ts'] === ts, 'chat.postMessage');
        const verdict = at(
          (args) =>
            args['ts'] === ts &&
            /asked by/.test(args['blocks'] ?? '') &&
            !/flows-cancel/.test(args['blocks'] ?? ''),
          'chat.update',
        );
        return verdict < reasons || reasons < 0;
      });
      expect(early).toEqual([]);
    },
    LONG,
  );

  it(
    `lose nothing and say nothing twice while one is killed, each is replaced, and a newer one migrates the store (seed ${SEED})`,
    async () => {
      const random = randomOf(SEED);
      const replicas = await startReplicas({ random, working: WORKING });
      const { slack, store, url, bots, settled } = replicas;
      const scene = sceneOf(replicas);
      const deeds: Deed[] = [];
      const handed: Promise<unknown>[] = [];
      let alerts = 0;

      /** A question, and an alert now and then, that some process is to tell of. */
      async function ask(): Promise<void> {
        const nth = deeds.length;
        const deed = (QUESTIONS[nth % QUESTIONS.length] ?? typed('reject 10.0.1.5', 0))(scene, nth);
        deeds.push(deed);
        handed.push(slack.hand(deed.envelope, random() < 0.2 ? 2 : 1));
        if (nth % 3 === 0) {
          const id = `M${alerts}`;
          alerts += 1;
          await decided(
            store,
            {
              alerts: [storedAlert({ id: `A${id}`, key: `K${id}`, number: 0, message: id })],
              messages: [storedMessage({ id, alerts: [`A${id}`] })],
            },
            id,
          );
        }
        await new Promise((resolve) => setTimeout(resolve, EVERY));
      }

      async function askSome(): Promise<void> {
        for (let asked = 0; asked < BETWEEN; asked += 1) await ask();
      }

      /** Asks all the while, and on a machine that takes its time not for ever. */
      async function asking<T>(change: Promise<T>): Promise<T> {
        let isOver = false;
        const over = change.finally(() => {
          isOver = true;
        });
        for (let asked = 0; !isOver && asked < MOST_MEANWHILE; asked += 1) await ask();
        return over;
      }

      await askSome();
      bots[0]?.kill();
      await askSome();
      await asking(bots[0]?.restart() ?? Promise.reject(new Error('there is none')));
      slack.disconnect(slack.sockets()[0] ?? expect.fail('nobody is connected'));
      await askSome();
      const drains: number[] = [];
      for (const bot of bots) {
        await askSome();
        const { code, took } = await asking(bot.stop());
        expect(code).toBe(0);
        drains.push(took);
        await asking(bot.restart());
      }
      await asking(migrateFurther(store));
      const older = await asking(startMain(slack.settings, { DATABASE_URL: url }).then(({ ended }) => ended));
      await askSome();
      await Promise.all(handed);
      await settled();

      expect(await wrongWithAll(deeds)).toEqual([]);
      // Those that run go on; one that starts says why it does not.
      expect(older.code).toBe(2);
      expect(older.said).toContain(
        'A store that a newer version of flows has written cannot be read by an older one.',
      );
      const told = slack.messages(ALERTS).map(({ text }) => text);
      expect(told).toHaveLength(alerts);
      // Nobody is told to ask again; that the store is slow is true of a machine that is busy.
      expect(slack.whispers()).toEqual([]);
      const refusals = slack.calls.filter(({ args }) =>
        /not answered|being stopped/.test(args['body'] ?? ''),
      );
      expect(refusals).toEqual([]);
      const { redelivered } = slack;
      const closed = redelivered.filter((why) => why === 'socket_closed').length;
      process.stdout.write(
        `${deeds.length} questions, ${alerts} alerts; drained in ${drains.map((took) => `${(took / 1000).toFixed(1)} s`).join(', ')}; delivered again: ${closed} as a socket closed, ${redelivered.length - closed} as none acknowledged\n`,
      );
    },
    LONG,
  );

  it(
    'end with 0 when the process is asked to stop, and leave no question behind',
    async () => {
      const slack = await startSocketSlack();
      onTestFinished(() => slack.close());
      const main = await startMain(slack.settings, { DATABASE_URL: await sharedUrl() });
      const envelope = commandEnvelope(slack.url, {
        channel_id: 'C0OPS',
        text: 'top last 30m',
        trigger_id: 'T1',
      });

      await slack.hand(envelope);
      main.stop();
      const { code } = await main.ended;

      expect(code).toBe(0);
      const isRoot = ({ thread_ts: thread }: KeptMessage) => thread === undefined;
      expect(wrongWith(slack.messages('C0OPS'), { isRoot, files: 0 })).toEqual([]);
    },
    LONG,
  );
});
