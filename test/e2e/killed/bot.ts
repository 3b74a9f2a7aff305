/**
 * A whole bot as a process of its own, to be killed: a store in a file, a few records, Slack over HTTP. It starts when it is told to on its
 * standard input, so that loading it takes no time of the test.
 */
import { once } from 'node:events';
import { pino } from 'pino';
import { createMemoryEngine } from '../../../src/backends/memory/memory-engine.ts';
import type { Source } from '../../../src/investigation/source.ts';
import { parseText } from '../../../src/record/parse-lines.ts';
import { createBot } from '../../../src/slack/bot.ts';
import type { SlackSettings } from '../../../src/slack/connection/settings.ts';
import { openStore } from '../../../src/store/store.ts';

interface Told {
  readonly settings: SlackSettings;
  /** The file of its store. */
  readonly path: string;
}

const told = JSON.parse(process.env['FLOWS_TEST_BOT'] ?? '') as Told;

/** What 10.0.1.5 was sent within the last half hour. */
function records(now: number): string {
  const lines = Array.from({ length: 20 }, (_, index) => {
    const end = now - 60 - index * 90;
    return `2 123456789010 eni-0web 10.0.2.9 10.0.1.5 ${40000 + index} 5432 6 3 180 ${end - 60} ${end} REJECT OK`;
  });
  return lines.join('\n');
}

const { records: kept } = parseText(records(Math.floor(Date.now() / 1000)), { file: 'records' });
const source: Source = {
  name: 'records',
  about: { kind: 'memory', account: null, region: null, tags: {} },
  engine: createMemoryEngine(kept),
  flowLogSettings: async () => ({ flowLogs: null, notes: [] }),
};

await once(process.stdin, 'data');
const bot = createBot({
  settings: told.settings,
  store: await openStore({ url: null, path: told.path }),
  sources: [source],
  now: Date.now,
  monotonic: () => performance.now(),
  log: pino({ level: process.env['FLOWS_TEST_LOG'] ?? 'silent' }, pino.destination(2)),
  drainSeconds: 0,
  healthPort: null,
  pace: 0,
  settling: [50, 200],
});
const { port } = await bot.start();
process.stdout.write(`${port}\n`);
