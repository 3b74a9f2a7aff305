/** One run of a query for all who ask it while it goes on: each with a progress and a way out of their own. */
import type { Progress, QueryResult, RunOptions } from '../query/engine.ts';

type Result = QueryResult<unknown>;

interface Waiting {
  readonly resolve: (result: Result) => void;
  readonly reject: (reason: unknown) => void;
  readonly onProgress: RunOptions['onProgress'];
  /** From now on the signal is not listened to: a signal keeps what listens to it. */
  readonly forgetSignal: () => void;
}

export interface SharedRunParts {
  /** Runs the query. */
  readonly run: (options: Pick<RunOptions, 'signal' | 'onProgress'>) => Promise<Result>;
  /** The result for those who did not pay for it. */
  readonly shared: (result: Result) => Result;
  /** Nobody can join any more: it has ended, or it is about to be aborted because all have given up. */
  readonly onEnd: () => void;
}

export class SharedRun {
  readonly #parts: SharedRunParts;
  readonly #abandoned = new AbortController();
  /** In the order in which they came: the first of those who are still there when it ends pays for it. */
  readonly #waiting = new Set<Waiting>();
  #latest: Progress | undefined;

  constructor(parts: SharedRunParts) {
    this.#parts = parts;
    void this.#live();
  }

  /** @throws what the run throws, or the signal's reason when it is aborted; the run then goes on for the others who wait. */
  join({ signal, onProgress }: Pick<RunOptions, 'signal' | 'onProgress'>): Promise<Result> {
    // A signal of its own, because Node warns of more than ten listeners on one, and a question asks more queries than that.
    const own = AbortSignal.any([signal]);
    return new Promise((resolve, reject) => {
      const onAbort = () => this.#leave(waiting, own.reason);
      const forgetSignal = () => own.removeEventListener('abort', onAbort);
      const waiting = { resolve, reject, onProgress, forgetSignal };
      own.addEventListener('abort', onAbort, { once: true });
      this.#waiting.add(waiting);
      if (this.#latest) onProgress?.(this.#latest);
    });
  }

  async #live(): Promise<void> {
    const { run, shared, onEnd } = this.#parts;
    try {
      const result = await run({
        signal: this.#abandoned.signal,
        onProgress: (progress) => this.#tell(progress),
      });
      if (this.#isAbandoned()) return;
      onEnd();
      for (const [index, { resolve }] of this.#takeAll().entries()) {
        resolve(index === 0 ? result : shared(result));
      }
    } catch (error) {
      if (this.#isAbandoned()) return;
      onEnd();
      for (const { reject } of this.#takeAll()) reject(error);
    }
  }

  /** Then it has said so already, and nobody is left to hear what became of it. */
  #isAbandoned(): boolean {
    return this.#abandoned.signal.aborted;
  }

  #tell(progress: Progress): void {
    this.#latest = progress;
    for (const { onProgress } of this.#waiting) onProgress?.(progress);
  }

  #takeAll(): readonly Waiting[] {
    const all = [...this.#waiting];
    this.#waiting.clear();
    for (const { forgetSignal } of all) forgetSignal();
    return all;
  }

  #leave(waiting: Waiting, reason: unknown): void {
    if (!this.#waiting.delete(waiting)) return;
    waiting.reject(reason);
    if (this.#waiting.size > 0) return;
    this.#parts.onEnd();
    this.#abandoned.abort(reason);
  }
}
