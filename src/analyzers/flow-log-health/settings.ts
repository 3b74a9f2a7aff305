/** What the flow logs' settings say against them: AWS reports that it cannot deliver, or only one action is kept. */
import { keptBy } from '../../network/find/flow-log-cover.ts';
import { type FlowLog, isOfTransitGateway } from '../../network/flow-log.ts';
import type { Detected } from '../detection/detector.ts';
import { destinationText } from '../flow-logs/phrases.ts';
import { flowLogEvidence } from '../not-logged.ts';
import type { HealthScope } from './parameters.ts';

/** Some records still come (DescribeFlowLogs, `DeliverLogsErrorMessage`). */
const IN_PART = 'Rate limited';

function common(flowLog: FlowLog, { request: { window } }: HealthScope) {
  return {
    subject: { kind: 'flow-log' as const, id: flowLog.flowLogId, name: null },
    ...{ level: 1, size: 1, first: window.end, last: window.end, packets: 0, ongoing: true, others: [] },
    ask: 'coverage',
    evidence: flowLogEvidence([flowLog]),
  };
}

function undelivered(flowLog: FlowLog, error: string, scope: HealthScope): Omit<Detected, 'benign'> {
  return {
    ...common(flowLog, scope),
    class: 'delivery',
    severity: error === IN_PART ? 'medium' : 'high',
    measured: {
      ...{ what: 'delivery error', value: 1, unit: 'count', normal: 0 },
      basis: 'DeliverLogsErrorMessage of DescribeFlowLogs',
    },
    unseen: [
      `What ${flowLog.resourceId} did since is ${error === IN_PART ? 'known in part only' : 'not known'}.`,
    ],
    confidence: 0.95,
    summary: `AWS cannot deliver the records of ${flowLog.flowLogId} (${flowLog.resourceId}) to ${destinationText(flowLog)}: ${error}`,
    nextCheck:
      flowLog.destination === 'cloud-watch-logs'
        ? `Check the delivery role${flowLog.deliveryRole ? ` ${flowLog.deliveryRole}` : ''}: its trust in vpc-flow-logs.amazonaws.com, and logs:PutLogEvents on the log group.`
        : 'Check that the policy of the destination lets delivery.logs.amazonaws.com write, and its encryption key too.',
  };
}

function keepsHalf(
  flowLog: FlowLog,
  keeps: 'ACCEPT' | 'REJECT',
  scope: HealthScope,
): Omit<Detected, 'benign'> {
  const missing = keeps === 'ACCEPT' ? 'rejected' : 'accepted';
  return {
    ...common(flowLog, scope),
    class: 'keeps',
    severity: 'low',
    measured: {
      ...{ what: `kinds of traffic kept (TrafficType ${keeps})`, value: 1, unit: 'count', normal: 2 },
      basis: 'TrafficType ALL keeps both',
    },
    unseen: [
      keeps === 'ACCEPT'
        ? 'Rejections, scans from outside and clients that a policy cuts off leave no record.'
        : 'Brute force, beacons, uploads, exposed ports and services gone silent leave no record.',
    ],
    confidence: 0.95,
    summary: `${flowLog.flowLogId} of ${flowLog.resourceId} keeps TrafficType ${keeps} only, so nothing is known of ${missing} traffic`,
    nextCheck:
      'Create a flow log with TrafficType ALL beside it; the type of an existing one cannot be changed.',
  };
}

export function settingsFaults(scope: HealthScope): readonly Omit<Detected, 'benign'>[] {
  const active = (scope.flowLogs ?? []).filter((one) => one.active && !isOfTransitGateway(one));
  const failing = active.flatMap((flowLog) =>
    flowLog.deliveryError === null ? [] : [undelivered(flowLog, flowLog.deliveryError, scope)],
  );
  const kept = keptBy(active);
  const [first] = active;
  return first && (kept === 'ACCEPT' || kept === 'REJECT')
    ? [...failing, keepsHalf(first, kept, scope)]
    : failing;
}
