/** A watcher over files in a folder of the test, on a clock that the test moves. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { onTestFinished } from 'vitest';
import { createDecide, type Decide } from '../../src/alerts/decide.ts';
import type { Outlet, Telling } from '../../src/alerts/outlet.ts';
import { ALERT_DEFAULTS, type AlertSettings } from '../../src/alerts/settings.ts';
import { type AlertMemory, createAlertMemory } from '../../src/alerts/stored.ts';
import type { WatchParts } from '../../src/alerts/watch-parts.ts';
import { type AlertWatcher, createAlertWatcher } from '../../src/alerts/watcher.ts';
import { DEFAULT_DETECTION } from '../../src/analyzers/detection/detecting.ts';
import { unusualProtocol } from '../../src/analyzers/unusual-protocol.ts';
import { createFilesEngine } from '../../src/backends/files/engine.ts';
import type { Source } from '../../src/investigation/source.ts';
import { createJobs } from '../../src/store/jobs.ts';
import { createStoredLedger } from '../../src/store/ledger.ts';
import type { Store } from '../../src/store/store.ts';
import { UNSEEN } from './telemetry.ts';

/** 2026-11-25 12:00:00 UTC, seconds since the epoch. */
export const NOON = 1_795_608_000;

/** Milliseconds: nobody starts it, each look is the test's. */
const GLANCE = 5000;

const SILENT = pino({ level: process.env['FLOWS_TEST_LOG'] ?? 'silent' });

export interface Folder {
  readonly source: Source;
  write(name: string, lines: readonly string[]): Promise<void>;
}

export async function folderSource(name = 'production'): Promise<Folder> {
  const folder = await mkdtemp(join(tmpdir(), 'flows-watched-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const engine = createFilesEngine({ paths: [folder] });
  onTestFinished(() => engine.close());
  return {
    source: {
      name,
      about: { kind: 'files', account: '111122223333', region: null, tags: {} },
      engine,
      flowLogSettings: async () => ({ flowLogs: null, notes: [] }),
    },
    write: (file, lines) => writeFile(join(folder, `${file}.log`), `${lines.join('\n')}\n`),
  };
}

/** One record of the default format, a minute long. @param end seconds since the epoch */
export function recordLine(end: number, protocol = 6, interfaceId = 'eni-0web', packets = 20): string {
  return `2 111122223333 ${interfaceId} 10.0.1.5 10.0.2.9 ${protocol === 6 ? '40000 443' : '0 0'} ${protocol} ${packets} 4000 ${end - 60} ${end} ACCEPT OK`;
}

/** A record each minute. */
export function traffic(from: number, to: number): readonly string[] {
  return Array.from({ length: Math.ceil((to - from) / 60) }, (_, index) => recordLine(from + index * 60));
}

export interface Clock {
  /** Seconds since the epoch. */
  seconds: number;
}

interface Told extends Telling {
  readonly id: string;
}

export interface Watching {
  readonly watcher: AlertWatcher;
  readonly memory: AlertMemory;
  /** What was to be told, by this process. */
  readonly told: readonly Told[];
}

export interface WatchingParts extends Partial<Omit<WatchParts, 'settings' | 'store' | 'sources'>> {
  readonly store: Store;
  readonly sources: readonly Source[];
  readonly clock: Clock;
  readonly settings?: Partial<AlertSettings>;
  /** Called when a round has written all but its end; rejects to crash there. */
  readonly beforeWrite?: () => Promise<void>;
}

/** A process that watches. Its outlet writes what is to be told as work that is done once. */
export function watching({ store, clock, beforeWrite, settings: set, ...rest }: WatchingParts): Watching {
  const { db } = store;
  const settings = { ...ALERT_DEFAULTS, channel: 'C0OPS', ...set };
  const now = () => clock.seconds * 1000;
  const memory = createAlertMemory(db);
  const told: Told[] = [];
  const jobs = createJobs(store);
  const outlet: Outlet = {
    async take(id, telling, write) {
      const job = { id, kind: 'telling', input: telling, at: now() };
      if (await jobs.enter(job, { owner: 'test', length: 0 }, write)) told.push({ id, ...telling });
    },
  };
  const carriedOut = createDecide({ db, memory, outlet, now, reopenWithin: settings.reopenWithin });
  const decide: Decide = ({ alongside, ...decision }) =>
    carriedOut({
      ...decision,
      ...(alongside && {
        async alongside(on, outcome) {
          await alongside(on, outcome);
          await beforeWrite?.();
        },
      }),
    });
  const watcher = createAlertWatcher(
    {
      ...{ store, settings, now, monotonic: () => performance.now(), log: SILENT, telemetry: UNSEEN },
      detection: async () => DEFAULT_DETECTION,
      detectors: [unusualProtocol],
      ledger: createStoredLedger({ store, now, onTrouble: () => undefined }),
      decide,
      owner: 'process-1',
      ...rest,
    },
    GLANCE,
  );
  onTestFinished(() => watcher.stop());
  return { watcher, memory, told };
}
