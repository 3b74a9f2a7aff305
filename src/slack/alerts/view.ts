/** An alert as it is stored, made into what is shown of it. */
import type { Alert, Suppression } from '../../alerts/alert.ts';
import type { AlertView, DetectedFinding } from '../../present/alerts/alert-view.ts';

function seconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000);
}

/** Why nobody is told, in the words of a person; a snooze and flapping say it themselves. */
function silentText(suppressed: Suppression | null, nowMs: number): string | null {
  switch (suppressed?.by) {
    case undefined:
    case 'flapping':
      return null;
    case 'snooze':
      return suppressed.until <= nowMs ? 'was snoozed' : null;
    case 'mute':
      return `muted by M-${suppressed.rule}`;
    case 'expected':
      return `expected: M-${suppressed.rule}`;
    case 'maintenance':
      return `under maintenance: M-${suppressed.rule}`;
    case 'inhibited':
      return 'explained by another alert';
    case 'digest':
      return 'in the digest of the day';
    case 'no-channel':
      return 'no channel is set for it';
  }
}

/** Null for what has no detection, which no detector makes. */
function detected({ finding }: Alert): DetectedFinding | null {
  const { detection } = finding;
  return detection ? { ...finding, detection } : null;
}

/** It is over, or what becomes of it is shown there. */
function isShownIn({ state, message }: Alert, id: string): boolean {
  return state === 'resolved' || message === null || message === id;
}

/**
 * What cannot be shown is left out: it was written by another version of flows.
 *
 * @param message the id of the message that shows it, where it is one of a channel
 */
export function viewOf(alert: Alert, nowMs: number, message?: string): AlertView | null {
  const finding = detected(alert);
  if (!finding) return null;
  const { number, detector, source, severity, state, first, last, resolvedAt, reopened } = alert;
  const { isFlapping, owner, snoozedUntilMs: until, suppressed, diagnosis } = alert;
  return {
    ...{ number, detector, source, class: alert.class, severity, state, finding },
    ...{ first, last, resolvedAt, reopened, isFlapping, owner, diagnosis },
    snoozedUntil: until === null || until <= nowMs ? null : seconds(until),
    left: alert.left ?? null,
    silent: silentText(suppressed, nowMs),
    rule: suppressed && 'rule' in suppressed ? suppressed.rule : null,
    isElsewhere: message !== undefined && !isShownIn(alert, message),
    isTest: false,
  };
}

/** As the message with this id shows them. */
export function viewsOf(alerts: readonly Alert[], nowMs: number, message: string): readonly AlertView[] {
  return alerts.flatMap((alert) => viewOf(alert, nowMs, message) ?? []);
}
