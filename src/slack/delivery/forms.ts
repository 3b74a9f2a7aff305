/** The forms in which an answer is offered to Slack, the best first. */
import type { Answer } from '../../diagnosis/answer.ts';
import type { Offer } from '../../present/answer-actions.ts';
import {
  type BlockForm,
  type SlackMessage,
  textMessage,
  threadMessages,
  wholeMessage,
} from '../../present/block-kit.ts';
import type { TimeStyle } from '../../present/time.ts';
import type { Forms } from './messenger.ts';

/** A message without blocks, for the case that Slack refuses any. */
function withoutBlocks({ text }: SlackMessage): SlackMessage {
  return { text, blocks: [] };
}

/** A message that is simple enough to be refused by nobody, and still has a form left. */
export function simpleForms(message: SlackMessage): Forms {
  return [message, withoutBlocks(message)];
}

/** What Slack may refuse in the newer form it takes as text of fixed width. */
function inForms(form: BlockForm, best: SlackMessage, plain: SlackMessage, last: SlackMessage): Forms {
  return form === 'newer' ? [best, plain, last] : [best, last];
}

/** The messages of the thread under a verdict. */
export function threadForms(
  answer: Answer,
  form: BlockForm,
  style: TimeStyle,
  offer: Offer | null,
): readonly Forms[] {
  const plain = threadMessages(answer, 'preformatted', style, offer);
  return threadMessages(answer, form, style, offer).map((best, index) => {
    const last = index === 0 ? textMessage(answer, style) : withoutBlocks(best);
    return inForms(form, best, plain[index] ?? best, last);
  });
}

/** Verdict and reasons in one message. */
export function wholeForms(answer: Answer, form: BlockForm, style: TimeStyle, offer: Offer | null): Forms {
  const [best, plain] = [
    wholeMessage(answer, form, style, offer),
    wholeMessage(answer, 'preformatted', style, offer),
  ];
  return inForms(form, best, plain, textMessage(answer, style));
}
