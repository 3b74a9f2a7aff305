/** What a round found, by the key of the alert that it belongs to; and an alert that begins with it, or goes on. */
import { bySeverity } from '../../analyzers/detection/detector.ts';
import {
  ALERT_SEVERITIES,
  type AlertSeverity,
  type Detection,
  type DetectorId,
} from '../../diagnosis/detection.ts';
import type { Finding } from '../../diagnosis/diagnosis.ts';
import { type Alert, alertKey } from '../alert.ts';
import type { Round } from '../round.ts';

export interface Sight {
  readonly key: string;
  readonly detector: DetectorId;
  readonly finding: Finding;
  readonly detection: Detection;
}

/** Where several findings have one key, the most severe speaks for all. */
export function sightsOf({ findings, evaluated, account }: Round): ReadonlyMap<string, Sight> {
  const sights = new Map<string, Sight>();
  for (const finding of findings.toSorted(bySeverity)) {
    const { detector, detection } = finding;
    if (!detector || !detection || !evaluated.includes(detector)) continue;
    const key = alertKey(detector, account, detection.subject, detection.class);
    if (!sights.has(key)) sights.set(key, { key, detector, finding, detection });
  }
  return sights;
}

export function begun({ key, detector, finding, detection }: Sight, round: Round): Alert {
  const { subject, severity, first, last } = detection;
  return {
    id: `${key}@${round.at}`,
    number: 0,
    ...{ key, detector, source: round.source, account: round.account, subject, class: detection.class },
    ...{ state: 'pending', severity, finding, first, last, firedAt: null, resolvedAt: null },
    ...{ rounds: '', reopened: 0, isFlapping: false, suppressed: null },
    ...{ owner: null, ackedAtMs: null, snoozedUntilMs: null, reminded: 0, remindAtMs: null },
    ...{ toldSize: 0, toldSeverity: null, channel: null, message: null, diagnosis: null },
    updatedAtMs: round.nowMs,
  };
}

/** 0 for the most severe. */
export function rank(severity: AlertSeverity): number {
  return ALERT_SEVERITIES.indexOf(severity);
}

/** As long as it lasts its severity only grows: what fell for one round is not over, and nobody wants to hear of both. */
export function seenAgain(alert: Alert, { finding, detection }: Sight): Alert {
  const isWorse = rank(detection.severity) < rank(alert.severity);
  return {
    ...alert,
    finding,
    subject: detection.subject,
    severity: isWorse ? detection.severity : alert.severity,
    first: Math.min(alert.first, detection.first),
    last: Math.max(alert.last, detection.last),
  };
}

/** The number of digits of its size: people hear of it again when that grows. */
export function sizeClass({ finding }: Pick<Alert, 'finding'>): number {
  return Math.floor(Math.log10(Math.max(finding.detection?.size ?? 1, 1))) + 1;
}
