/** Mutes, maintenances and what is expected: what each silences, until when, by whom and why. */
import type { KnownBlock } from '@slack/types';
import type { AlertMatcher } from '../../diagnosis/alert-matcher.ts';
import { message, type SlackMessage } from '../block-kit.ts';
import { section, smallLines } from '../blocks.ts';
import { code, escaped } from '../mrkdwn.ts';
import { counted } from '../quantities.ts';
import { duration, shortTime, type TimeStyle, zoneName } from '../time.ts';
import { ruleEnd } from './alert-buttons.ts';

const LISTED = 20;

export interface RuleView {
  readonly number: number;
  readonly kind: 'mute' | 'maintenance' | 'expected';
  readonly matcher: AlertMatcher;
  /** Seconds since the epoch. */
  readonly startsAt: number;
  readonly endsAt: number;
  /** A Slack user id. */
  readonly by: string;
  /** As typed: untrusted. */
  readonly reason: string;
}

/** `reject-spike on 10.0.1.5, tcp/22, in prod`; not escaped. */
function matcherText({
  detectors = [],
  subjects = [],
  blocks = [],
  classes = [],
  sources = [],
  severities = [],
}: AlertMatcher): string {
  const where = [...subjects, ...blocks.map(({ text }) => text)];
  const parts = [
    detectors.length === 0 ? 'every detector' : detectors.join(', '),
    ...(where.length === 0 ? [] : [`on ${where.join(', ')}`]),
    ...(classes.length === 0 ? [] : [`of ${classes.join(', ')}`]),
    ...(sources.length === 0 ? [] : [`in ${sources.join(', ')}`]),
    ...(severities.length === 0 ? [] : [`if ${severities.join(' or ')}`]),
  ];
  return parts.join(' ');
}

const SIGNS: Readonly<Record<RuleView['kind'], string>> = {
  mute: ':mute:',
  maintenance: ':construction:',
  expected: ':white_check_mark:',
};
const WORDS: Readonly<Record<RuleView['kind'], string>> = {
  mute: 'muted',
  maintenance: 'maintenance',
  expected: 'expected',
};

function momentText(seconds: number, now: number, style: TimeStyle): string {
  return `${shortTime(seconds, style, now)} ${zoneName(seconds, style)}`;
}

/** In mrkdwn: `muted: reject-spike on 10.0.1.5 until 16:00 UTC`. */
export function ruleText(
  { kind, matcher, startsAt, endsAt }: RuleView,
  now: number,
  style: TimeStyle,
): string {
  const from = startsAt > now ? `from ${momentText(startsAt, now, style)} ` : '';
  const end = kind === 'expected' ? 'to be looked at again' : 'until';
  const left = endsAt > now ? ` (${duration(endsAt - Math.max(now, startsAt))})` : '';
  return `${WORDS[kind]}: ${escaped(matcherText(matcher))} ${from}${end} ${momentText(endsAt, now, style)}${left}`;
}

function ruleBlock(rule: RuleView, style: TimeStyle, now: number): KnownBlock {
  const { number, kind, by, reason } = rule;
  const said = `${SIGNS[kind]} *M-${number}*  ${ruleText(rule, now, style)}\n<@${by}>: ${escaped(reason)}`;
  return { ...section(said), accessory: ruleEnd(number) };
}

/** What somebody did, in mrkdwn, to that person alone. @param rule the number of the one that they made; absent for none */
export function doneMessage(said: string, rule?: number): SlackMessage {
  return message(
    said,
    [section(said)],
    rule === undefined ? [] : [{ type: 'actions', elements: [ruleEnd(rule)] }],
  );
}

export function rulesMessage(rules: readonly RuleView[], style: TimeStyle, now: number): SlackMessage {
  const left = rules.length - LISTED;
  const title = rules.length === 0 ? 'Nothing is muted' : `${counted(rules.length, 'rule')} for alerts`;
  return message(title, [
    section(`*${title}*`),
    ...rules.slice(0, LISTED).map((rule) => ruleBlock(rule, style, now)),
    smallLines([
      ...(left > 0 ? [`… and ${left} more`] : []),
      `${rules.length === 0 ? `Mute: ${code('/flows mute A-12 for 8h because …')}` : `End one: ${code('/flows mute end M-3')}`} · what was silenced: ${code('/flows alerts suppressed')}`,
    ]),
  ]);
}
