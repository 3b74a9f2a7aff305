/**
 * Which queries run, told by one request for all of them. Asking about each of a hundred with the 10 requests a second that GetQueryResults is
 * allowed would find out ten seconds late that one has ended; DescribeQueries names up to 1,000 at once.
 */
import { backoff, type Clock } from '../aws/pace.ts';
import { awsFailure } from '../ec2/aws-failure.ts';
import type { LogsApi } from './logs-api.ts';

export interface RunningListOptions {
  readonly list: LogsApi['runningQueries'];
  readonly clock: Clock;
  /** A number from 0 up to 1. */
  readonly random: () => number;
  /** Is called once, when it turns out that nobody allowed DescribeQueries. */
  readonly onDenied: () => void;
}

export interface RunningList {
  /** When it is time to ask again, milliseconds of the clock; infinity while it is being asked, and where asking is of no use. */
  due(): number;
  /** @returns the ids of all queries of the account that run; null where they cannot be told now */
  ask(): Promise<ReadonlySet<string> | null>;
}

/** Milliseconds. AWS publishes no limit for DescribeQueries; two or three a second are little by its other limits. */
const ASKED_EVERY = 400;

export function createRunningList({ list, clock, random, onDenied }: RunningListOptions): RunningList {
  let due = Number.NEGATIVE_INFINITY;
  let failures = 0;

  function failed(error: unknown): null {
    if (awsFailure(error) === 'access-denied') {
      onDenied();
      return null;
    }
    failures += 1;
    due = clock.now() + backoff(failures, random);
    return null;
  }

  return {
    due: () => due,
    async ask() {
      const began = clock.now();
      due = Number.POSITIVE_INFINITY;
      try {
        const running = await list();
        failures = 0;
        due = began + ASKED_EVERY;
        return running;
      } catch (error) {
        return failed(error);
      }
    },
  };
}
