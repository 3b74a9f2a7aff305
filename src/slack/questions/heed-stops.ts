/** Heeds what was said of questions here through another process, to stop them or to go on: where several share a store, Slack brings the press to any. */
import type { Logger } from 'pino';
import type { Decided } from '../../store/decided.ts';
import type { Questions } from '../../store/questions.ts';
import { wait } from '../wait.ts';
import type { Decisions } from './decisions.ts';
import type { Running } from './running.ts';

export interface HeedStopsParts {
  readonly questions: Questions;
  readonly running: Running;
  readonly decided: Decided;
  readonly decisions: Decisions;
  readonly log: Logger;
  /** Aborted when the process is to end. */
  readonly ending: AbortSignal;
  readonly waitFor?: typeof wait;
}

/** Milliseconds between two looks, each of which is a query for all that run here, and one for all that wait. */
const GLANCE = 1000;

/** Looks until the process ends. Never rejects. */
export async function heedStops({
  questions,
  running,
  decided,
  decisions,
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
      const waiting = decisions.ids;
      if (waiting.length === 0) continue;
      for (const { id, choice } of await decided.of(waiting)) decisions.heed(id, choice);
    } catch (error) {
      log.error({ err: error }, 'it cannot be told what was said of questions; it is tried again');
    }
  }
}
