/** The flow logs of an account in a region, from the EC2 API. What may not be read is a note, because answers are possible without it. */
import type { FlowLog } from '../../network/flow-log.ts';
import { isFlowLogsProblem, readFlowLogs } from '../../network/read-flow-logs.ts';
import { type AwsFailure, awsFailure, failureText } from './aws-failure.ts';
import { type AwsSettings, clientSettings } from './aws-settings.ts';

export interface LoadedFlowLogs {
  /** Null where they could not be read. */
  readonly flowLogs: readonly FlowLog[] | null;
  readonly notes: readonly string[];
}

const WHY: Readonly<Record<AwsFailure, string>> = {
  'access-denied': 'the permission ec2:DescribeFlowLogs is missing',
  'no-credentials': 'there are no AWS credentials',
  'expired-credentials': 'the AWS credentials have expired',
  'unknown-credentials': 'AWS does not accept the credentials',
  'no-region': 'no AWS region is set',
  throttled: 'AWS answers too many requests at the moment',
  unavailable: 'the EC2 API does not answer at the moment',
  unreachable: 'the EC2 API cannot be reached',
  other: 'the EC2 API refused',
};

function noteOf(error: unknown): string {
  const failure = awsFailure(error);
  return `The settings of the flow logs could not be read, because ${WHY[failure]} (${failureText(error)}).`;
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
  const client = new EC2Client(clientSettings(settings));
  const input = destination ? { Filter: [{ Name: 'log-destination-type', Values: [destination] }] } : {};
  try {
    const flowLogs: FlowLog[] = [];
    for await (const page of paginateDescribeFlowLogs({ client }, input, { abortSignal: signal })) {
      const read = readFlowLogs({ FlowLogs: page.FlowLogs ?? [] });
      if (isFlowLogsProblem(read)) return { flowLogs: null, notes: [read.problem] };
      flowLogs.push(...read);
    }
    return { flowLogs, notes: [] };
  } catch (error) {
    signal.throwIfAborted();
    return { flowLogs: null, notes: [noteOf(error)] };
  } finally {
    client.destroy();
  }
}
