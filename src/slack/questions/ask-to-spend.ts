/** Asks, in the question's own message, whether something may be scanned that passes a budget. Others have their turn meanwhile. */
import type { Logger } from 'pino';
import type { Overspend } from '../../diagnosis/overspend.ts';
import type { Decision } from '../../investigation/question-spending.ts';
import { spendingMessage } from '../../present/spending-message.ts';
import { duration } from '../../present/time.ts';
import { failureText } from '../delivery/failure.ts';
import { simpleForms } from '../delivery/forms.ts';
import type { Messenger, Posted } from '../delivery/messenger.ts';
import type { Decisions } from './decisions.ts';
import type { Run } from './running.ts';

/** People who asked a moment ago are near; after this long, milliseconds, they have gone on to something else. */
export const PATIENCE = 10 * 60_000;

export interface AskToSpendParts {
  readonly messenger: Messenger;
  readonly decisions: Decisions;
  readonly patience: number;
  readonly log: Logger;
}

interface Waiting {
  readonly id: string;
  /** As typed: untrusted. */
  readonly question: string;
  /** A Slack user id. */
  readonly askedBy: string;
  readonly run: Run;
  /** The message that becomes the question. */
  readonly root: Posted;
  /** It goes on: the buttons can be taken away. */
  readonly onDecided: () => Promise<void>;
}

/** @returns null where Slack did not take the question. @throws the reason of the run's signal. */
export function askToSpend(
  { messenger, decisions, patience, log }: AskToSpendParts,
  { id, question, askedBy, run, root, onDecided }: Waiting,
  overspend: Overspend,
): Promise<Decision | null> {
  return run.aside(async () => {
    const decision = decisions.open(id, askedBy);
    const message = spendingMessage({
      question,
      askedBy,
      overspend,
      decision: decision.id,
      cancelValue: id,
    });
    const asked = await messenger.replace(root, simpleForms(message));
    if (!asked.ok) {
      decision.close();
      log.warn({ question: id, failure: failureText(asked.failure) }, 'nobody could be asked about a budget');
      return null;
    }
    const choice = await decision.made(run.signal);
    if (choice) {
      await onDecided();
      return { kind: choice };
    }
    const waited = duration(patience / 1000);
    return { kind: 'stop', because: `nobody said within ${waited} that it may be scanned. Ask again.` };
  });
}
