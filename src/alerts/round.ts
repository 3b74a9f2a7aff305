/** What one round of the watcher brings, and what becomes of it: the border between asking records and deciding what to tell. */
import type { DetectorId } from '../diagnosis/detection.ts';
import type { Finding } from '../diagnosis/diagnosis.ts';
import type { Source } from '../investigation/source.ts';
import type { Alert, AlertEntry, AlertMessage, AlertReply } from './alert.ts';
import type { AlertRule } from './rule.ts';

/** One source, looked at up to one moment of its data. */
export interface Round {
  readonly source: string;
  readonly account: string;
  /** The end of the window, seconds since the epoch: records are complete up to here. */
  readonly at: number;
  readonly nowMs: number;
  /** Detectors that ran and came to an end. The alerts of others stay as they are: so do those of a pace of days between two of their runs. */
  readonly evaluated: readonly DetectorId[];
  /** Those with a detection. */
  readonly findings: readonly Finding[];
  /** It makes up for time in which no process was up: states move, and what is over by now is told in the digest alone. */
  readonly isCatchingUp: boolean;
}

/** Whose alerts those of a source are; the source's name where nobody said. */
export function accountOf({ name, about }: Source): string {
  return about.account ?? name;
}

/** What is known before it. */
export interface Standing {
  /** All that are not resolved, and those resolved so lately that they may reopen or that a window still reaches back to their traffic. */
  readonly alerts: readonly Alert[];
  /** All that have not ended, or whose end was not told. */
  readonly rules: readonly AlertRule[];
  /** Messages that tell of these alerts, the digests of today, and those that wait to be posted or edited. */
  readonly messages: readonly AlertMessage[];
  /** Messages of the kind `alert` per channel that count for today: those of its day that have a revision. */
  readonly toldToday: Readonly<Record<string, number>>;
}

/** What is new or another than before. What is not in it stays as it is. */
export interface Outcome {
  readonly alerts: readonly Alert[];
  readonly entries: readonly AlertEntry[];
  readonly messages: readonly AlertMessage[];
  readonly replies: readonly AlertReply[];
  /** Numbers of rules whose end is said in the channel in which they were made. */
  readonly rulesOver: readonly number[];
  readonly rules: readonly AlertRule[];
}
