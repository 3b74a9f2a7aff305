/** What is told of a detection, in the order it is read, however it is drawn. Its texts are not escaped. */
import {
  type AlertSeverity,
  type Detection,
  type Measured,
  subjectWords,
} from '../../diagnosis/detection.ts';
import type { Finding } from '../../diagnosis/diagnosis.ts';
import { blockerOf } from '../blocker-text.ts';
import { type ChainStep, chainOf } from '../chain.ts';
import { evidenceTable } from '../flow-row.ts';
import { sureText } from '../how-sure.ts';
import { type NextCheck, nextOf } from '../next-check.ts';
import { type PathLeg, pathLegs } from '../path.ts';
import { count, counted } from '../quantities.ts';
import type { Severity } from '../severity.ts';
import type { Table } from '../table.ts';
import { shortTime, type TimeStyle, zoneName } from '../time.ts';
import { measuredAmount } from './measured-amount.ts';

export interface DetectionPart {
  readonly severity: AlertSeverity;
  readonly summary: string;
  /** `high · blocked-dependency · db-1 (10.0.2.9) tcp/5432 · 0.95 sure · since 14:02 UTC, still happening` */
  readonly status: string;
  /** `412 distinct rejected sources in 5 minutes, where 37 are normal (median of this hour of the week over 21 days)` */
  readonly measured: string;
  readonly path: readonly PathLeg[];
  /** What the configuration says to the packets; empty where it is not known. */
  readonly chain: readonly ChainStep[];
  readonly blocker: string | null;
  /** Who is on the other side; empty where it is not told. */
  readonly others: string;
  readonly evidence: Table | null;
  /** Why it may be harmless. */
  readonly benign: string;
  /** What could not be seen, a sentence each. */
  readonly unseen: readonly string[];
  readonly next: NextCheck;
  /** The question that looks into it, without the command's own name. */
  readonly ask: string;
}

/** More of the other side are counted. */
const OTHERS_SHOWN = 5;

/** How news of that severity is coloured. */
export const DETECTION_COLORS = {
  high: 'blocked',
  medium: 'look',
  low: 'list',
} as const satisfies Record<AlertSeverity, Severity>;

function measuredText({ what, value, unit, normal, basis }: Measured): string {
  const measured = `${measuredAmount(value, unit)} ${what}`;
  if (normal === null) return basis === '' ? measured : `${measured}; ${basis}`;
  const usual = normal === 0 ? 'none is normal' : `${measuredAmount(normal, unit)} is normal`;
  return `${measured}, where ${usual}${basis === '' ? '' : ` (${basis})`}`;
}

function subjectText({ subject, class: of }: Detection): string {
  return `${subjectWords(subject)}${of === '' ? '' : ` ${of}`}`;
}

function timesText({ first, last }: Detection, ongoing: boolean, near: number, style: TimeStyle): string {
  const since = shortTime(first, style, near);
  return ongoing
    ? `since ${since} ${zoneName(first, style)}, still happening`
    : `${since} to ${shortTime(last, style, near)} ${zoneName(last, style)}, not seen since`;
}

function othersText({ others }: Detection): string {
  const left = others.length - OTHERS_SHOWN;
  return `${others.slice(0, OTHERS_SHOWN).join(', ')}${left > 0 ? ` and ${counted(left, 'more', 'more')}` : ''}`;
}

/** Undefined for a finding that is no detection. @param near times of another day than this one's show their date, seconds since the epoch */
export function detectionPart(finding: Finding, style: TimeStyle, near: number): DetectionPart | undefined {
  const { detection, detector, confidence, exchange, occurrence } = finding;
  if (!detection || !detector) return undefined;
  const status = [
    detection.severity,
    detector,
    subjectText(detection),
    sureText(confidence),
    timesText(detection, occurrence?.ongoing ?? false, near, style),
  ];
  return {
    severity: detection.severity,
    summary: finding.summary,
    status: status.join(' · '),
    measured: measuredText(detection.measured),
    path: exchange ? pathLegs(exchange) : [],
    chain: chainOf(finding),
    blocker: blockerOf(finding),
    others: othersText(detection),
    evidence: evidenceTable(finding.evidence, style, near),
    benign: detection.benign,
    unseen: detection.unseen,
    next: nextOf(finding.nextCheck),
    ask: detection.ask,
  };
}

/** `3 detections, 1 of high severity: db-1 (10.0.2.9) …`, the worst being told; null where nothing was detected. */
export function detectionsHeadline(parts: readonly DetectionPart[]): string | null {
  const [worst] = parts;
  if (!worst) return null;
  const alike = parts.filter(({ severity }) => severity === worst.severity).length;
  const how = alike === parts.length ? 'of' : `${count(alike)} of`;
  return `${counted(parts.length, 'detection')}, ${how} ${worst.severity} severity: ${worst.summary}`;
}
