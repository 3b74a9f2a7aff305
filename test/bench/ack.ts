/** How soon `/flows` is acknowledged when a hundred people ask at once, beside an app of bare Bolt that only echoes. */
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type MessagePort, parentPort, Worker } from 'node:worker_threads';
import { App } from '@slack/bolt';
import { pino } from 'pino';
import type { Source } from '../../src/investigation/source.ts';
import { createBot } from '../../src/slack/bot.ts';
import type { SlackSettings } from '../../src/slack/connection/settings.ts';
import { openStore } from '../../src/store/store.ts';
import { ABOUT } from '../kit/about.ts';
import { type SlackApi, startSlackApi } from '../kit/slack-api.ts';
import type { Measured } from './measure.ts';

const AT_ONCE = 100;
const ROUNDS = 6;
const WANTED_MILLISECONDS = 100;

const SOURCE: Source = {
  name: 'empty',
  engine: {
    id: 'empty',
    run: async () => ({
      rows: [],
      cutOff: false,
      scan: { queries: 0, bytes: 0, records: 0, estimatedUsd: 0, milliseconds: 0 },
      malformed: { count: 0, samples: [] },
      notes: [],
    }),
    close: async () => {},
  },
  about: ABOUT,
  flowLogSettings: async () => ({ flowLogs: null, notes: [] }),
};

/** Milliseconds from sending each command to having its acknowledgement. */
async function acknowledgements(api: SlackApi, port: number): Promise<readonly number[]> {
  return Promise.all(
    Array.from({ length: AT_ONCE }, async (_, index) => {
      const began = performance.now();
      const response = await api.command(port, { text: `reject 10.0.1.${index}` });
      await response.text();
      if (response.status !== 200) throw new Error(`a command was acknowledged with ${response.status}`);
      return performance.now() - began;
    }),
  );
}

/** Every question of a round is answered before the next round, so that each begins with a bot at rest. */
async function answered(api: SlackApi, questions: number): Promise<void> {
  while (api.of('chat.postMessage').length < 2 * questions || api.of('chat.update').length < questions) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

interface Order {
  readonly port: number;
  /** How many questions are to be answered afterwards. */
  readonly answers: number;
}

/** Slack's side, in a thread of its own as Slack is on machines of its own: the stand-in, and those who ask. */
async function beSlack(toBot: MessagePort): Promise<void> {
  const api = await startSlackApi();
  toBot.on('message', async ({ port, answers }: Order) => {
    const times = await acknowledgements(api, port);
    await answered(api, answers);
    toBot.postMessage(times);
  });
  toBot.postMessage(api.settings);
}

if (parentPort) await beSlack(parentPort);

async function heard<T>(slack: Worker): Promise<T> {
  const [message] = (await once(slack, 'message')) as [T];
  return message;
}

function percentile99(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * 0.99) - 1] ?? Number.NaN;
}

async function startEcho(settings: SlackSettings): Promise<{ port: number; stop: () => Promise<unknown> }> {
  const { botToken: token, signingSecret, apiUrl } = settings;
  if (signingSecret === null || apiUrl === null) throw new TypeError('the stand-in speaks HTTP');
  const app = new App({ token, signingSecret, clientOptions: { slackApiUrl: apiUrl } });
  app.command('/flows', async ({ ack, command }) => ack(command.text));
  const server = await app.start(0);
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new TypeError('it listens on no port');
  return { port: address.port, stop: () => app.stop() };
}

export async function benchAck(): Promise<Measured[]> {
  const slack = new Worker(fileURLToPath(import.meta.url));
  const settings = await heard<SlackSettings>(slack);
  const echo = await startEcho(settings);
  const folder = await mkdtemp(join(tmpdir(), 'flows-bench-'));
  const store = await openStore({ url: null, path: join(folder, 'flows.db') });
  const bot = createBot({
    store,
    // All ask in one channel, which is paced in a workspace.
    pace: 0,
    settings,
    sources: [SOURCE],
    now: Date.now,
    monotonic: () => performance.now(),
    log: pino({ level: 'silent' }),
    drainSeconds: 10,
    healthPort: null,
  });
  const { port } = await bot.start();
  if (port === null) throw new TypeError('the bot listens on no port');

  async function ask(order: Order): Promise<readonly number[]> {
    slack.postMessage(order);
    return heard(slack);
  }

  const [ours, bare]: [number[], number[]] = [[], []];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const echoed = await ask({ port: echo.port, answers: 0 });
    const asked = await ask({ port, answers: (round + 1) * AT_ONCE });
    // The first round warms up.
    if (round === 0) continue;
    bare.push(...echoed);
    ours.push(...asked);
  }
  await Promise.all([bot.stop(), echo.stop()]);
  await store.close();
  await rm(folder, { recursive: true });
  await slack.terminate();

  const [mine, least] = [percentile99(ours), percentile99(bare)];
  return [
    {
      name: `acknowledged, 99th of 100, ${AT_ONCE} at once (wanted: +${WANTED_MILLISECONDS} ms)`,
      ratio: mine / least,
      detail: `${mine.toFixed(0)} ms, bare Bolt ${least.toFixed(0)} ms: ${(mine - least).toFixed(0)} ms above it, ${ROUNDS} rounds`,
    },
  ];
}
