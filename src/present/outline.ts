/** What an answer to a question consists of, in the order it is read; every form of output draws this. Its texts are not escaped. */

import type { Diagnosis, Finding, PlanPart, ResultFile } from '../diagnosis/diagnosis.ts';
import { blockerOf } from './blocker-text.ts';
import { type ChainStep, chainOf } from './chain.ts';
import {
  DETECTION_COLORS,
  type DetectionPart,
  detectionPart,
  detectionsHeadline,
} from './detection/detection-part.ts';
import { evidenceTable } from './flow-row.ts';
import { sureText } from './how-sure.ts';
import { listingTable } from './listing-table.ts';
import { type NextCheck, nextOf } from './next-check.ts';
import { type PathLeg, pathLegs } from './path.ts';
import { bytes, count, counted } from './quantities.ts';
import { SEVERITY, type Severity } from './severity.ts';
import { smallPrint } from './small-print.ts';
import { type Sparklines, sparklinesOf } from './sparkline.ts';
import type { Table } from './table.ts';
import { shortTime, type TimeStyle, zoneName } from './time.ts';

interface TitledTable {
  readonly title: string;
  readonly table: Table;
}

/** Commands or a file, to be copied as they are. */
export interface PreparedText {
  readonly title: string;
  readonly language: PlanPart['language'];
  readonly lines: readonly string[];
}

export interface Outline {
  readonly severity: Severity;
  readonly headline: string;
  /** What detectors found, the worst first, each with all that is told of it: where there are any, they are drawn instead of what follows. */
  readonly detections: readonly DetectionPart[];
  /** Verdict code, confidence, since when, how often; empty for a listing. */
  readonly status: string;
  /** What was asked and what came back; empty where no exchange is the subject. */
  readonly path: readonly PathLeg[];
  /** What the configuration says to both, step by step; empty where it is not known. */
  readonly chain: readonly ChainStep[];
  readonly blocker: string | null;
  /** A list that is drawn has no table: its rows are the bars. */
  readonly table: Table | null;
  /** Several lists, each under its own title. */
  readonly sections: readonly TitledTable[];
  readonly chart: Sparklines | null;
  /** The file that the result is in, and how much; null where there is none. */
  readonly file: string | null;
  /** What was asked to be prepared. */
  readonly plan: readonly PreparedText[];
  readonly next: NextCheck;
  /** Further findings, a sentence each. */
  readonly others: readonly string[];
  readonly smallPrint: readonly string[];
}

function statusOf({ verdict, confidence, occurrence }: Finding, near: number, style: TimeStyle): string {
  if (verdict === 'listing') return '';
  const parts: string[] = [verdict, sureText(confidence)];
  if (occurrence) {
    const { first, last, ongoing, connections } = occurrence;
    const since = `${shortTime(first, style, near)}`;
    parts.push(
      ongoing
        ? `since ${since} ${zoneName(first, style)}, still happening`
        : `${since} to ${shortTime(last, style, near)} ${zoneName(last, style)}, not seen since`,
    );
    if (connections)
      parts.push(`${count(connections.affected)} of ${counted(connections.total, 'connection')}`);
    else parts.push(counted(occurrence.packets, 'packet'));
  }
  return parts.join(' · ');
}

function fileText({ name, rows, bytes: size, cutOff }: ResultFile): string {
  const more = cutOff ? ', and there were more than a file takes' : '';
  return `${name}  ${counted(rows, 'row')}, ${bytes(size)}${more}`;
}

function preparedText({ title, language, text }: PlanPart): PreparedText {
  return { title, language, lines: text.trimEnd().split(/\r?\n/) };
}

function otherFinding({ verdict, confidence, summary }: Finding): string {
  const sure = sureText(confidence);
  return `${summary} (${verdict === 'listing' ? sure : `${verdict}, ${sure}`})`;
}

export function outlineOf(diagnosis: Diagnosis, style: TimeStyle): Outline {
  const { findings, completeness, columns, rows, sections = [], chart } = diagnosis;
  const when = { style, near: completeness.window.end };
  const [first, ...others] = findings;
  const detections = findings.flatMap((finding) => detectionPart(finding, style, when.near) ?? []);
  const [worst] = detections;
  // What was detected is told one by one; the list of it is for files.
  const listing = columns && rows && !worst ? { columns, rows } : undefined;
  return {
    severity: worst ? DETECTION_COLORS[worst.severity] : SEVERITY[diagnosis.verdict],
    headline: detectionsHeadline(detections) ?? diagnosis.summary,
    detections,
    status: worst?.status ?? (first ? statusOf(first, when.near, style) : ''),
    path: first?.exchange ? pathLegs(first.exchange) : [],
    chain: first ? chainOf(first) : [],
    blocker: blockerOf(diagnosis),
    table: chart
      ? null
      : listing
        ? listing.rows.length > 0
          ? listingTable(listing, when)
          : null
        : evidenceTable(diagnosis.evidence, style, completeness.window.end),
    sections: sections
      .filter((section) => section.rows.length > 0)
      .map(({ title, ...list }) => ({ title, table: listingTable(list, when) })),
    chart: chart ? sparklinesOf(chart, style) : null,
    file: diagnosis.file ? fileText(diagnosis.file) : (diagnosis.noFile ?? null),
    plan: (diagnosis.plan ?? []).map(preparedText),
    next: nextOf(diagnosis.nextCheck),
    others: others.filter(({ detection }) => !detection).map(otherFinding),
    smallPrint: smallPrint(diagnosis, style),
  };
}
