/** From a query that was started to its end: asked about at intervals, and given up where it scans more than it may. */
import type { Progress } from '../../query/engine.ts';
import type { Clock } from '../aws/pace.ts';
import type { Execution } from './athena-api.ts';
import { type About, overBudget } from './failure.ts';

export interface FollowOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
  /** A query that has scanned more is given up; null for no limit. */
  readonly maxBytes: number | null;
  readonly about: About;
  readonly region: string | null;
}

/** A query is asked about less often the longer it runs. Milliseconds. */
const FIRST_ASKED_AFTER = 300;
const ASKED_AT_LEAST_EVERY = 3000;
const SLOWER_BY = 1.5;

const RUNS: ReadonlySet<string> = new Set(['QUEUED', 'RUNNING']);

function progressOf({ state, bytesScanned }: Execution): Progress {
  if (state === 'QUEUED') return { text: 'queued by Athena' };
  return { text: 'running', ...(bytesScanned ? { bytesScanned } : {}) };
}

/**
 * @param ask how the query is getting on
 * @returns what it ended as
 * @throws SourceError where it scans too much, the signal's reason when it is aborted, and what `ask` throws
 */
export async function followed(
  ask: (signal: AbortSignal) => Promise<Execution>,
  clock: Clock,
  { signal, onProgress, maxBytes, about, region }: FollowOptions,
): Promise<Execution> {
  for (let wait = FIRST_ASKED_AFTER; ; wait = Math.min(ASKED_AT_LEAST_EVERY, wait * SLOWER_BY)) {
    await clock.sleep(wait, signal);
    const execution = await ask(signal);
    if (!RUNS.has(execution.state)) return execution;
    const scanned = execution.bytesScanned ?? 0;
    if (maxBytes !== null && scanned > maxBytes) throw overBudget(scanned, maxBytes, about, region);
    onProgress(progressOf(execution));
  }
}
