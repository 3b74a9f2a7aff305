/** The questions that are being answered: who may begin, who waits for a turn, who is stopped, and when all are done. */
import { Interrupted } from '../delivery/interrupted.ts';
import { within } from '../wait.ts';
import { createTurnOrder } from './turn-order.ts';

/** A turn that several wait for, since they ask the same. */
interface SharedTurn {
  /** Aborted when one of them has it: the others need none. */
  readonly needless: AbortSignal;
  /** How many people wait for it. */
  readonly wantedBy: () => number;
}

/** A question from its first message to its last. */
export interface Run {
  /** Aborted when somebody cancels it or the bot is stopped; the reason is an Error whose message says so to a person. */
  readonly signal: AbortSignal;
  /** Does the costly part when it is its turn, or without one as soon as it needs none. */
  turn<T>(work: () => Promise<T>, shared?: SharedTurn): Promise<T>;
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
  /**
   * Keeps a question in the register as long as `life` lasts.
   *
   * @param asker takes turns with others, however many questions each has; nobody in particular where it is not said
   */
  track(id: string, life: (run: Run) => Promise<void>, asker?: string): Promise<void>;
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
const NOBODY = '';

interface Waiting {
  readonly begin: () => void;
  readonly wantedBy: () => number;
}

export function createRunning(atOnce: number): Running {
  const controllers = new Map<string, AbortController>();
  const lives = new Map<string, Promise<void>>();
  const ended = new Set<string>();
  const order = createTurnOrder<Waiting>(({ wantedBy }) => wantedBy());
  let taken = 0;
  let waitingCount = 0;
  let isClosed = false;
  /** Why all are stopped, those too that still come. */
  let stopped: Error | null = null;

  function remember(id: string): void {
    ended.add(id);
    const [oldest] = ended;
    if (ended.size > REMEMBERED && oldest !== undefined) ended.delete(oldest);
  }

  function serve(): void {
    while (taken < atOnce) {
      const next = order.next();
      if (!next) return;
      taken += 1;
      next.begin();
    }
  }

  function runOf({ signal }: AbortController, asker: string): Run {
    let own: Waiting | null = null;
    let leave = () => {};

    /** Resolves when it is its turn, which lasts until it leaves or is stopped, or when it needs none. */
    async function take({ needless, wantedBy = () => 1 }: Partial<SharedTurn> = {}): Promise<void> {
      signal.throwIfAborted();
      if (needless?.aborted) return;
      waitingCount += 1;
      let isServed = false;
      let giveUp = () => {};
      let goOn = () => {};
      try {
        await new Promise<void>((resolve, reject) => {
          const one = {
            wantedBy,
            begin() {
              isServed = true;
              resolve();
            },
          };
          own = one;
          giveUp = () => order.drop(one) && reject(signal.reason);
          goOn = () => order.drop(one) && resolve();
          signal.addEventListener('abort', giveUp, { once: true });
          needless?.addEventListener('abort', goOn, { once: true });
          order.add(asker, one);
          serve();
        });
      } finally {
        signal.removeEventListener('abort', giveUp);
        needless?.removeEventListener('abort', goOn);
        waitingCount -= 1;
        own = null;
      }
      if (!isServed) return;
      leave = () => {
        leave = () => {};
        taken -= 1;
        serve();
      };
      if (signal.aborted) leave();
      signal.throwIfAborted();
    }

    return {
      signal,
      async turn(work, shared) {
        await take(shared);
        // Another one was served in the same moment.
        if (shared?.needless.aborted) leave();
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
        return own === null ? 0 : order.inOrder().indexOf(own) + taken;
      },
    };
  }

  async function live(id: string, life: (run: Run) => Promise<void>, asker: string): Promise<void> {
    const controller = new AbortController();
    controllers.set(id, controller);
    if (stopped) controller.abort(stopped);
    try {
      await life(runOf(controller, asker));
    } finally {
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
      return waitingCount;
    },
    get ids() {
      return [...controllers.keys()];
    },
    get isClosed() {
      return isClosed;
    },
    track(id, life, asker = NOBODY) {
      const living = live(id, life, asker);
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
      await within(milliseconds, lastEnded(), null);
      return controllers.size === 0;
    },
  };
}
