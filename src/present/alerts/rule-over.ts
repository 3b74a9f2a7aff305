/** Said once in the channel in which somebody silenced alerts: that this is over, what it was about, and what to do where it shall go on. */
import { noticeMessage, type SlackMessage } from '../block-kit.ts';
import { code, escaped } from '../mrkdwn.ts';
import type { TimeStyle } from '../time.ts';
import { type AlertView, alertName } from './alert-view.ts';
import { askText, subjectText } from './alert-words.ts';
import { type RuleView, ruleText } from './rules-message.ts';

const TOLD_AGAIN = 'What still fires is told again.';
const ALERT = 'A-12';

/** `*A-12* port-scan about web-1 (10.0.1.5)` */
function aboutText(alert: AlertView): string {
  return `*${alertName(alert)}* ${escaped(alert.detector)} about ${escaped(subjectText(alert))}`;
}

function lookText(alert: AlertView): string {
  return `Look at it: ${code(`/flows alerts ${alertName(alert)}`)} for what it was, ${askText(alert)} for what is there now.`;
}

function wordsOf(
  { kind, number }: RuleView,
  about: AlertView | null,
): { readonly over: string; readonly next: string } {
  const name = `*M-${number}*`;
  if (kind !== 'expected') return { over: `:loud_sound: ${name} is over.`, next: TOLD_AGAIN };
  const from = about ? '' : ` with its number from ${code('/flows alerts all')}`;
  const anew = code(`/flows expect ${about ? alertName(about) : ALERT} because …`);
  return {
    over: `:calendar: The day to look at ${name} again has come.`,
    next: `${TOLD_AGAIN} If it is still expected, say so anew: ${anew}${from}`,
  };
}

/**
 * @param about the alert that it was said about; null where it was about none, or that is not kept any more
 * @param now seconds since the epoch
 */
export function ruleOverMessage(
  rule: RuleView,
  about: AlertView | null,
  style: TimeStyle,
  now: number,
): SlackMessage {
  const { over, next } = wordsOf(rule, about);
  return noticeMessage(
    [
      `${over}${about ? ` It was about ${aboutText(about)}.` : ''}`,
      `${ruleText(rule, now, style)}`,
      `<@${rule.by}>: ${escaped(rule.reason)}`,
      ...(about ? [lookText(about)] : []),
      next,
    ].join('\n'),
  );
}
