/** A clock that does not wait: its time jumps to whoever sleeps the shortest, as soon as nothing else is to be done. */
import type { Clock } from '../../src/backends/aws/pace.ts';

interface Sleeper {
  readonly until: number;
  wake(): void;
}

export function jumpingClock(): Clock {
  const sleepers = new Set<Sleeper>();
  let now = 0;

  function jump(): void {
    const [first] = [...sleepers].sort((a, b) => a.until - b.until);
    if (!first) return;
    now = Math.max(now, first.until);
    first.wake();
  }

  return {
    now: () => now,
    sleep: (milliseconds, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve();
        const sleeper: Sleeper = { until: now + milliseconds, wake };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', wake, { once: true });
        setImmediate(jump);
        function wake(): void {
          sleepers.delete(sleeper);
          signal?.removeEventListener('abort', wake);
          resolve();
        }
      }),
  };
}
