/** `npm run bench:load`: 50 people ask 10 questions a minute each, for 10 minutes; the bot, Slack and AWS each in a process or thread of its own. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { report } from './report.ts';
import { run } from './run.ts';

const SCENARIO = 'test/scenarios/017-rule-revoked-old-connections-live';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    people: { type: 'string', default: '50' },
    'per-minute': { type: 'string', default: '10' },
    faster: { type: 'string', default: '1' },
    seed: { type: 'string', default: '1' },
    sqlite: { type: 'boolean', default: false },
    patience: { type: 'string', default: '15' },
    keep: { type: 'boolean', default: false },
    flag: { type: 'string', multiple: true, default: [] },
  },
});
const say = (line: string): void => void process.stderr.write(`${line}\n`);
const folder = await mkdtemp(join(tmpdir(), 'flows-load-'));
say(`the bot's log is in ${folder}`);
const measured = await run(
  {
    ...{ seed: Number(values.seed), people: Number(values.people), minutes: Number(values.minutes) },
    ...{
      perMinute: Number(values['per-minute']),
      faster: Number(values.faster),
      patience: Number(values.patience),
      flags: values.flag,
      folder,
    },
    scenario: resolve(SCENARIO),
    postgres: values.sqlite ? undefined : process.env['FLOWS_TEST_DATABASE_URL'],
  },
  say,
);
const lines = report(measured);
for (const { figure, wanted, found, isMet } of lines) {
  const mark = isMet === null ? ' ' : isMet ? '✓' : '✗';
  process.stdout.write(`${mark} ${figure.padEnd(52)} ${wanted.padEnd(26)} ${found}\n`);
}
if (values.keep) await writeFile(join(folder, 'measured.json'), JSON.stringify(measured));
else await rm(folder, { recursive: true, force: true });
if (lines.some(({ isMet }) => isMet === false)) process.exitCode = 1;
