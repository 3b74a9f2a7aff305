/** What the flow logs' settings say against them: AWS reports that it cannot deliver, or only one action is kept. */
import { keptBy } from '../../network/find/flow-log-cover.ts';
import { type FlowLog, isOfTransitGateway } from '../../network/flow-log.ts';
import type { Detected } from '../detection/detector.ts';
import type { Observed } from '../detection/history.ts';
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

/** What has been so for longer was told, and somebody chose it. Seconds. */
const NEWS = 24 * 3600;
/** A window of the past is looked at only to learn, and the settings are those of now. Seconds. */
const LONGEST_ROUND = 3600;
const SETTING = 'traffic-type';

function activeOf({ flowLogs }: HealthScope): readonly FlowLog[] {
  return (flowLogs ?? []).filter((one) => one.active && !isOfTransitGateway(one));
}

function settingOf({ flowLogId, keeps }: FlowLog): string {
  return `${flowLogId} ${keeps}`;
}

/** Since when each flow log keeps what it does, as far as rounds saw it. */
export function settingsSeen(scope: HealthScope): Observed['acquaintances'] {
  const { window } = scope.request;
  if (window.end - window.start > LONGEST_ROUND) return [];
  return activeOf(scope).map((flowLog) => ({ kind: SETTING, key: settingOf(flowLog), at: window.end }));
}

function isNews(flowLog: FlowLog, { detecting, request }: HealthScope): boolean {
  const known = detecting.history?.acquaintance(SETTING, settingOf(flowLog));
  return !known || known.first > request.window.end - NEWS;
}

export function settingsFaults(scope: HealthScope): readonly Omit<Detected, 'benign'>[] {
  const active = activeOf(scope);
  const failing = active.flatMap((flowLog) =>
    flowLog.deliveryError === null ? [] : [undelivered(flowLog, flowLog.deliveryError, scope)],
  );
  const kept = keptBy(active);
  const [first] = active;
  return first && isNews(first, scope) && (kept === 'ACCEPT' || kept === 'REJECT')
    ? [...failing, keepsHalf(first, kept, scope)]
    : failing;
}
