/**
 * A clock that goes as the real one while something happens, and jumps to whoever sleeps the shortest when nothing does: minutes of patience pass
 * at once, and are measured as minutes.
 */
import type { Clock } from '../../../src/backends/aws/pace.ts';
import type { wait } from '../../../src/slack/wait.ts';

export interface BenchClock extends Clock {
  /** Milliseconds since the epoch. */
  readonly time: () => number;
  readonly waitFor: typeof wait;
  /** The time of day jumps by so many milliseconds, while what only goes forward goes on. */
  jump(milliseconds: number): void;
}

/** What happens outside of the process under test. */
export interface Surroundings {
  /** Requests that are being answered. */
  readonly busy: () => number;
  /** Requests that ever came. */
  readonly count: () => number;
}

interface Sleeper {
  /** Milliseconds of the clock. */
  readonly until: number;
  readonly wake: () => void;
}

/** Milliseconds between two looks, and looks without anything happening before it jumps. */
const TICK = 4;
const QUIET = 4;

/** @param begins milliseconds since the epoch. @param around null for a clock that never jumps */
export function benchClock(begins: number, around: Surroundings | null): BenchClock {
  const began = performance.now();
  const sleepers = new Set<Sleeper>();
  let [skipped, jumped, quiet, seen] = [0, 0, 0, 0];
  let ticker: NodeJS.Timeout | undefined;
  const now = () => performance.now() - began + skipped;

  function isQuiet({ busy, count }: Surroundings): boolean {
    quiet = busy() === 0 && count() === seen ? quiet + 1 : 0;
    seen = count();
    return quiet >= QUIET;
  }

  function tick(): void {
    const next = Math.min(...[...sleepers].map(({ until }) => until));
    if (around && isQuiet(around)) {
      skipped += Math.max(0, next - now());
      quiet = 0;
    }
    for (const sleeper of sleepers) if (sleeper.until <= now()) sleeper.wake();
    if (sleepers.size > 0) return;
    clearInterval(ticker);
    ticker = undefined;
  }

  function waitFor(milliseconds: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      function wake(): void {
        sleepers.delete(sleeper);
        signal.removeEventListener('abort', wake);
        resolve();
      }
      const sleeper = { until: now() + milliseconds, wake };
      sleepers.add(sleeper);
      signal.addEventListener('abort', wake, { once: true });
      ticker ??= setInterval(tick, TICK);
    });
  }

  return {
    now,
    time: () => Math.round(begins + now() + jumped),
    waitFor,
    sleep: (milliseconds, signal) => waitFor(milliseconds, signal ?? new AbortController().signal),
    jump: (milliseconds) => {
      jumped += milliseconds;
    },
  };
}
