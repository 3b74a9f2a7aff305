/**
 * Requests about queries that run: all of an account and region share one pace, and one that meets a service that does not keep up is made again.
 * Athena allows far more of them than of CloudWatch Logs' (100 GetQueryExecution a second), so each query is asked about by itself.
 */

import { abortable } from '../../query/heed.ts';
import { type Failures, oneMore, troubleText } from '../aws/busy.ts';
import { backoff, type Clock } from '../aws/pace.ts';

export interface RequestsOptions {
  readonly clock: Clock;
  /** A number from 0 up to 1. */
  readonly random: () => number;
  readonly perSecond: number;
}

export interface Requests {
  /**
   * @param onTrouble told in words what keeps it
   * @throws the signal's reason when it is aborted, the SDK's error where asking again does not help
   */
  make<T>(call: () => Promise<T>, signal: AbortSignal, onTrouble?: (text: string) => void): Promise<T>;
}

export function createRequests({ clock, random, perSecond }: RequestsOptions): Requests {
  let free = Number.NEGATIVE_INFINITY;

  /** Resolves when it is this request's turn. */
  async function turn(signal: AbortSignal): Promise<void> {
    const at = Math.max(free, clock.now());
    free = at + 1000 / perSecond;
    if (at > clock.now()) await clock.sleep(at - clock.now(), signal);
    signal.throwIfAborted();
  }

  return {
    async make(call, signal, onTrouble) {
      let failures: Failures | null = null;
      for (;;) {
        await turn(signal);
        try {
          return await abortable(call(), signal);
        } catch (error) {
          signal.throwIfAborted();
          failures = oneMore(failures, error, clock.now());
          if (failures === null) throw error;
          const trouble = troubleText(error, failures, clock.now());
          if (trouble !== null) onTrouble?.(trouble);
        }
        await clock.sleep(backoff(failures.count, random), signal);
      }
    },
  };
}
