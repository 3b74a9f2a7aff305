/** CloudWatch Logs with queries that take their time, on a clock that does not wait: what a poller may ask, and when it did. */
import type { Clock } from '../../src/backends/aws/pace.ts';
import { createPoller, type Poller } from '../../src/backends/insights/poller.ts';
import { createRunningList } from '../../src/backends/insights/running-list.ts';

export interface SimulatedQueries {
  /** Starts a query that runs so many milliseconds, and follows it. @returns how long after its end that was known, milliseconds */
  follow(duration: number): Promise<number>;
  /** When GetQueryResults was asked, milliseconds of the clock. */
  readonly results: readonly number[];
  /** When DescribeQueries was asked. */
  readonly lists: readonly number[];
  /** How often it was told that listing is not allowed. */
  readonly denials: number;
}

export interface Simulation {
  readonly clock: Clock;
  /** From 0 up to 1. */
  readonly random: () => number;
  readonly requestsPerSecond: number;
  /** What DescribeQueries answers of the queries that run; without it, the truth. */
  readonly listed?: (running: ReadonlySet<string>) => ReadonlySet<string>;
}

export function simulatedQueries(simulation: Simulation): SimulatedQueries {
  const { clock, random, requestsPerSecond, listed = (running) => running } = simulation;
  const ends = new Map<string, number>();
  const results: number[] = [];
  const lists: number[] = [];
  let denials = 0;

  /** Half a round trip: between 15 and 60 milliseconds. */
  function travel(): Promise<void> {
    return clock.sleep(15 + 45 * random());
  }

  function running(): ReadonlySet<string> {
    return new Set([...ends].filter(([, end]) => end > clock.now()).map(([id]) => id));
  }

  const poller: Poller = createPoller({
    async ask(queryId) {
      results.push(clock.now());
      await travel();
      const status = running().has(queryId) ? 'Running' : 'Complete';
      await travel();
      return {
        status,
        rows: [],
        nextToken: undefined,
        recordsScanned: null,
        bytesScanned: null,
        bytesSkipped: null,
      };
    },
    runningList: createRunningList({
      async list() {
        lists.push(clock.now());
        await travel();
        const answer = listed(running());
        await travel();
        return answer;
      },
      clock,
      random,
      onDenied: () => {
        denials += 1;
      },
    }),
    clock,
    random,
    requestsPerSecond,
  });

  return {
    async follow(duration) {
      const queryId = `q-${ends.size}`;
      const end = clock.now() + duration;
      ends.set(queryId, end);
      const { signal } = new AbortController();
      await poller.follow({ queryId, signal, onState: () => undefined });
      return clock.now() - end;
    },
    results,
    lists,
    get denials() {
      return denials;
    },
  };
}

/** The most requests in any second. */
export function mostInASecond(times: readonly number[]): number {
  return Math.max(
    0,
    ...times.map((from) => times.filter((time) => time >= from && time < from + 1000).length),
  );
}

/** The value that so large a part of all is not above. */
export function percentile(values: readonly number[], part: number): number {
  return [...values].sort((a, b) => a - b)[Math.ceil(values.length * part) - 1] ?? Number.NaN;
}
