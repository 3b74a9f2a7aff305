/** What a whole round of the watcher costs over a day of records, and whether that grows faster than the records do. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_DETECTION } from '../../src/analyzers/detection/detecting.ts';
import type { Detector } from '../../src/analyzers/detection/detector.ts';
import { DETECTORS } from '../../src/analyzers/detectors.ts';
import { createFilesEngine } from '../../src/backends/files/engine.ts';
import { investigate } from '../../src/investigation/investigate.ts';
import type { Engine } from '../../src/query/engine.ts';
import { ABOUT } from '../kit/about.ts';
import { request } from '../kit/scope.ts';
import { DAY_END, type Form, makeDay } from './made-day.ts';
import type { Measured } from './measure.ts';
import { holding } from './memory.ts';

const SIZES = [1_000_000, 3_000_000, 10_000_000] as const;
const FORMS: readonly Form[] = ['parquet', 'log.gz'];
const SPANS: Readonly<Record<Detector['pace'], number>> = { round: 3600, day: 86_400 };
const MILLION = 1_000_000;
/** Detectors that are told of by name: those that take longest alone. */
const SLOWEST = 5;

async function look(engine: Engine, analyzers: readonly Detector[], seconds: number): Promise<void> {
  if (analyzers.length === 0) return;
  const { findings } = await investigate({
    request: request({ text: 'scan', subjects: [], window: { start: DAY_END - seconds, end: DAY_END } }),
    analyzers,
    source: {
      ...{ name: 'records', about: ABOUT, engine },
      flowLogSettings: async () => ({ flowLogs: null, notes: [] }),
    },
    ...{ now: DAY_END, monotonic: () => performance.now(), signal: new AbortController().signal },
    detecting: { settings: DEFAULT_DETECTION, history: null },
    conclude: (found) => ({
      findings: [
        ...found,
        {
          ...{ verdict: 'detections', confidence: 1, summary: '', blocker: null },
          ...{ evidence: [], nextCheck: '' },
        },
      ],
    }),
  });
  const failed = findings.find(({ detection, confidence }) => !detection && confidence === 0);
  if (failed) throw new TypeError(failed.summary);
}

async function seconds(run: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await run();
  return (performance.now() - began) / 1000;
}

/** All detectors of the last hour, and then all of the last day. */
async function round(folder: string): Promise<{ readonly hour: number; readonly day: number }> {
  const engine = createFilesEngine({ paths: [folder] });
  const of = (pace: Detector['pace']) =>
    seconds(() =>
      look(
        engine,
        DETECTORS.filter((one) => one.pace === pace),
        SPANS[pace],
      ),
    );
  const [hour, day] = [await of('round'), await of('day')];
  await engine.close();
  return { hour, day };
}

/** Each alone: what they share is asked by each anew. */
async function slowest(folder: string): Promise<string> {
  const engine = createFilesEngine({ paths: [folder] });
  const each: { readonly id: string; readonly took: number }[] = [];
  for (const detector of DETECTORS) {
    const took = await seconds(() => look(engine, [detector], SPANS[detector.pace]));
    each.push({ id: detector.id, took });
  }
  await engine.close();
  return each
    .sort((a, b) => b.took - a.took)
    .slice(0, SLOWEST)
    .map(({ id, took }) => `${id} ${took.toFixed(1)} s`)
    .join(', ');
}

async function measured(form: Form, folder: string): Promise<readonly Measured[]> {
  const took: number[] = [];
  const figures: Measured[] = [];
  for (const size of SIZES) {
    const records = join(folder, `${form}-${size}`);
    await mkdir(records);
    await makeDay(records, size, form);
    const { value, held } = await holding(() => round(records));
    took.push(value.hour + value.day);
    const alone = size === SIZES.at(-1) ? `; alone: ${await slowest(records)}` : '';
    figures.push({
      name: `a watcher's round, ${size / MILLION} million records a day in ${form}: seconds (wanted: below 30)`,
      ratio: value.hour + value.day,
      detail: `last hour ${value.hour.toFixed(1)} s, last day ${value.day.toFixed(1)} s; ${Math.round(held.peak / MILLION)} MB of memory (wanted: below 1000)${alone}`,
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
