/**
 * Work that outlives the process: an answer, a share, a report. It is written down before it is acknowledged, and its messages are named, so that
 * it can be done again from its beginning after a crash: what was delivered already is not delivered again.
 */
import { setImmediate } from 'node:timers/promises';
import type { Transaction } from 'kysely';
import { createJobs, type Job } from '../../store/jobs.ts';
import type { Store } from '../../store/store.ts';
import type { Tables } from '../../store/tables.ts';
import { isStoreTrouble } from '../../store/trouble.ts';
import type { Telemetry } from '../../telemetry/telemetry.ts';
import { wait, within } from '../wait.ts';
import { type AttemptParts, createAttempt, type Hired, type LastWord, type Worker } from './attempt.ts';
import { createBeginAgain } from './begin-again.ts';
import { Interrupted } from './interrupted.ts';
import { TokenRefused } from './token-refused.ts';

export type { Worker } from './attempt.ts';
export type { Attachable, Steps } from './steps.ts';

export interface TakenWork {
  /** False where it was handed in before. */
  readonly isNew: boolean;
  /** Resolves when it is done, given up, or left to another process. */
  readonly done: Promise<void>;
}

export interface Work {
  /**
   * Who does work of this kind; `Input` is JSON-safe. Before the bot starts.
   *
   * @param pauses before it is tried again where it failed, milliseconds; then it is given up
   */
  hire<Input>(
    kind: string,
    worker: Worker<Input>,
    lastWord?: LastWord<Input>,
    pauses?: readonly number[],
  ): void;
  /**
   * Takes work on: resolves when it is written down.
   *
   * @param id what asked for it, the same when it is delivered twice
   * @param alongside is written down with it, or not at all
   */
  take(
    kind: string,
    id: string,
    input: unknown,
    alongside?: (transaction: Transaction<Tables>) => Promise<unknown>,
  ): Promise<TakenWork>;
  /** Does once more what was done, and came to nothing; not where it is being done, or was never taken on. */
  again(id: string): Promise<void>;
  /** Goes on with what was left, and looks for more of it from time to time. */
  start(): Promise<void>;
  /** Leaves what is not done to the next process; `ending` is aborted before. Never rejects. */
  stop(): Promise<void>;
}

export interface WorkParts extends Pick<AttemptParts, 'stepsFor' | 'owner' | 'log' | 'ending'> {
  readonly store: Store;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly waitFor?: typeof wait;
  /** Whether nothing can be delivered any more: then nothing that was left is gone on with here. */
  readonly isUseless?: () => boolean;
  /** Follows each piece of work from its beginning; nobody does without it. */
  readonly follow?: Telemetry['follow'];
}

/** A process that has not been heard of for so long is taken for dead; milliseconds. */
const LEASE = 30_000;
const RENEWED = 10_000;
/** Somebody waits for it, and hears soon that it was given up. Milliseconds. */
const PAUSES = [1000, 5000];
/** Database calls that end take so long at most, milliseconds. */
const LAST_CALLS = 5000;

interface Unfinished {
  readonly job: Job;
  /** The store was away: nobody knows that anything is wrong with the work, so it is not counted against it. */
  readonly isExcused: boolean;
}

export function createWork(parts: WorkParts): Work {
  const { store, stepsFor, owner, now, log, ending, waitFor = wait, follow, isUseless } = parts;
  const jobs = createJobs(store);
  const hired = new Map<string, Hired>();
  const going = new Set<Promise<void>>();
  /** What this process has begun, and could not even finish. */
  const unfinished = new Map<string, Unfinished>();
  const entering = new Set<Promise<unknown>>();
  const attempt = createAttempt({ jobs, hired, stepsFor, owner, log, ending, waitFor });
  const lease = { owner, length: LEASE };

  function followed(job: Job): Promise<void> {
    const { id, kind, starts } = job;
    const attributes = { 'flows.starts': starts };
    return follow ? follow({ id, kind, attributes }, () => attempt(job)) : attempt(job);
  }

  /** What cannot even be finished stays written down, and is gone on with when leases are looked after next. */
  async function perform(job: Job): Promise<void> {
    try {
      // What has come meanwhile is written down and acknowledged first.
      await setImmediate();
      await Promise.allSettled(entering);
      await followed(job);
    } catch (error) {
      if (error instanceof TokenRefused) {
        log.warn({ work: job.id }, 'work is left, as Slack does not take the token');
        unfinished.set(job.id, { job, isExcused: false });
      } else if (error instanceof Interrupted) log.info({ work: job.id }, 'work is left to another process');
      else {
        log.error({ err: error, work: job.id }, 'work is left for a while');
        unfinished.set(job.id, { job, isExcused: isStoreTrouble(error) });
      }
    }
  }

  function begin(job: Job): Promise<void> {
    const performing = perform(job).finally(() => going.delete(performing));
    going.add(performing);
    return performing;
  }

  const beginAgain = createBeginAgain({
    ...{ jobs, owner, ending, waitFor, begin },
    onTrouble: (job, error) => {
      log.error({ err: error, work: job.id }, 'work could not be begun; it is left for a while');
      unfinished.set(job.id, { job, isExcused: false });
    },
  });

  /** Another process may have taken over what was left for a while. */
  async function stillHeld(): Promise<readonly Unfinished[]> {
    const held: Unfinished[] = [];
    for (const one of unfinished.values()) if (await jobs.isHeldBy(owner, one.job.id)) held.push(one);
    unfinished.clear();
    return held;
  }

  async function goOn(): Promise<void> {
    try {
      await jobs.renew(lease);
      if (isUseless?.()) return;
      const left = await jobs.takeOver(lease);
      if (left.length > 0) log.info({ work: left.map(({ id }) => id) }, 'work that was left is gone on with');
      for (const job of left) void beginAgain(job);
      for (const { job, isExcused } of await stillHeld()) void (isExcused ? begin(job) : beginAgain(job));
    } catch (error) {
      log.error({ err: error }, 'leases could not be looked after');
    }
  }

  async function lookAfter(): Promise<void> {
    while (!ending.aborted) {
      await waitFor(RENEWED, ending);
      if (!ending.aborted) await goOn();
    }
  }

  return {
    hire: (kind, worker, lastWord, pauses = PAUSES) => {
      hired.set(kind, {
        worker: worker as Worker<unknown>,
        lastWord: lastWord as LastWord<unknown> | undefined,
        pauses,
      });
    },
    async take(kind, id, input, alongside) {
      // It would be written down, and never done.
      if (!hired.has(kind))
        throw new TypeError(`Nobody does work of the kind ${kind}: hire who does it before the bot starts.`);
      const entered = jobs.enter({ id, kind, input, at: now() }, lease, alongside);
      entering.add(entered);
      const isNew = await entered.finally(() => entering.delete(entered));
      return { isNew, done: isNew ? begin({ id, kind, input, starts: 1 }) : Promise.resolve() };
    },
    async again(id) {
      const job = await jobs.again(id, lease);
      if (job) await begin(job);
    },
    async start() {
      await goOn();
      void lookAfter();
    },
    async stop() {
      const all = Promise.allSettled(going).then(() => jobs.release(owner));
      const done = all.catch((error: unknown) => log.error({ err: error }, 'work was not released'));
      await within(LAST_CALLS, done, null, waitFor);
    },
  };
}
