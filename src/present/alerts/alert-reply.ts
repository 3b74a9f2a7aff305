/** What is said in the thread of an alert's message: only what changes how soon somebody has to look. */
import { noticeMessage, type SlackMessage } from '../block-kit.ts';
import { escaped } from '../mrkdwn.ts';
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

function wordsOf(what: ReplyKind, alert: AlertView): string {
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
      return `:repeat: ${name} is back${reopened > 1 ? `, for the ${reopened}th time` : ''}: ${measured}`;
    case 'resolved':
      return `:white_check_mark: ${name} is over after ${duration(last - first)}. ${summary}`;
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

export function replyMessage(what: ReplyKind, alert: AlertView): SlackMessage {
  return noticeMessage(wordsOf(what, alert));
}
