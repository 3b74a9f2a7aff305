/**
 * A whole bot as a process of its own, to be killed, or asked to stop: a store in a file or on Postgres, a few records, Slack over HTTP or a socket.
 * Where it is given a folder of records it watches that for alerts. It starts when it is told on its standard input how far its clock is ahead, so
 * that loading it takes no time of the test, and may be told so again.
 */
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { pino } from 'pino';
import { ALERT_DEFAULTS } from '../../../src/alerts/settings.ts';
import { createFilesEngine } from '../../../src/backends/files/engine.ts';
import { createMemoryEngine } from '../../../src/backends/memory/memory-engine.ts';
import { DETECTOR_IDS } from '../../../src/diagnosis/detection.ts';
import type { Source } from '../../../src/investigation/source.ts';
import type { Engine } from '../../../src/query/engine.ts';
import { parseText } from '../../../src/record/parse-lines.ts';
import { createBot } from '../../../src/slack/bot.ts';
import type { SlackSettings } from '../../../src/slack/connection/settings.ts';
import { openStore } from '../../../src/store/store.ts';

interface Told {
  readonly settings: SlackSettings;
  /** The file of its store, or the URL of a Postgres. */
  readonly store: string;
  /** Of the records that it watches. */
  readonly folder?: string;
  /** How long questions may go on once it is asked to stop. */
  readonly drainSeconds?: number;
  /** Milliseconds between two posts in one channel. */
  readonly pace?: number;
  /** Before each look whether a message arrived that Slack gave no clear answer about, milliseconds. */
  readonly settling?: readonly number[];
  /** Milliseconds that each query takes. */
  readonly takes?: number;
}

/** Where alerts are told. */
const CHANNEL = 'C0ALERTS';
/** Milliseconds; several processes look in turn. */
const GLANCE = { alone: 20, shared: 100 };

const told = JSON.parse(process.env['FLOWS_TEST_BOT'] ?? '') as Told;

/** What 10.0.1.5 was sent within the last half hour. */
function records(now: number): string {
  const lines = Array.from({ length: 20 }, (_, index) => {
    const end = now - 60 - index * 90;
    return `2 123456789010 eni-0web 10.0.2.9 10.0.1.5 ${40000 + index} 5432 6 3 180 ${end - 60} ${end} REJECT OK`;
  });
  return lines.join('\n');
}

function slowed(engine: Engine): Engine {
  const { takes = 0 } = told;
  if (takes === 0) return engine;
  return {
    ...engine,
    async run(query, options) {
      await wait(takes, undefined, { signal: options.signal });
      return engine.run(query, options);
    },
  };
}

function sourceOf(): Pick<Source, 'about' | 'engine'> {
  if (told.folder === undefined) {
    const { records: kept } = parseText(records(Math.floor(Date.now() / 1000)), { file: 'records' });
    const about = { kind: 'memory', account: null, region: null, tags: {} };
    return { about, engine: slowed(createMemoryEngine(kept)) };
  }
  const about = { kind: 'files', account: '111122223333', region: null, tags: {} };
  return { about, engine: createFilesEngine({ paths: [told.folder] }) };
}

const source: Source = {
  name: 'records',
  ...sourceOf(),
  flowLogSettings: async () => ({ flowLogs: null, notes: [] }),
};

/** What is planted is found by one detector; the others would only take time. */
const ALERTS = {
  ...ALERT_DEFAULTS,
  ...{ channel: CHANNEL, groupWait: 0, recoverRounds: 1, messagesPerDay: 100 },
  off: DETECTOR_IDS.filter((id) => id !== 'blocked-dependency'),
};

let ahead = 0;
process.stdin.on('data', (lines: Buffer) => {
  ahead = Number(lines.toString().trim().split('\n').at(-1));
});
await once(process.stdin, 'data');
const isShared = told.store.startsWith('postgres:');
const store = await openStore(
  isShared ? { url: told.store, path: ':memory:' } : { url: null, path: told.store },
);
const bot = createBot({
  settings: told.settings,
  store,
  sources: [source],
  now: () => Date.now() + ahead,
  monotonic: () => performance.now(),
  log: pino({ level: process.env['FLOWS_TEST_LOG'] ?? 'silent' }, pino.destination(2)),
  drainSeconds: told.drainSeconds ?? 0,
  healthPort: null,
  pace: told.pace ?? 0,
  // Slack's stand-in takes its time where several processes keep the machine busy.
  settling: told.settling ?? (isShared ? [300, 1200] : [50, 200]),
  glance: isShared ? GLANCE.shared : GLANCE.alone,
  ...(told.folder !== undefined && { alerts: ALERTS }),
});
process.once('SIGTERM', async () => {
  await bot.stop();
  await source.engine.close();
  await store.close();
  process.stdin.destroy();
});
const { port } = await bot.start();
process.stdout.write(`${port ?? 0}\n`);
