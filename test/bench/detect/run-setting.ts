/** Measures the detectors and the public rules at one aggregation interval, in a process of its own; what it found goes to a file. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { createFilesEngine } from '../../../src/backends/files/engine.ts';
import type { DetectorId } from '../../../src/diagnosis/detection.ts';
import { flowLog } from '../../kit/scope.ts';
import { dayOf } from './attacks/all-attacks.ts';
import type { Injection } from './attacks/injection.ts';
import { ritaClaims } from './baselines/beacon-rule.ts';
import { claimsOf, RULES } from './baselines/rules.ts';
import { RollingMean } from './baselines/splunk.ts';
import { type Setting, writeDay } from './day-file.ts';
import { BEGINNING, type PlannedDay, planOf, type Size } from './plan.ts';
import type { Claim } from './score.ts';
import { fleetOn } from './traffic/clean-day.ts';
import { DAY } from './traffic/day.ts';
import type { Episode } from './watch/episodes.ts';
import { Watching } from './watch/watching.ts';

/** What a process hands back. */
export interface Outcome {
  readonly records: number;
  /** Of those that were measured. */
  readonly detectors: readonly DetectorId[];
  readonly injected: readonly Pick<Injection, 'detector' | 'variant'>[];
  readonly episodes: readonly Episode[];
  readonly rules: Readonly<Record<string, readonly Claim[]>>;
  readonly beaconPairs: number;
  readonly failures: readonly string[];
  /** Milliseconds of the median round. */
  readonly round: number;
  readonly dayRound: number;
}

class Rivals {
  readonly claims: Record<string, Claim[]> = {};
  pairs = 0;
  readonly #rolling = new RollingMean();
  readonly #detectors: readonly DetectorId[];

  /** @param detectors whose rivals they are */
  constructor(detectors: readonly DetectorId[]) {
    this.#detectors = detectors;
  }

  async day(path: string, { phase, scope }: PlannedDay): Promise<void> {
    const instance = await DuckDBInstance.create(':memory:', { memory_limit: '1GB' });
    const connection = await instance.connect();
    try {
      await connection.run(`CREATE TABLE records AS SELECT * FROM '${path}'`);
      const spikes = this.#stands('reject-spike') ? await this.#rolling.day(connection, scope.start) : [];
      if (phase === 'learning') return;
      this.#add('reject-spike', spikes);
      for (const rule of RULES)
        if (this.#stands(rule.detector)) this.#add(rule.detector, await claimsOf(connection, rule));
      if (!this.#stands('beacon')) return;
      const { claims, pairs } = await ritaClaims(connection, scope.start);
      this.#add('beacon', claims);
      if (phase === 'clean') this.pairs += pairs;
    } finally {
      connection.closeSync();
      instance.closeSync();
    }
  }

  #stands(detector: DetectorId): boolean {
    return this.#detectors.includes(detector);
  }

  #add(rule: string, claims: readonly Claim[]): void {
    this.claims[rule] = [...(this.claims[rule] ?? []), ...claims];
  }
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

async function measured(
  size: Size,
  setting: Setting,
  detectors: readonly DetectorId[],
  folder: string,
): Promise<Outcome> {
  const { injections, days } = planOf(size);
  const logs = Array.from({ length: size.stacks }, (_, stack) =>
    flowLog({
      flowLogId: `fl-0${stack}`,
      resourceId: `vpc-0${stack}`,
      aggregationInterval: setting.aggregation,
      destination: 's3',
    }),
  );
  const watching = new Watching(BEGINNING, logs, detectors);
  const rivals = new Rivals(detectors);
  let records = 0;
  let before: string | undefined;
  for (const day of days) {
    const { scope, pace } = day;
    const path = join(folder, `day-${scope.number}.parquet`);
    records += await writeDay(path, dayOf(scope, injections), fleetOn(scope), setting);
    const engine = createFilesEngine({ paths: before ? [before, path] : [path] });
    await watching.day(engine, scope.start + DAY, pace);
    await engine.close();
    await rivals.day(path, day);
    if (before) await rm(before);
    before = path;
    process.stderr.write(
      `${setting.aggregation} s: day ${scope.number + 1} of ${days.length}, ${watching.episodes.all().length} alerts\n`,
    );
  }
  return {
    detectors,
    injected: injections.map(({ detector, variant }) => ({ detector, variant })),
    ...{ records, episodes: watching.episodes.all(), rules: rivals.claims, beaconPairs: rivals.pairs },
    failures: [...watching.failures],
    round: median(watching.milliseconds.round),
    dayRound: median(watching.milliseconds.day),
  };
}

const [size, setting, detectors, output] = process.argv.slice(2);
if (size === undefined || setting === undefined || detectors === undefined || output === undefined)
  throw new TypeError('What is to be measured, and where to write it, was not said.');
const folder = await mkdtemp(join(tmpdir(), 'flows-detect-'));
try {
  const outcome = await measured(JSON.parse(size), JSON.parse(setting), JSON.parse(detectors), folder);
  await writeFile(output, JSON.stringify(outcome));
} finally {
  await rm(folder, { recursive: true, force: true });
}
