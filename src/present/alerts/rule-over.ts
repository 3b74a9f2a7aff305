/** Said once in the channel in which somebody silenced alerts: that this is over, and what to do where it shall go on. */
import { noticeMessage, type SlackMessage } from '../block-kit.ts';
import { code, escaped } from '../mrkdwn.ts';
import type { TimeStyle } from '../time.ts';
import { type RuleView, ruleText } from './rules-message.ts';

const TOLD_AGAIN = 'What still fires is told again.';

function wordsOf({ kind, number }: RuleView): { readonly over: string; readonly next: string } {
  const name = `*M-${number}*`;
  if (kind !== 'expected') return { over: `:loud_sound: ${name} is over.`, next: TOLD_AGAIN };
  return {
    over: `:calendar: The day to look at ${name} again has come.`,
    next: `${TOLD_AGAIN} If it is still expected, say so anew: ${code('/flows expect A-12 because …')} with its number from ${code('/flows alerts')}`,
  };
}

/** @param now seconds since the epoch */
export function ruleOverMessage(rule: RuleView, style: TimeStyle, now: number): SlackMessage {
  const { over, next } = wordsOf(rule);
  return noticeMessage(
    `${over} ${ruleText(rule, now, style)}\n<@${rule.by}>: ${escaped(rule.reason)}\n${next}`,
  );
}
