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
  /** The message that showed its progress; null where there was none, or it is not known whether it was posted. */
  readonly root: Posted | null;
  /** Gives up the room that was kept for replacing it. */
  readonly giveUpRoom: () => void;
  readonly form: BlockForm;
  readonly style: TimeStyle;
  /** The buttons under the answer; null for none. */
  readonly offer: Offer | null;
}

export interface Concluded {
  /** The message of the question or of its whole answer, as far as it is known to be there. */
  readonly at: Posted | null;
  /** Whether the whole answer is somewhere in the conversation. */
  readonly isAnswered: boolean;
  /** Why something could not be delivered; null where the person has the answer and the channel its verdict. */
  readonly failure: Failure | null;
}

/** @param isThere whether the answer is in the conversation without what was delivered last */
function concluded(at: Posted | null, delivery: Delivery<unknown>, isThere: boolean): Concluded {
  const failure = delivery.ok ? null : delivery.failure;
  return { at, isAnswered: isThere || failure === null, failure };
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
export async function conclude(steps: Steps, conclusion: Conclusion): Promise<Concluded> {
  const { answer, askedBy, place, root, giveUpRoom, form, style, offer } = conclusion;
  const whole = wholeForms(answer, form, style, offer);
  if (root === null) {
    const posted = await steps.post('whole', place, whole);
    return concluded(posted.ok ? posted.value : null, posted, false);
  }

  const verdict = simpleForms(verdictMessage(answer, style, askedBy, offer));
  // Why a question was stopped is said in one line, which the verdict is.
  const isThread = answer.kind !== 'cancelled';
  const thread = { channel: root.channel, thread: place.thread ?? root.ts };
  const failure = isThread ? await postThread(steps, thread, conclusion) : null;
  giveUpRoom();
  const replaced = await steps.replace(root, failure === null ? verdict : whole);
  return concluded(root, replaced, isThread && failure === null);
}
