/** The digest of a channel's day: what was not posted on its own, and why, by what found it. Nothing that was found is kept silent about. */
import { DETECTIONS, type DetectorId } from '../../diagnosis/detection.ts';
import { message, type SlackMessage } from '../block-kit.ts';
import { section, smallLines } from '../blocks.ts';
import type { MessageBlock } from '../message-block.ts';
import { code, escaped } from '../mrkdwn.ts';
import { counted } from '../quantities.ts';
import type { TimeStyle } from '../time.ts';
import { type AlertView, alertName, worstFirst } from './alert-view.ts';
import { alertMark, standingText, subjectText } from './alert-words.ts';

/** Of one detector; the rest is named by number. */
const NAMED = 3;
const DETECTORS = 15;
const NUMBERS = 12;

export interface Digest {
  /** Of UTC: `2026-11-25`. */
  readonly day: string;
  readonly alerts: readonly AlertView[];
}

/** Alerts of low severity never have a message of their own. */
function whyText(alerts: readonly AlertView[]): string {
  const low = alerts.filter(({ severity }) => severity === 'low').length;
  const others = alerts.length - low;
  return [
    ...(low > 0 ? [`${low} of low severity`] : []),
    ...(others > 0 ? [`${others} beyond the messages of the day or over before they were told`] : []),
  ].join(', ');
}

function numbersText(alerts: readonly AlertView[]): string {
  const names = alerts.slice(0, NUMBERS).map(alertName).join(', ');
  return alerts.length > NUMBERS ? `${names} and ${alerts.length - NUMBERS} more` : names;
}

function detectorBlocks(
  detector: DetectorId,
  alerts: readonly AlertView[],
  style: TimeStyle,
): readonly MessageBlock[] {
  const sorted = worstFirst(alerts);
  const named = sorted.slice(0, NAMED).map((alert) => {
    const { finding } = alert;
    return `${alertMark(alert)} ${escaped(finding.summary)}\n${standingText(alert, style)}`;
  });
  const rest = sorted.slice(NAMED);
  const subjects = new Set(rest.map((alert) => subjectText(alert)));
  const more = rest.length === 0 ? [] : [`… also ${counted(subjects.size, 'subject')}: ${numbersText(rest)}`];
  const title = `*${escaped(DETECTIONS[detector])}*  ${counted(alerts.length, 'alert')}: ${whyText(alerts)}`;
  return [section(title), smallLines([...named, ...more])];
}

export function digestMessage({ day, alerts }: Digest, style: TimeStyle): SlackMessage {
  const by = new Map<DetectorId, AlertView[]>();
  for (const alert of alerts) by.set(alert.detector, [...(by.get(alert.detector) ?? []), alert]);
  const sorted = [...by].sort(([, one], [, other]) => other.length - one.length);
  const left = sorted.slice(DETECTORS).reduce((sum, [, some]) => sum + some.length, 0);
  const [first] = worstFirst(alerts);
  const own = alerts.length === 1 ? 'its' : 'their';
  const title = `Digest of ${day}: ${counted(alerts.length, 'alert')} without a message of ${own} own`;
  return message(
    title,
    [
      section(`:newspaper: *${title}*`),
      ...sorted.slice(0, DETECTORS).flatMap(([detector, some]) => detectorBlocks(detector, some, style)),
    ],
    [
      smallLines([
        ...(left > 0 ? [`… and ${counted(left, 'alert')} of other detectors`] : []),
        `All of them: ${code('/flows alerts suppressed')}${first ? ` · one in full: ${code(`/flows alerts ${alertName(first)}`)}` : ''}`,
      ]),
    ],
  );
}
