/**
 * Which files of an S3 delivery can hold records of a window. The name of a file tells the five minutes in which its records ended:
 * `<account>_vpcflowlogs_<region>_<flow log>_<YYYYMMDD>T<HHmm>Z_<hash>.log.gz` (VPC User Guide, "Flow log files").
 */
import type { Window } from '../../query/window.ts';

const NAME = /_(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)Z_/;

/** Records may be delivered late, and their times lag: files of this much on either side are read too, seconds. */
const SLACK = 3600;

/** Whether the file may hold records of the window; a file with another kind of name always may. */
export function mayHold(path: string, window: Window): boolean {
  const lastSeparator = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
  const [, year, month, day, hour, minute] = (NAME.exec(path.slice(lastSeparator + 1)) ?? []).map(Number);
  if (year === undefined || month === undefined) return true;
  const slot = Date.UTC(year, month - 1, day, hour, minute) / 1000;
  return slot + SLACK >= window.start && slot - SLACK < window.end;
}
