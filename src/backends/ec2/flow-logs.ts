/** The flow logs of an account in a region, from the EC2 API. What may not be read is a note, because answers are possible without it. */
import type { FlowLog } from '../../network/flow-log.ts';
import { isFlowLogsProblem, readFlowLogs } from '../../network/read-flow-logs.ts';
import { awsFailure, failureText } from './aws-failure.ts';
import { type AwsSettings, clientSettings } from './aws-settings.ts';
import { failureReason } from './failure-reason.ts';
import { renewing } from './renewing.ts';

export interface LoadedFlowLogs {
  /** Null where they could not be read. */
  readonly flowLogs: readonly FlowLog[] | null;
  readonly notes: readonly string[];
  /** Places that no known flow log writes to, though the flow logs could be read. Absent where there are none. */
  readonly unwritten?: readonly string[];
}

function noteOf(error: unknown): string {
  const reason = failureReason(awsFailure(error), 'DescribeFlowLogs');
  return `The settings of the flow logs could not be read, because ${reason} (${failureText(error)}).`;
}

/**
 * @param destination only the flow logs that deliver there; all where it is left out
 * @throws only the signal's reason, when it is aborted
 */
export async function loadFlowLogs(
  settings: AwsSettings,
  signal: AbortSignal,
  destination?: FlowLog['destination'],
): Promise<LoadedFlowLogs> {
  const { EC2Client, paginateDescribeFlowLogs } = await import('@aws-sdk/client-ec2');
  signal.throwIfAborted();
  const client = renewing(new EC2Client(clientSettings(settings)));
  const input = destination ? { Filter: [{ Name: 'log-destination-type', Values: [destination] }] } : {};

  try {
    const region = await client.config.region();
    const flowLogs: FlowLog[] = [];
    for await (const page of paginateDescribeFlowLogs({ client }, input, { abortSignal: signal })) {
      const read = readFlowLogs({ FlowLogs: page.FlowLogs ?? [] });
      if (isFlowLogsProblem(read)) return { flowLogs: null, notes: [read.problem] };
      flowLogs.push(...read.map((one) => ({ ...one, region })));
    }
    return { flowLogs, notes: [] };
  } catch (error) {
    signal.throwIfAborted();
    return { flowLogs: null, notes: [noteOf(error)] };
  } finally {
    client.destroy();
  }
}
