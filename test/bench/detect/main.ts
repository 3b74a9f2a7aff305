/** `npm run bench:detect`: measures every detector on labelled traffic, beside a public rule, at both aggregation intervals at the same time. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { DetectorId } from '../../../src/diagnosis/detection.ts';
import type { Setting } from './day-file.ts';
import { onlyNamed } from './only.ts';
import { planOf, QUICK, type Size, WHOLE } from './plan.ts';
import { judged, report } from './report.ts';
import { type Measurement, measurementOf } from './rows.ts';

const SETTINGS: readonly Setting[] = [
  { aggregation: 60, version: 5 },
  { aggregation: 600, version: 2 },
];
const REPORT = 'test/bench/DETECTION.md';

async function measure(
  size: Size,
  setting: Setting,
  detectors: readonly DetectorId[],
  folder: string,
): Promise<Measurement> {
  const output = join(folder, `${setting.aggregation}.json`);
  const script = join(import.meta.dirname, 'run-setting.js');
  const parts = [script, ...[size, setting, detectors].map((part) => JSON.stringify(part)), output];
  const [code] = await once(spawn(process.execPath, parts, { stdio: 'inherit' }), 'exit');
  if (code !== 0) throw new RangeError(`Measuring at ${setting.aggregation} s ended with ${code}.`);
  const outcome = JSON.parse(await readFile(output, 'utf8'));
  return measurementOf(setting.aggregation, outcome, planOf(size), size);
}

const { quick: isQuick, only } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, only: { type: 'string' } },
}).values;
const detectors = onlyNamed(only);
const size = isQuick ? QUICK : WHOLE;
const began = performance.now();
const folder = await mkdtemp(join(tmpdir(), 'flows-detect-'));
try {
  const measurements = await Promise.all(
    SETTINGS.map((setting) => measure(size, setting, detectors, folder)),
  );
  const text = report(measurements, {
    size,
    interfaces: planOf(size).fleet.hosts.length,
    date: new Date().toISOString().slice(0, 10),
    node: process.versions.node,
    seconds: (performance.now() - began) / 1000,
  });
  process.stdout.write(text);
  // What was measured quickly, or of some alone, is for whoever works on a detector, and says less.
  if (!isQuick && only === undefined) await writeFile(REPORT, text);
  if (measurements.flatMap((one) => judged(one, size)).some(({ isMet }) => !isMet)) process.exitCode = 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}
