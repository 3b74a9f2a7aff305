/** The parts of which every telling of an alert consists, in mrkdwn. */
import { type Measured, subjectWords } from '../../diagnosis/detection.ts';
import { DETECTION_DOTS } from '../detection/detection-dots.ts';
import { measuredAmount } from '../detection/measured-amount.ts';
import { code, escaped, withUnits } from '../mrkdwn.ts';
import { duration, shortTime, type TimeStyle, zoneName } from '../time.ts';
import { type AlertView, alertName } from './alert-view.ts';

/** What is over is marked as such, however bad it was. */
export function alertMark({ state, severity, left }: Pick<AlertView, 'state' | 'severity' | 'left'>): string {
  if (left !== null) return ':no_bell:';
  return state === 'resolved' ? ':white_check_mark:' : DETECTION_DOTS[severity];
}

export function subjectText({ finding }: Pick<AlertView, 'finding'>): string {
  return subjectWords(finding.detection.subject);
}

/** What it was compared with; where no number is normal, the basis alone says what is known. */
function normalText({ unit, normal, basis }: Measured): string {
  if (normal === null) return basis === '' ? 'nothing to compare with' : escaped(basis);
  return `normal is ${escaped(measuredAmount(normal, unit))}${basis === '' ? '' : ` (${escaped(basis)})`}`;
}

/** `*412* distinct rejected sources in 5 minutes · normal is 37 (median of this hour of the week over 21 days)` */
export function measuredText(measured: Measured): string {
  const { what, value, unit } = measured;
  return withUnits(`*${escaped(measuredAmount(value, unit))}* ${escaped(what)} · ${normalText(measured)}`);
}

function momentText(seconds: number, near: number, style: TimeStyle): string {
  return `${shortTime(seconds, style, near)} ${zoneName(seconds, style)}`;
}

/** `since 14:02 UTC, seen last 14:55` */
function timesText({ first, last, state, resolvedAt }: AlertView, style: TimeStyle): string {
  const since = `since ${momentText(first, last, style)}`;
  const lately = `seen last ${shortTime(last, style, first)}`;
  if (state !== 'resolved' || resolvedAt === null) return `${since}, ${lately}`;
  return `${momentText(first, resolvedAt, style)} to ${shortTime(last, style, resolvedAt)}, ${duration(last - first)}`;
}

const STATE_WORDS: Readonly<Record<AlertView['state'], string>> = {
  pending: 'not confirmed yet',
  firing: 'firing',
  recovering: 'recovering',
  resolved: 'resolved',
};

/** Why nobody looks at it any more. */
export function leftText({
  left,
  source,
  detector,
}: Pick<AlertView, 'left' | 'source' | 'detector'>): string {
  return left === 'detector'
    ? `${escaped(detector)} is switched off (${code('alerts.off')})`
    : `${escaped(source)} is not watched any more under that name and account (${code('sources')}, ${code('alerts.sources')})`;
}

function stateText({ state, left }: AlertView): string {
  return left === null ? STATE_WORDS[state] : 'not looked at any more';
}

/** `*A-12* · high · reject-spike · since 14:02 UTC, seen last 14:55 · firing` */
export function standingText(alert: AlertView, style: TimeStyle): string {
  const { severity, detector, state, resolvedAt, isElsewhere } = alert;
  const over = resolvedAt === null ? '' : ` ${momentText(resolvedAt, alert.last, style)}`;
  return [
    `*${alertName(alert)}*`,
    severity,
    escaped(detector),
    timesText(alert, style),
    isElsewhere ? '*goes on in another message*' : `*${stateText(alert)}*${state === 'resolved' ? over : ''}`,
  ].join(' · ');
}

/** What people did with it, and how it behaves; empty where nothing is to be said. `<@U1> looks after it · snoozed until 16:00 UTC · reopened 2×` */
export function handledText(alert: AlertView, style: TimeStyle): string {
  const { owner, snoozedUntil, silent, reopened, isFlapping, last } = alert;
  return [
    ...(owner === null ? [] : [`<@${owner}> looks after it`]),
    ...(snoozedUntil === null ? [] : [`snoozed until ${momentText(snoozedUntil, last, style)}`]),
    ...(silent === null ? [] : [escaped(silent)]),
    ...(reopened === 0 ? [] : [`reopened ${reopened}×`]),
    ...(isFlapping ? ['goes on and off: it is told once'] : []),
  ].join(' · ');
}

/** The question that looks into it, as it is typed. */
export function askText({ finding }: Pick<AlertView, 'finding'>): string {
  return code(`/flows ${finding.detection.ask}`);
}
