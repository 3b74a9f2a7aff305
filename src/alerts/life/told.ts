/**
 * What a round finds again only because its window still reaches back to it. An outage of 20 minutes is found for as long as the window is: it is
 * over nevertheless, and nobody hears of the same traffic twice.
 */
import type { Finding } from '../../diagnosis/diagnosis.ts';
import { type Alert, alertKey } from '../alert.ts';
import type { Round } from '../round.ts';
import { rank } from './sight.ts';

/** Detectors look back a day at most, and a record that overlaps the beginning of the window is in it. Seconds. */
const LONGEST_WINDOW = 25 * 3600;

/** Alerts that were resolved since then are to be known: they may come back, or a round may find their traffic again. Seconds since the epoch. */
export function resolvedSince(at: number, reopenWithin: number): number {
  return at - Math.max(LONGEST_WINDOW, reopenWithin);
}

/** It is over, and an alert that fired has seen all of it. That it turns out to be more severe is new. */
function isOldNews({ detector, detection, occurrence }: Finding, round: Round, alerts: readonly Alert[]) {
  if (!detector || !detection || occurrence?.ongoing !== false) return false;
  const key = alertKey(detector, round.account, detection.subject, detection.class);
  return alerts.some(
    (alert) =>
      alert.key === key &&
      alert.source === round.source &&
      alert.firedAt !== null &&
      alert.last >= detection.last &&
      rank(alert.severity) <= rank(detection.severity),
  );
}

/** The round without it. */
export function withoutOldNews(round: Round, alerts: readonly Alert[]): Round {
  return { ...round, findings: round.findings.filter((finding) => !isOldNews(finding, round, alerts)) };
}
