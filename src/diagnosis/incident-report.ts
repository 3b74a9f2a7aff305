/** The story of an incident as plain data. Texts are as people typed them: untrusted. Times are seconds since the epoch. */
import type { DiagnosisAnswer } from './answer.ts';
import type { Cost } from './diagnosis.ts';
import type { IncidentSeverity } from './incident-severity.ts';

export interface ReportFinding {
  /** 1 for the most telling. */
  readonly number: number;
  readonly answer: DiagnosisAnswer;
  readonly askedAt: number;
  readonly askedBy: string;
  readonly addedBy: string;
}

/** What one question took. */
export interface ReportQuery {
  readonly question: string;
  readonly askedAt: number;
  readonly askedBy: string;
  readonly sources: readonly string[];
  readonly cost: Cost;
}

export interface IncidentReport {
  /** `INC-7` */
  readonly name: string;
  readonly title: string;
  readonly severity: IncidentSeverity | null;
  readonly openedAt: number;
  readonly openedBy: string;
  /** Null as long as it is open. */
  readonly closedAt: number | null;
  readonly closedBecause: string | null;
  /** From the first to the last time that what was found occurred; null where no finding tells. */
  readonly impact: { readonly first: number; readonly last: number; readonly ongoing: boolean } | null;
  readonly findings: readonly ReportFinding[];
  /** Findings whose sources may not be shown where the report goes. */
  readonly withheld: number;
  readonly ruledOut: readonly string[];
  /** In order. */
  readonly timeline: readonly { readonly at: number; readonly by: string; readonly text: string }[];
  readonly actions: readonly {
    readonly item: number;
    readonly text: string;
    readonly who: string | null;
    readonly isDone: boolean;
  }[];
  readonly checks: readonly string[];
  /** What the answers could not see. */
  readonly unseen: readonly string[];
  readonly queries: readonly ReportQuery[];
  /** In the order in which they came to it. */
  readonly people: readonly string[];
}
