/** Which flow logs write the files that a table reads, by where they deliver to. */
import type { FlowLog } from '../../network/flow-log.ts';
import type { LoadedFlowLogs } from '../ec2/flow-logs.ts';

const BUCKET_ARN = /^arn:[^:]*:s3:::(.+)$/s;

function folder(path: string): string {
  return path.endsWith('/') ? path : `${path}/`;
}

/** `s3://bucket/prefix/AWSLogs/`, under which a flow log writes whatever its account and region. */
function placeOf({ destinationName }: FlowLog): string | undefined {
  const path = BUCKET_ARN.exec(destinationName ?? '')?.[1];
  return path === undefined ? undefined : `s3://${folder(path)}AWSLogs/`;
}

function writesTo(flowLog: FlowLog, location: string): boolean {
  const place = placeOf(flowLog);
  const read = folder(location);
  return place !== undefined && (read.startsWith(place) || place.startsWith(read));
}

/**
 * The flow logs of a source that has these tables: nothing is claimed of tables that no known flow log writes, as in a bucket that collects the
 * records of other accounts. Where the tables' places are not known, these are all that deliver to S3.
 *
 * @param locations where the tables read, `s3://…`; null where that is not known
 */
export function flowLogsOfTable(
  { flowLogs, notes }: LoadedFlowLogs,
  locations: readonly string[] | null,
): LoadedFlowLogs {
  if (flowLogs === null || locations === null) return { flowLogs, notes };
  const writing = flowLogs.filter((one) => locations.some((location) => writesTo(one, location)));
  const unknown = locations.filter((location) => !flowLogs.some((one) => writesTo(one, location)));
  if (unknown.length === 0) return { flowLogs: writing, notes };
  const note = `No flow log of this account and region writes to ${unknown.join(', ')}, so what is recorded there, and of which interfaces, is not known.`;
  return { flowLogs: null, notes: [...notes, note], unwritten: unknown };
}
