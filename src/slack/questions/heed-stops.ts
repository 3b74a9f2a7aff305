/** Stops questions that run here and were stopped through another process: where several share a store, Slack brings the press to any of them. */
import type { Logger } from 'pino';
import type { Questions } from '../../store/questions.ts';
import { wait } from '../wait.ts';
import type { Running } from './running.ts';

export interface HeedStopsParts {
  readonly questions: Questions;
  readonly running: Running;
  readonly log: Logger;
  /** Aborted when the process is to end. */
  readonly ending: AbortSignal;
  readonly waitFor?: typeof wait;
}

/** Milliseconds between two looks, each of which is one query for all that run here. */
const GLANCE = 1000;

/** Looks until the process ends. Never rejects. */
export async function heedStops({
  questions,
  running,
  log,
  ending,
  waitFor = wait,
}: HeedStopsParts): Promise<void> {
  while (!ending.aborted) {
    await waitFor(GLANCE, ending);
    const { ids } = running;
    if (ending.aborted || ids.length === 0) continue;
    try {
      for (const { id, because } of await questions.stopped(ids)) running.stop(id, because);
    } catch (error) {
      log.error({ err: error }, 'it cannot be told which questions were stopped; it is tried again');
    }
  }
}
