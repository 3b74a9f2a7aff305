/** Delivers an answer: first the thread that holds it, then the verdict over it, so that no verdict stands without its reasons. */
import type { Answer } from '../../diagnosis/answer.ts';
import type { Offer } from '../../present/answer-actions.ts';
import { type BlockForm, verdictMessage } from '../../present/block-kit.ts';
import type { TimeStyle } from '../../present/time.ts';
import type { Address } from '../address.ts';
import type { Failure } from '../delivery/failure.ts';
import { simpleForms, threadForms, wholeForms } from '../delivery/forms.ts';
import type { Posted } from '../delivery/messenger.ts';
import type { Delivery } from '../delivery/outbox.ts';
import type { Steps } from '../delivery/work.ts';

export interface Conclusion {
  readonly answer: Answer;
  /** A Slack user id. */
  readonly askedBy: string;
  /** Where the question was asked. */
  readonly place: Address;
  /** The message that showed its progress; null where it is not known whether it was posted. */
  readonly root: Posted | null;
  readonly form: BlockForm;
  readonly style: TimeStyle;
  /** The buttons under the answer; null for none. */
  readonly offer: Offer | null;
}

/** What could not be delivered; null where the person has the answer and the channel its verdict. */
export interface Undelivered {
  /** Whether the whole answer is somewhere in the conversation. */
  readonly isAnswered: boolean;
  readonly failure: Failure;
}

function undelivered(delivery: Delivery<unknown>, isAnswered: boolean): Undelivered | null {
  return delivery.ok ? null : { isAnswered, failure: delivery.failure };
}

/** Posts the messages of the thread one after another, up to the first that fails. */
async function postThread(
  steps: Steps,
  to: Address,
  { answer, form, style, offer }: Conclusion,
): Promise<Failure | null> {
  for (const [index, forms] of threadForms(answer, form, style, offer).entries()) {
    const posted = await steps.post(`reply-${index}`, to, forms);
    if (!posted.ok) return posted.failure;
  }
  return null;
}

/**
 * A reply of which it cannot be told whether it was posted is not posted again: then the progress message becomes the whole answer instead of the verdict alone, since
 * replacing a message twice is the same as once. So the answer is there in any case, and nowhere twice as a message of its own.
 */
export async function conclude(steps: Steps, conclusion: Conclusion): Promise<Undelivered | null> {
  const { answer, askedBy, place, root, form, style, offer } = conclusion;
  const whole = wholeForms(answer, form, style, offer);
  if (root === null) return undelivered(await steps.post('whole', place, whole), false);

  const verdict = simpleForms(verdictMessage(answer, style, askedBy, offer));
  // Why a question was stopped is said in one line, which the verdict is.
  if (answer.kind === 'cancelled') return undelivered(await steps.replace(root, verdict), false);

  const thread = { channel: root.channel, thread: place.thread ?? root.ts };
  const failure = await postThread(steps, thread, conclusion);
  return failure === null
    ? undelivered(await steps.replace(root, verdict), true)
    : undelivered(await steps.replace(root, whole), false);
}
