/** Why `athena-setup` prints no table: what has to be known or made first. */
import type { FlowLog } from '../../network/flow-log.ts';
import type { Conclusion, Scope } from '../analyzer.ts';
import { createFlowLogs } from '../flow-logs/create-command.ts';
import { flowLogEvidence } from '../not-logged.ts';
import { finding } from './finding.ts';
import { describeFlowLogs } from './surroundings.ts';

export function notKnown(): Conclusion {
  return {
    findings: [
      finding({
        confidence: 0.5,
        summary: 'Which flow logs there are is not known here, and a table has to follow the format of one',
        nextCheck: describeFlowLogs(),
      }),
    ],
  };
}

/** A command for a flow log that does, like one that is there. */
function makeOne(like: FlowLog | undefined): string {
  const s3: FlowLog | undefined = like && {
    ...like,
    destination: 's3',
    destinationName: 'arn:aws:s3:::BUCKET',
    files: { fileFormat: 'parquet', hivePartitions: false, hourly: true },
  };
  if (!s3?.resourceId.startsWith('vpc-')) return describeFlowLogs();
  return createFlowLogs({ type: 'VPC', ids: [s3.resourceId] }, s3);
}

/** None of those that were meant delivers files. */
export function noneDelivers(scope: Scope, all: readonly FlowLog[]): Conclusion {
  const { flowLog } = scope.request;
  const meant = all.filter(({ flowLogId, resourceId }) => flowLog === flowLogId || flowLog === resourceId);
  const [one] = meant;
  const summary =
    flowLog !== undefined && !one
      ? `${flowLog} is not among the flow logs that are known here`
      : one
        ? `${one.flowLogId} delivers to CloudWatch Logs, where Athena cannot read it`
        : 'No flow log that is known here delivers to S3, so there is nothing for Athena to read';
  return {
    findings: [
      finding({
        confidence: 0.8,
        summary,
        evidence: flowLogEvidence(one ? meant : all),
        nextCheck: flowLog !== undefined && !one ? describeFlowLogs() : makeOne(one ?? all[0]),
      }),
    ],
  };
}
