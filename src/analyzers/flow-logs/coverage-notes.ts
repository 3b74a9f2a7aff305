/** The small print of `coverage`: what flow logs could say better, and what is not known of them. */
import type { FlowLog } from '../../network/flow-log.ts';
import { usualDestination } from './create-command.ts';
import type { Improvement } from './improvements.ts';
import { counted, listed } from './phrases.ts';
import { missingFields } from './recommended-format.ts';

/** A source that reads log groups knows no flow logs but those that write there. */
export function areOnlyLogGroups(flowLogs: readonly FlowLog[]): boolean {
  return flowLogs.length > 0 && flowLogs.every(({ destination }) => destination === 'cloud-watch-logs');
}

function silenceNote(silent: number): readonly string[] {
  if (silent === 0) return [];
  return [
    `${counted(silent, 'network interface')} that a flow log covers left no record in this window, not even that there was no traffic (NODATA): idle, or their records are late or delivered to another place than this source.`,
  ];
}

function elsewhereNote(flowLogs: readonly FlowLog[]): readonly string[] {
  const others = flowLogs.filter(({ resourceId }) => !/^(?:eni|subnet|vpc)-/.test(resourceId));
  if (others.length === 0) return [];
  const names = listed(others.map(({ flowLogId, resourceId }) => `${flowLogId} (${resourceId})`));
  return [`Not counted, because it is of no VPC, subnet or network interface: ${names}.`];
}

/** Files in S3 are often read as a table, whose columns are those of one format. */
function mixedFormatsNote(flowLogs: readonly FlowLog[]): readonly string[] {
  const like = usualDestination(flowLogs);
  if (like?.destination !== 's3' || missingFields(like.format).length === 0) return [];
  return [
    `A new flow log into ${like.destinationName} writes a format there that ${like.flowLogId} does not: a table with fixed columns needs a prefix of its own for it.`,
  ];
}

export function coverageNotes(
  flowLogs: readonly FlowLog[],
  {
    better,
    silent,
    proposesOne,
  }: { readonly better: readonly Improvement[]; readonly silent: number; readonly proposesOne: boolean },
): readonly string[] {
  return [
    ...better.map(({ note }) => note),
    ...(proposesOne ? mixedFormatsNote(flowLogs) : []),
    ...silenceNote(silent),
    ...elsewhereNote(flowLogs),
    ...(areOnlyLogGroups(flowLogs)
      ? ['Only flow logs that write to CloudWatch Logs are known here; others may deliver to S3 or Firehose.']
      : []),
  ];
}
