/** Work that a client of AWS is still needed for: it is closed when all of it has ended, also what was begun meanwhile to stop something. */

export interface OpenWork {
  /** The same work, which is waited for from now on. */
  tracked<T>(work: Promise<T>): Promise<T>;
  /** Resolves when none is left, however it ended. */
  ended(): Promise<void>;
}

export function createOpenWork(): OpenWork {
  const unfinished = new Set<Promise<void>>();
  return {
    tracked(work) {
      const settled = work.then(
        () => undefined,
        () => undefined,
      );
      unfinished.add(settled);
      void settled.then(() => unfinished.delete(settled));
      return work;
    },
    async ended() {
      while (unfinished.size > 0) await Promise.allSettled(unfinished);
    },
  };
}
