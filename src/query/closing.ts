/**
 * What is open until it is closed, such as an engine, and the work that goes on in it. `AbortSignal.any` leaves a trace of each signal that it makes on
 * those that it is made of, which Node.js 20 never removes: on one that lives as long as the process they would add up. So all work has one of its own.
 */

export interface Closing {
  /** Work that is given a signal: aborted when the given one is, and when what the work goes on in is closed. @throws what the work throws */
  during<T>(signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T>;
  /** The same for work that comes in parts, and ends where nobody takes any more of them. */
  throughout<P, R>(
    signal: AbortSignal,
    work: (signal: AbortSignal) => AsyncGenerator<P, R>,
  ): AsyncGenerator<P, R>;
  /** Aborts all work in it, and what still begins, for that reason. */
  close(reason: Error): void;
  /** @throws the reason, once it is closed */
  throwIfClosed(): void;
}

export function createClosing(): Closing {
  const working = new Set<AbortController>();
  let closed: Error | null = null;

  function begun(): AbortController {
    const own = new AbortController();
    if (closed !== null) own.abort(closed);
    working.add(own);
    return own;
  }

  return {
    async during(signal, work) {
      const own = begun();
      try {
        return await work(AbortSignal.any([signal, own.signal]));
      } finally {
        working.delete(own);
      }
    },
    async *throughout(signal, work) {
      const own = begun();
      try {
        return yield* work(AbortSignal.any([signal, own.signal]));
      } finally {
        working.delete(own);
      }
    },
    close(reason) {
      closed ??= reason;
      for (const own of working) own.abort(closed);
    },
    throwIfClosed() {
      if (closed !== null) throw closed;
    },
  };
}
