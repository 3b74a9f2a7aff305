/** Prunes at the start and once a day. */
import { type Pruning, prune } from './prune.ts';

export interface PrunerParts extends Pick<Pruning, 'db' | 'keepDays'> {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Told why it did not succeed; it is tried again the next day. */
  readonly onTrouble: (error: unknown) => void;
}

const DAY = 86_400_000;

/** @returns stops it, and resolves when nothing of it goes on. Never rejects. */
export function startPruning({ db, keepDays, now, onTrouble }: PrunerParts): () => Promise<void> {
  const stop = new AbortController();
  const { signal } = stop;

  async function round(): Promise<void> {
    try {
      await prune({ db, keepDays, now: now(), signal });
    } catch (error) {
      onTrouble(error);
    }
  }

  let current = round();
  const timer = setInterval(() => {
    current = current.then(round);
  }, DAY);
  // It keeps no process alive that has nothing else to do.
  timer.unref();

  return () => {
    clearInterval(timer);
    stop.abort();
    return current;
  };
}
