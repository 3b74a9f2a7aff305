/** The question by which an alarm is diagnosed. */
import { portText, questionAbout } from '../commands/find-in-text.ts';
import { utcWindowText } from '../commands/follow/window-text.ts';
import type { Alarm } from './alarm.ts';

/** What led to an alarm comes before it, and it goes on after it, seconds. */
const BEFORE = 3600;
const AFTER = 900;

/**
 * As it would be typed; null where the alarm names nothing that records know. With both ends it is traced from who called whom; a finding of
 * GuardDuty without the other end is looked into by all detectors; else it is asked what is rejected. Of a caller from elsewhere who did nothing to an
 * interface of ours it is asked what else it does here.
 *
 * @param now seconds since the epoch
 */
export function alarmQuestion(alarm: Alarm, now: number): string | null {
  const { kind, ours, other, opened, port, at } = alarm;
  const start = Math.min(at, now) - BEFORE;
  const window = utcWindowText({ start, end: Math.min(at + AFTER, now) });
  if (ours === null) return other === null ? null : `talk ${other} ${window}`;
  const ends =
    other === null ? [ours] : opened === 'ours' || kind === 'other' ? [ours, other] : [other, ours];
  const words = port === null ? null : portText(port);
  const about =
    kind === 'guardduty' && other === null ? `scan ${ours}` : questionAbout(ends, words, { protocols: [] });
  return `${about} ${window}`;
}
