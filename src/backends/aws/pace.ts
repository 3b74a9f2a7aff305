/** Time and chance as the queues use them, handed in so that tests need not wait: how far requests are apart, and how long a failed one waits. */

export interface Clock {
  /** Milliseconds of a clock that only goes forward. */
  now(): number;
  /** Resolves after so many milliseconds, or at once when the signal is aborted. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

export function systemClock(monotonic: () => number): Clock {
  return {
    now: monotonic,
    sleep: (milliseconds, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve();
        const timer = setTimeout(done, milliseconds);
        signal?.addEventListener('abort', done, { once: true });
        function done(): void {
          clearTimeout(timer);
          signal?.removeEventListener('abort', done);
          resolve();
        }
      }),
  };
}

const FIRST_WAIT = 500;
const LONGEST_WAIT = 20_000;

/**
 * How long to wait after the `attempt`th failure in a row, counted from 1: doubling, and half of it by chance, so that those who were turned
 * away together do not come back together.
 *
 * @param random a number from 0 up to 1
 * @returns milliseconds
 */
export function backoff(attempt: number, random: () => number): number {
  const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (attempt - 1));
  return wait / 2 + (wait / 2) * random();
}
