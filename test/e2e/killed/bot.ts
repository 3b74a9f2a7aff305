/**
 * A whole bot as a process of its own, to be killed: a store in a file or on Postgres, a few records, Slack over HTTP. Where it is given a folder of
 * records it watches that for alerts. It starts when it is told on its standard input how far its clock is ahead, so that loading it takes no time of
 * the test, and may be told so again.
 */
import { once } from 'node:events';
import { pino } from 'pino';
import { ALERT_DEFAULTS } from '../../../src/alerts/settings.ts';
import { createFilesEngine } from '../../../src/backends/files/engine.ts';
import { createMemoryEngine } from '../../../src/backends/memory/memory-engine.ts';
import { DETECTOR_IDS } from '../../../src/diagnosis/detection.ts';
import type { Source } from '../../../src/investigation/source.ts';
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

function sourceOf(): Pick<Source, 'about' | 'engine'> {
  if (told.folder === undefined) {
    const { records: kept } = parseText(records(Math.floor(Date.now() / 1000)), { file: 'records' });
    const about = { kind: 'memory', account: null, region: null, tags: {} };
    return { about, engine: createMemoryEngine(kept) };
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
const bot = createBot({
  settings: told.settings,
  store: await openStore(isShared ? { url: told.store, path: ':memory:' } : { url: null, path: told.store }),
  sources: [source],
  now: () => Date.now() + ahead,
  monotonic: () => performance.now(),
  log: pino({ level: process.env['FLOWS_TEST_LOG'] ?? 'silent' }, pino.destination(2)),
  drainSeconds: 0,
  healthPort: null,
  pace: 0,
  settling: [50, 200],
  glance: isShared ? GLANCE.shared : GLANCE.alone,
  ...(told.folder !== undefined && { alerts: ALERTS }),
});
const { port } = await bot.start();
process.stdout.write(`${port}\n`);
