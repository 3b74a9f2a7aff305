/** One round of the watcher over a folder of records, in a process of its own, so that nothing else is in its memory; prints what it took. */
import { DEFAULT_DETECTION } from '../../src/analyzers/detection/detecting.ts';
import type { Detector } from '../../src/analyzers/detection/detector.ts';
import { DETECTORS } from '../../src/analyzers/detectors.ts';
import { createFilesEngine } from '../../src/backends/files/engine.ts';
import { investigate } from '../../src/investigation/investigate.ts';
import type { Engine } from '../../src/query/engine.ts';
import { ABOUT } from '../kit/about.ts';
import { remembered } from '../kit/detecting.ts';
import { request } from '../kit/scope.ts';
import { DAY_END } from './made-day.ts';
import { holding } from './memory.ts';

const SPANS: Readonly<Record<Detector['pace'], number>> = { round: 3600, day: 86_400 };
/** Detectors that are told of by name: those that take longest alone. */
const SLOWEST = 5;
/** What the watcher remembers, so that no round asks for the day before: three weeks in which nothing was unusual. */
const HISTORY = remembered({ since: DAY_END - 21 * 86_400 });

export interface Round {
  /** Seconds. */
  readonly hour: number;
  readonly day: number;
  /** Bytes. */
  readonly peak: number;
  /** Each detector alone, where that was asked for. */
  readonly slowest: string | null;
}

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
    detecting: { settings: DEFAULT_DETECTION, history: HISTORY },
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

const [folder = '', isAlone] = process.argv.slice(2);
const { value, held } = await holding(() => round(folder));
const told: Round = { ...value, peak: held.peak, slowest: isAlone ? await slowest(folder) : null };
process.stdout.write(JSON.stringify(told));
