/** What is to be seen of alerts, however it is shown. Times are seconds since the epoch; texts from records, names and people are untrusted. */
import {
  ALERT_SEVERITIES,
  type AlertSeverity,
  type Detection,
  type DetectorId,
} from '../../diagnosis/detection.ts';
import type { Finding } from '../../diagnosis/diagnosis.ts';

/** A finding of a detector. */
export type DetectedFinding = Finding & { readonly detection: Detection };

export interface AlertView {
  /** People say `A-12`; 0 for a test, which is not kept. */
  readonly number: number;
  readonly detector: DetectorId;
  readonly source: string;
  readonly class: string;
  readonly severity: AlertSeverity;
  readonly state: 'pending' | 'firing' | 'recovering' | 'resolved';
  readonly finding: DetectedFinding;
  /** When the traffic began, and was seen last. */
  readonly first: number;
  readonly last: number;
  /** Null before. */
  readonly resolvedAt: number | null;
  /** It ended because its source, or its detector, is not watched any more; null where it did not. */
  readonly left: 'source' | 'detector' | null;
  readonly reopened: number;
  readonly isFlapping: boolean;
  /** A Slack user id; null as long as nobody looks after it. */
  readonly owner: string | null;
  readonly snoozedUntil: number | null;
  /** Why nobody is told, in a sentence's end: `muted by M-3 until …`; null where people are. */
  readonly silent: string | null;
  /** The number of the rule that says so; null where none does. */
  readonly rule: number | null;
  /** It goes on in another message than the one that shows it here: this one is edited no more. */
  readonly isElsewhere: boolean;
  /** What flows answered when it asked the alert's own question; null where it was not asked. */
  readonly diagnosis: AlertAnswer | null;
  /** Nothing happened: somebody wants to see that alerts arrive. */
  readonly isTest: boolean;
}

interface AlertAnswer extends Pick<Finding, 'verdict' | 'confidence' | 'summary' | 'blocker' | 'nextCheck'> {
  readonly question: string;
}

const STATES: Readonly<Record<AlertView['state'], number>> = {
  firing: 0,
  pending: 1,
  recovering: 2,
  resolved: 3,
};

/** What still goes on first, then the most severe, then what began first. */
export function worstFirst<A extends AlertView>(alerts: readonly A[]): readonly A[] {
  return [...alerts].sort(
    (one, other) =>
      Number(one.state === 'resolved') - Number(other.state === 'resolved') ||
      ALERT_SEVERITIES.indexOf(one.severity) - ALERT_SEVERITIES.indexOf(other.severity) ||
      STATES[one.state] - STATES[other.state] ||
      one.first - other.first ||
      one.number - other.number,
  );
}

/** `A-12`, and what says so where it is a test. */
export function alertName({ number, isTest }: Pick<AlertView, 'number' | 'isTest'>): string {
  return isTest ? 'TEST' : `A-${number}`;
}
