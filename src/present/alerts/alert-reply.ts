/** What is said in the thread of an alert's message: only what changes how soon somebody has to look. */
import { noticeMessage, type SlackMessage } from '../block-kit.ts';
import { escaped } from '../mrkdwn.ts';
import { counted } from '../quantities.ts';
import { duration } from '../time.ts';
import { type AlertView, alertName } from './alert-view.ts';
import { leftText, measuredText } from './alert-words.ts';

export const REPLY_KINDS = [
  'severity',
  'larger',
  'joined',
  'reopened',
  'resolved',
  'left',
  'flapping',
  'reminder',
  'still-firing',
  'snooze-over',
  'mute-over',
] as const;
export type ReplyKind = (typeof REPLY_KINDS)[number];

function overText(alert: AlertView, more: number): string {
  const { finding, first, last } = alert;
  const name = `*${alertName(alert)}*`;
  const over =
    more === 0 ? `${name} is over` : `All ${counted(more + 1, 'alert')} of this message are over, ${name}`;
  return `:white_check_mark: ${over} after ${duration(last - first)}. ${escaped(finding.summary)}`;
}

function wordsOf(what: Exclude<ReplyKind, 'resolved'>, alert: AlertView): string {
  const { severity, finding, first, last, owner, reopened } = alert;
  const summary = escaped(finding.summary);
  const measured = measuredText(finding.detection.measured);
  const name = `*${alertName(alert)}*`;
  const who = owner === null ? 'Nobody has acknowledged it.' : `<@${owner}> looks after it.`;
  switch (what) {
    case 'severity':
      return `:arrow_double_up: ${name} is *${severity}* now. ${summary}`;
    case 'larger':
      return `:chart_with_upwards_trend: ${name} grew: ${measured}`;
    case 'joined':
      return `:heavy_plus_sign: ${name} belongs to this too. ${summary}`;
    case 'reopened':
      return `:repeat: ${name} is back${reopened > 1 ? `, ${reopened} times by now` : ''}: ${measured}`;
    case 'left':
      return `:no_bell: ${name} is not looked at any more, and whether it goes on is not known: ${leftText(alert)}.`;
    case 'flapping':
      return `:left_right_arrow: ${name} goes on and off, so it is not told again before it has come to rest.`;
    case 'reminder':
      return `:bell: ${name} is *${severity}* and still firing. ${who}`;
    case 'still-firing':
      return `:bell: ${name} still fires after ${duration(last - first)}. ${who}`;
    case 'snooze-over':
      return `:alarm_clock: The snooze of ${name} is over, and it still fires: ${measured}`;
    case 'mute-over':
      return `:loud_sound: What muted ${name} has ended, and it still fires: ${measured}`;
  }
}

/** @param more alerts of the same message of which it is true as well */
export function replyMessage(what: ReplyKind, alert: AlertView, more = 0): SlackMessage {
  if (what === 'resolved') return noticeMessage(overText(alert, more));
  const others = more === 0 ? '' : ` The same goes for ${more} more of this message.`;
  return noticeMessage(`${wordsOf(what, alert)}${others}`);
}
