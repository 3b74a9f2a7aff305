/** What a whole round of the watcher costs over a day of records, and whether that grows faster than the records do. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Form, makeDay } from './made-day.ts';
import type { Measured } from './measure.ts';
import type { Round } from './watch-round.ts';

const SIZES = [1_000_000, 3_000_000, 10_000_000] as const;
const FORMS: readonly Form[] = ['parquet', 'log.gz'];
const MILLION = 1_000_000;

async function roundOver(folder: string, isAlone: boolean): Promise<Round> {
  const script = join(import.meta.dirname, 'watch-round.js');
  const parts = [script, folder, ...(isAlone ? ['alone'] : [])];
  const { stdout } = await promisify(execFile)(process.execPath, parts);
  return JSON.parse(stdout) as Round;
}

async function measured(form: Form, folder: string): Promise<readonly Measured[]> {
  const took: number[] = [];
  const figures: Measured[] = [];
  for (const size of SIZES) {
    const records = join(folder, `${form}-${size}`);
    await mkdir(records);
    await makeDay(records, size, form);
    const { hour, day, peak, slowest } = await roundOver(records, size === SIZES.at(-1));
    took.push(hour + day);
    const alone = slowest === null ? '' : `; alone: ${slowest}`;
    figures.push({
      name: `a watcher's round, ${size / MILLION} million records a day in ${form}: seconds (wanted: below 30)`,
      ratio: hour + day,
      detail: `last hour ${hour.toFixed(1)} s, last day ${day.toFixed(1)} s; ${Math.round(peak / MILLION)} MB of memory (wanted: below 1000)${alone}`,
    });
    await rm(records, { recursive: true });
  }
  const [least = Number.NaN] = took;
  const most = took.at(-1) ?? Number.NaN;
  return [
    ...figures,
    {
      name: `ten times the records in ${form}: times as long (wanted: at most 10)`,
      ratio: most / least,
      detail: `${least.toFixed(1)} s and ${most.toFixed(1)} s`,
    },
  ];
}

export async function benchWatch(): Promise<Measured[]> {
  const folder = await mkdtemp(join(tmpdir(), 'flows-bench-'));
  try {
    const figures: Measured[] = [];
    for (const form of FORMS) figures.push(...(await measured(form, folder)));
    return figures;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
