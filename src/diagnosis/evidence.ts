/** What shows that a finding is true: a closed union, so that every presenter must know every kind. */
import type { Action, LogStatus } from '../record/record.ts';

/** Records of one exchange in one direction at one network interface, as the flow log has them. Times are seconds since the epoch. */
export interface FlowEvidence {
  readonly kind: 'flow';
  readonly first: number | null;
  readonly last: number | null;
  readonly interfaceId: string | null;
  readonly source: string;
  readonly sourcePort: number | null;
  readonly destination: string;
  readonly destinationPort: number | null;
  readonly protocol: number | null;
  /** As AWS or-s them over the interval; null where the format lacks them. */
  readonly tcpFlags: number | null;
  readonly packets: number;
  readonly bytes: number;
  readonly action: Action | null;
  readonly rejectReason: string | null;
  /** How many records this row stands for. */
  readonly records: number;
}

/** NODATA or SKIPDATA records of an interface. */
interface StatusEvidence {
  readonly kind: 'status';
  readonly interfaceId: string | null;
  readonly status: LogStatus;
  readonly first: number | null;
  readonly last: number | null;
  readonly records: number;
}

/** What was looked for and is not there. */
interface AbsenceEvidence {
  readonly kind: 'absence';
  readonly lookedFor: string;
  /** Where: an interface, a window, a source. */
  readonly where: string;
}

/** What a flow log is set to record. */
interface FlowLogEvidence {
  readonly kind: 'flow-log';
  readonly flowLogId: string;
  readonly resourceId: string;
  readonly keeps: 'ALL' | 'ACCEPT' | 'REJECT';
  readonly deliveryError: string | null;
}

export type Evidence = FlowEvidence | StatusEvidence | AbsenceEvidence | FlowLogEvidence;

/** The most rows of evidence that an answer carries; the rest stays a query away. */
export const MAX_EVIDENCE = 5;
