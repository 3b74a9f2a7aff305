/**
 * Begins work that other processes have begun and not finished. What several have begun may be what ended them, and is begun alone: so it is told from
 * what merely was begun beside it, and only that is counted against it. It is also begun late: so it is told from what ends each process soon after its
 * start, whatever that does.
 */
import PQueue from 'p-queue';
import type { Job, Jobs } from '../../store/jobs.ts';
import { type wait, within } from '../wait.ts';

/** From so many starts on. */
const SUSPECT = 3;
/** From then on the process is to have lived for so long, twice as long with each start more; milliseconds. */
const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 60_000;
/** It has this process for itself for so long at most, milliseconds: others wait for it. */
const ALONE = 10_000;

export interface BeginAgainParts {
  readonly jobs: Pick<Jobs, 'begin'>;
  readonly owner: string;
  /** Aborted when the process is to end. */
  readonly ending: AbortSignal;
  readonly waitFor: typeof wait;
  /** Does it. Never rejects. */
  readonly begin: (job: Job) => Promise<void>;
  /** It could not be begun. */
  readonly onTrouble: (job: Job, error: unknown) => void;
}

/** @returns begins a job when its turn has come; never rejects */
export function createBeginAgain(parts: BeginAgainParts): (job: Job) => Promise<void> {
  const { jobs, owner, ending, waitFor, begin, onTrouble } = parts;
  const alone = new PQueue({ concurrency: 1 });

  async function beginAgain(job: Job): Promise<void> {
    try {
      const starts = ending.aborted ? null : await jobs.begin(owner, job.id);
      if (starts !== null) await begin({ ...job, starts });
    } catch (error) {
      onTrouble(job, error);
    }
  }

  async function beginLate(job: Job): Promise<void> {
    await waitFor(Math.min(FIRST_PAUSE * 2 ** (job.starts - SUSPECT), LONGEST_PAUSE), ending);
    await alone.add(() => within(ALONE, beginAgain(job), null, waitFor));
  }

  return (job) => (job.starts < SUSPECT ? beginAgain(job) : beginLate(job));
}
