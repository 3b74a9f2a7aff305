/** What is told of a question beside its answer: that it waits or stands still, that it is not taken on or not shown, and why there is none. */
import type { Refused } from '../../access/access.ts';
import { plainText } from '../../commands/grammar/plain-text.ts';
import { notInvited, problemMessage, type SlackMessage } from '../../present/block-kit.ts';
import { counted } from '../../present/quantities.ts';
import type { Questions } from '../../store/questions.ts';
import { defectMessage } from '../connection/defect.ts';
import type { Failure } from '../delivery/failure.ts';
import { simpleForms } from '../delivery/forms.ts';
import type { Posted } from '../delivery/messenger.ts';
import { isNotInvited, problemOf } from '../delivery/problems.ts';
import type { Steps } from '../delivery/work.ts';
import { wait } from '../wait.ts';
import type { Crowded } from './admission.ts';
import type { AfterAnswer } from './after-answer.ts';
import { runningMessage } from './answering.ts';
import type { Question, Whisper } from './question.ts';
import { rootOf } from './remembered.ts';
import type { Run } from './running.ts';

export interface TellingParts {
  readonly questions: Pick<Questions, 'get'>;
  readonly afterAnswer: Pick<AfterAnswer, 'failed'>;
}

/** By what a person is reached. */
interface Reach {
  readonly steps: Steps;
  readonly whisper: Whisper;
}

/** Whoever sees nothing for so long, milliseconds, wonders whether they were heard. */
const PATIENT_FOR = 3000;
const STORE_AWAY = 'my store does not work just now: the answer follows as soon as it does';
const ONE_MESSAGE = 'the answer comes as one message, as Slack takes only so many from me';

/** Slack did not take the message that would show it running. */
export function notTaken({ text, place }: Question, failure: Failure): SlackMessage {
  const question = plainText(text);
  return isNotInvited(failure, place.channel)
    ? notInvited(question)
    : problemMessage({ ...problemOf(failure), question });
}

/** Shows that it is not answered to who asked, and nothing else: in its message, where that is there. */
export async function turnAway(
  { text }: Question,
  { because: problem, todo }: Refused,
  { shown, steps, whisper }: Reach & { readonly shown: Posted | null },
): Promise<void> {
  const message = problemMessage({ problem, todo, question: plainText(text) });
  if (shown) await steps.replace(shown, simpleForms(message));
  return whisper(message);
}

/** Who sees nothing in the conversation hears once that it is being worked on, and can cancel it. @param told aborted when there is no need any more */
export async function tellOfWaiting(
  question: Question,
  run: Run,
  { whisper, canTell }: Pick<Reach, 'whisper'> & { readonly canTell: () => boolean },
  told: AbortSignal,
): Promise<void> {
  await wait(PATIENT_FOR, told);
  if (told.aborted || !canTell()) return;
  const ahead = run.ahead > 0 ? `waiting behind ${counted(run.ahead, 'other question')} · ` : '';
  await whisper(runningMessage(question, `${ahead}${ONE_MESSAGE}`));
}

/** Tells at once that it is not taken on. */
export async function tellOfCrowd(
  { text }: Question,
  { own, all }: Crowded,
  whisper: Whisper,
): Promise<void> {
  const yours = own === 0 ? '' : `, ${own} of them yours`;
  const problem = `I have too much to do just now: ${counted(all, 'question')} wait for their turn${yours}. I did not take this one.`;
  const todo = own === 0 ? 'Ask again in a few minutes.' : 'Ask again when one of yours is answered.';
  await whisper(problemMessage({ problem, todo, question: plainText(text) }));
}

/** @returns false where no message of it is known */
async function replaceRoot(
  { questions }: Pick<TellingParts, 'questions'>,
  id: string,
  steps: Steps,
  message: SlackMessage,
): Promise<boolean> {
  const remembered = await questions.get(id);
  const root = remembered && rootOf(remembered);
  if (root) await steps.replace(root, simpleForms(message));
  return root !== null;
}

/** There will be no answer. */
export async function tellOfDefect(
  parts: TellingParts,
  question: Question,
  { steps, whisper }: Reach,
  error: unknown,
): Promise<void> {
  const { id, text } = question;
  const reason = error instanceof Error ? error.message : String(error);
  await parts.afterAnswer.failed(question, `flows itself failed: ${reason}`);
  const message = defectMessage(error, plainText(text), id);
  if (!(await replaceRoot(parts, id, steps, message))) await whisper(message);
}

/** Says why the message stands still, as far as the store tells which one it is. */
export async function tellOfStore(
  parts: Pick<TellingParts, 'questions'>,
  question: Question,
  steps: Steps,
): Promise<void> {
  await replaceRoot(parts, question.id, steps, runningMessage(question, STORE_AWAY));
}
