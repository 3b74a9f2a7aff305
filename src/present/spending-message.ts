/** The root of a question that waits for a person's word, because it would pass a budget. */
import type { Overspend } from '../diagnosis/overspend.ts';
import { message, type SlackMessage } from './block-kit.ts';
import { actions, section, sectionLines, smallLines } from './blocks.ts';
import { code, escaped } from './mrkdwn.ts';
import { overBudgetText } from './over-budget.ts';

export function spendingMessage(parts: {
  /** As typed: untrusted. */
  readonly question: string;
  /** A Slack user id. */
  readonly askedBy: string;
  readonly overspend: Overspend;
  /** What the buttons that decide carry. */
  readonly decision: string;
  /** What the button that stops it carries. */
  readonly cancelValue: string;
}): SlackMessage {
  const { question, askedBy, overspend, decision, cancelValue } = parts;
  const { headline, because, price, shorter } = overBudgetText(overspend);
  const goOn = price === null ? 'Go on' : `Go on (${price})`;
  return message(`Waiting for a decision: ${escaped(question)}. ${escaped(headline)}`, [
    section(`:moneybag: ${code(question)}`),
    sectionLines([`*${escaped(headline)}*`, ...because.map(escaped)]),
    actions([
      { id: 'flows-spend', text: goOn, value: decision },
      ...(shorter === null
        ? []
        : [{ id: 'flows-narrow', text: `Only the last ${shorter}`, value: decision }]),
      { id: 'flows-stop', text: 'Stop', value: cancelValue },
    ]),
    smallLines([`asked by <@${askedBy}>, who alone can let it go on; anyone can stop it`]),
  ]);
}
