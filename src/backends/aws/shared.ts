/** Something that is asked of AWS once for all who want it, and again after a while. */
import { abortable } from '../../query/heed.ts';

export interface Shared<T> {
  /** @throws what the loading throws, or the signal's reason when it is aborted; the loading then goes on for others who wait for it */
  load(signal: AbortSignal): Promise<T>;
  /** Ends a loading that is under way. */
  close(): void;
}

/**
 * @param load asks AWS; what it throws is not kept
 * @param keepFor how long what was loaded is good for, milliseconds
 */
export function createShared<T>(
  load: (signal: AbortSignal) => Promise<T>,
  keepFor: (value: T) => number,
  monotonic: () => number,
): Shared<T> {
  const closing = new AbortController();
  let loading: Promise<T> | undefined;
  let until = Number.POSITIVE_INFINITY;

  async function start(): Promise<T> {
    until = Number.POSITIVE_INFINITY;
    try {
      const value = await load(closing.signal);
      until = monotonic() + keepFor(value);
      return value;
    } catch (error) {
      loading = undefined;
      throw error;
    }
  }

  return {
    async load(signal) {
      signal.throwIfAborted();
      if (loading === undefined || monotonic() >= until) loading = start();
      return abortable(loading, signal);
    },
    close: () => closing.abort(),
  };
}
