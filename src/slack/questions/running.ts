/** The questions that are being answered: who may begin, who waits for a turn, who is stopped, and when all are done. */
import PQueue from 'p-queue';
import { Interrupted } from '../delivery/interrupted.ts';
import { wait } from '../wait.ts';

/** A question from its first message to its last. */
export interface Run {
  /** Aborted when somebody cancels it or the bot is stopped; the reason is an Error whose message says so to a person. */
  readonly signal: AbortSignal;
  /** Does the costly part when it is its turn. */
  turn<T>(work: () => Promise<T>): Promise<T>;
  /** Within its turn: leaves it to others while it waits for a person, and takes the next that is free afterwards. */
  aside<T>(waiting: () => Promise<T>): Promise<T>;
  /** How many questions come before this one; 0 when it is its turn. */
  readonly ahead: number;
}

export interface Running {
  readonly count: number;
  /** How many of them wait for their turn. */
  readonly waiting: number;
  /** Of the questions that run here. */
  readonly ids: readonly string[];
  readonly isClosed: boolean;
  /** Keeps a question in the register as long as `life` lasts. */
  track(id: string, life: (run: Run) => Promise<void>): Promise<void>;
  /** Stops one question. @returns whether it was there to be stopped, has ended, or was never here. */
  stop(id: string, because: string): 'stopped' | 'ended' | 'unknown';
  /** From now on no question begins. */
  close(): void;
  stopAll(because: string): void;
  /** Another process goes on with them, and with those that still come. */
  leaveAll(): void;
  /** @returns whether none was left within so many milliseconds. */
  drained(milliseconds: number): Promise<boolean>;
}

/** So many that have ended are remembered, to tell them from those that never were here. */
const REMEMBERED = 1000;

export function createRunning(atOnce: number): Running {
  const controllers = new Map<string, AbortController>();
  const lives = new Map<string, Promise<void>>();
  const waiting = new Set<string>();
  const ended = new Set<string>();
  const turns = new PQueue({ concurrency: atOnce });
  let isClosed = false;
  /** Why all are stopped, those too that still come. */
  let stopped: Error | null = null;

  function remember(id: string): void {
    ended.add(id);
    const [oldest] = ended;
    if (ended.size > REMEMBERED && oldest !== undefined) ended.delete(oldest);
  }

  function runOf(id: string, { signal }: AbortController): Run {
    let leave = () => {};

    /** Resolves when it is its turn, which lasts until it leaves or is stopped. */
    async function take(): Promise<void> {
      waiting.add(id);
      await new Promise<void>((resolve, reject) => {
        const turn = () =>
          new Promise<void>((left) => {
            waiting.delete(id);
            leave = left;
            resolve();
          });
        turns.add(turn, { signal }).catch(reject);
      });
      signal.throwIfAborted();
    }

    return {
      signal,
      async turn(work) {
        await take();
        try {
          return await work();
        } finally {
          leave();
        }
      },
      async aside(wait) {
        leave();
        const waited = await wait();
        await take();
        return waited;
      },
      get ahead() {
        return waiting.has(id) ? [...waiting].indexOf(id) + turns.pending : 0;
      },
    };
  }

  async function live(id: string, life: (run: Run) => Promise<void>): Promise<void> {
    const controller = new AbortController();
    controllers.set(id, controller);
    if (stopped) controller.abort(stopped);
    try {
      await life(runOf(id, controller));
    } finally {
      waiting.delete(id);
      controllers.delete(id);
      lives.delete(id);
      remember(id);
    }
  }

  function abortAll(reason: Error): void {
    stopped = reason;
    for (const controller of controllers.values()) controller.abort(reason);
  }

  /** One that was acknowledged just before the register was closed may still come. */
  async function lastEnded(): Promise<void> {
    while (lives.size > 0) await Promise.allSettled(lives.values());
  }

  return {
    get count() {
      return controllers.size;
    },
    get waiting() {
      return waiting.size;
    },
    get ids() {
      return [...controllers.keys()];
    },
    get isClosed() {
      return isClosed;
    },
    track(id, life) {
      const living = live(id, life);
      lives.set(id, living);
      return living;
    },
    stop(id, because) {
      const controller = controllers.get(id);
      if (!controller) return ended.has(id) ? 'ended' : 'unknown';
      controller.abort(new Error(because));
      return 'stopped';
    },
    close() {
      isClosed = true;
    },
    stopAll: (because) => abortAll(new Error(because)),
    leaveAll: () => abortAll(new Interrupted()),
    async drained(milliseconds) {
      const done = new AbortController();
      await Promise.race([lastEnded().then(() => done.abort()), wait(milliseconds, done.signal)]);
      return controllers.size === 0;
    },
  };
}
