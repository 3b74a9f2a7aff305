/** Does one piece of work from its beginning until it is done: again after a while where it fails, until it is given up with a word to who waits. */
import type { Logger } from 'pino';
import type { Job, Jobs } from '../../store/jobs.ts';
import { isStoreTrouble } from '../../store/trouble.ts';
import type { wait } from '../wait.ts';
import { Interrupted } from './interrupted.ts';
import type { Steps } from './steps.ts';
import { Unsettled } from './unsettled.ts';

/** Does the work from its beginning, as often as it takes. It must come to the same each time: what it decides, it writes down. */
export type Worker<Input> = (id: string, input: Input, steps: Steps) => Promise<void>;

/** Tells whoever waits for it that it was given up. Never rejects but with Interrupted. */
export type LastWord<Input> = (id: string, input: Input, steps: Steps, error: unknown) => Promise<void>;

/** Who does work of a kind. */
export interface Hired {
  readonly worker: Worker<unknown>;
  readonly lastWord: LastWord<unknown> | undefined;
  /** Before it is tried again where it failed, milliseconds; then it is given up. */
  readonly pauses: readonly number[];
}

export interface AttemptParts {
  readonly jobs: Pick<Jobs, 'isHeldBy' | 'finish'>;
  /** By the kinds of work. */
  readonly hired: ReadonlyMap<string, Hired>;
  /** @param stillMine rejects with Interrupted where the work is another process's now */
  readonly stepsFor: (id: string, stillMine: () => Promise<void>) => Steps;
  /** Names this process: no other has the same. */
  readonly owner: string;
  readonly log: Logger;
  /** Aborted when the process is to end. */
  readonly ending: AbortSignal;
  readonly waitFor: typeof wait;
}

/** Work that so many processes have begun and none has finished may be what ends them: it is given up. */
const MOST_STARTS = 10;

/** @returns does it. It rejects with Interrupted where it is left to another process, and with what keeps it from being finished here for now. */
export function createAttempt(parts: AttemptParts): (job: Job) => Promise<void> {
  const { jobs, hired, stepsFor, owner, log, ending, waitFor } = parts;

  return async ({ id, kind, input, starts }) => {
    const hand = hired.get(kind);
    if (!hand) {
      log.error({ work: id, kind }, 'nobody here does work of this kind');
      return;
    }
    const { worker, lastWord, pauses } = hand;
    const steps = stepsFor(id, async () => {
      if (ending.aborted || !(await jobs.isHeldBy(owner, id))) throw new Interrupted();
    });
    let failure: unknown = new Unsettled(`it was begun ${starts - 1} times and never finished`);
    for (let tried = 0; starts <= MOST_STARTS && tried <= pauses.length; tried += 1) {
      try {
        await worker(id, input, steps);
        return jobs.finish(id);
      } catch (error) {
        if (error instanceof Interrupted || ending.aborted) throw error;
        if (error instanceof Unsettled)
          log.warn({ because: error.message, work: id, kind, tried }, 'work is not settled yet');
        else log.error({ err: error, work: id, kind, tried }, 'work failed');
        failure = error;
      }
      await waitFor(pauses[tried] ?? 0, ending);
    }
    if (isStoreTrouble(failure)) throw failure;
    log.error({ err: failure, work: id, kind }, 'work was given up');
    await lastWord?.(id, input, steps, failure);
    await jobs.finish(id);
  };
}
