/**
 * Asks how queries are getting on: one poller for all that run, because GetQueryResults is limited to 10 requests a second for the whole
 * account. The query whose turn is longest overdue comes next; each is asked less often the longer it runs.
 */
import { type Failures, oneMore } from '../aws/busy.ts';
import { backoff, type Clock } from '../aws/pace.ts';
import type { LogsApi, QueryState } from './logs-api.ts';
import type { ResultRow } from './rows.ts';

export interface PollerOptions {
  readonly ask: LogsApi['getQueryResults'];
  readonly clock: Clock;
  /** A number from 0 up to 1. */
  readonly random: () => number;
  readonly requestsPerSecond: number;
}

export interface Ended {
  /** As AWS calls it; `Complete` where the rows are all there. */
  readonly status: string;
  readonly rows: readonly ResultRow[];
  readonly recordsScanned: number | null;
  readonly bytesScanned: number | null;
}

export interface Poller {
  /**
   * @param onState is called while the query runs; what it throws ends the following
   * @throws the signal's reason when it is aborted, the SDK's error where asking again does not help
   */
  follow(queryId: string, signal: AbortSignal, onState: (state: QueryState) => void): Promise<Ended>;
}

const FIRST_ASKED_AFTER = 300;
const ASKED_AT_LEAST_EVERY = 4000;
const SLOWER_BY = 1.5;
/** AWS does not say what `Unknown` means; it is hoped to pass. */
const MOST_UNKNOWN = 10;

interface Followed {
  readonly queryId: string;
  readonly onState: (state: QueryState) => void;
  readonly resolve: (ended: Ended) => void;
  readonly reject: (reason: unknown) => void;
  /** Milliseconds of the clock. */
  due: number;
  interval: number;
  asking: boolean;
  failures: Failures | null;
  unknown: number;
  rows: ResultRow[];
  nextToken: string | undefined;
}

function rung(alarm: AbortSignal): Promise<void> {
  return new Promise((resolve) => alarm.addEventListener('abort', () => resolve(), { once: true }));
}

export function createPoller({ ask, clock, random, requestsPerSecond }: PollerOptions): Poller {
  const followed = new Set<Followed>();
  let polling = false;
  let lastRequest = Number.NEGATIVE_INFINITY;
  /** Ends the sleep of the loop, when there may be something to do sooner. */
  let alarm = new AbortController();

  /** Whoever is longest due, of those that are not being asked about. */
  function longestDue(): Followed | undefined {
    return [...followed].filter(({ asking }) => !asking).sort((a, b) => a.due - b.due)[0];
  }

  async function poll(): Promise<void> {
    if (polling) return;
    polling = true;
    while (followed.size > 0) {
      const next = longestDue();
      const at = next ? Math.max(next.due, lastRequest + 1000 / requestsPerSecond) : null;
      if (next && at !== null && at <= clock.now()) {
        lastRequest = clock.now();
        next.asking = true;
        void askAbout(next);
        continue;
      }
      alarm = new AbortController();
      await (at === null ? rung(alarm.signal) : clock.sleep(at - clock.now(), alarm.signal));
    }
    polling = false;
  }

  async function askAbout(one: Followed): Promise<void> {
    try {
      const state = await ask(one.queryId, one.nextToken);
      one.failures = null;
      if (followed.has(one)) take(one, state);
    } catch (error) {
      one.failures = oneMore(one.failures, error, clock.now());
      if (one.failures === null) end(one, () => one.reject(error));
      else one.due = clock.now() + backoff(one.failures.count, random);
    }
    one.asking = false;
    alarm.abort();
  }

  function take(one: Followed, state: QueryState): void {
    const { status, rows, nextToken, recordsScanned, bytesScanned } = state;
    one.unknown = status === 'Unknown' ? one.unknown + 1 : 0;
    const goesOn = status === 'Scheduled' || status === 'Running' || status === 'Unknown';
    if (goesOn && one.unknown < MOST_UNKNOWN) {
      one.onState(state);
      one.due = clock.now() + one.interval;
      one.interval = Math.min(ASKED_AT_LEAST_EVERY, one.interval * SLOWER_BY);
      return;
    }
    for (const row of rows) one.rows.push(row);
    one.nextToken = nextToken;
    one.due = clock.now();
    if (status === 'Complete' && nextToken !== undefined) return;
    end(one, () => one.resolve({ status, rows: one.rows, recordsScanned, bytesScanned }));
  }

  function end(one: Followed, settle: () => void): void {
    if (followed.delete(one)) settle();
    alarm.abort();
  }

  return {
    follow(queryId, signal, onState) {
      return new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason);
        const one: Followed = {
          queryId,
          onState,
          resolve,
          reject,
          due: clock.now() + FIRST_ASKED_AFTER,
          interval: FIRST_ASKED_AFTER,
          asking: false,
          failures: null,
          unknown: 0,
          rows: [],
          nextToken: undefined,
        };
        followed.add(one);
        signal.addEventListener('abort', () => end(one, () => reject(signal.reason)), { once: true });
        alarm.abort();
        void poll();
      });
    },
  };
}
