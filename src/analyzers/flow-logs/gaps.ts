/** What is missing from the flow logs, the worst first, and the command that would close each gap. */
import type { Finding } from '../../diagnosis/diagnosis.ts';
import type { NetworkIndex } from '../../network/find/index-network.ts';
import { ec2Command } from '../../network/fix/command.ts';
import type { FlowLog } from '../../network/flow-log.ts';
import { flowLogEvidence } from '../not-logged.ts';
import { createFlowLogs, type FlowLogResources, MOST_IDS, usualDestination } from './create-command.ts';
import { counted, interfaceText, KEPT, listed, placeText } from './phrases.ts';
import { type Cover, hasNoFlowLog } from './standing.ts';

export interface GapFacts {
  readonly covers: readonly Cover[];
  readonly index: NetworkIndex;
  readonly flowLogs: readonly FlowLog[];
  /** The largest place that was asked about, and so may be logged as a whole. */
  readonly widest: FlowLogResources['type'];
  /** 0 to 1: how sure it is that no other flow log is there. */
  readonly confidence: number;
}

function distinct(values: readonly (string | null)[]): readonly string[] {
  return [...new Set(values)].filter((value) => value !== null);
}

/** `eni-0aaa (web-1)`, or the subnets that several are in. */
export function placesText(index: NetworkIndex, covers: readonly Cover[]): string {
  const [first] = covers;
  if (first && covers.length === 1) return interfaceText(index, first.of);
  const subnets = distinct(covers.map(({ of }) => of.subnetId));
  return subnets.length === 0
    ? listed(covers.map(({ of }) => interfaceText(index, of)))
    : listed(subnets.map((id) => placeText(index, id)));
}

/** The VPCs in which no subnet is logged as a whole, then the subnets; the interfaces where no more than they was asked about. */
function resourcesToLog({ covers, widest }: GapFacts): FlowLogResources {
  const missing = covers.filter(hasNoFlowLog);
  const interfaces = { type: 'NetworkInterface', ids: missing.map(({ of }) => of.id) } as const;
  const placed = missing.every(({ of }) => of.subnetId !== null && of.vpcId !== null);
  if (widest === 'NetworkInterface' || !placed) return interfaces;
  const lacking = new Set(missing.map(({ of }) => of.subnetId));
  const partly = new Set(covers.filter(({ of }) => !lacking.has(of.subnetId)).map(({ of }) => of.vpcId));
  const whole = missing.filter(({ of }) => widest === 'VPC' && !partly.has(of.vpcId));
  if (whole.length * 2 >= missing.length)
    return { type: 'VPC', ids: distinct(whole.map(({ of }) => of.vpcId)) };
  const rest = missing.filter((cover) => !whole.includes(cover));
  return { type: 'Subnet', ids: distinct(rest.map(({ of }) => of.subnetId)) };
}

function withoutFlowLog(facts: GapFacts): Finding | undefined {
  const missing = facts.covers.filter(hasNoFlowLog);
  if (missing.length === 0) return undefined;
  const inactive = missing.filter(({ standing }) => standing === 'inactive');
  const had = inactive.length > 0 ? `; the flow logs of ${inactive.length} of them are not active` : '';
  const where = placesText(facts.index, missing);
  const resources = resourcesToLog(facts);
  const rest = resources.ids.length > MOST_IDS ? `; the command is for the first ${MOST_IDS}` : '';
  return {
    verdict: 'not-logged',
    confidence: facts.confidence,
    summary: `${counted(missing.length, 'network interface')} without an active flow log: ${where}${had}${rest}`,
    blocker: null,
    evidence: [
      {
        kind: 'absence',
        lookedFor: `an active flow log for ${where}`,
        where: 'the flow logs of this source',
      },
      ...flowLogEvidence(inactive.flatMap(({ flowLogs }) => flowLogs)),
    ],
    nextCheck: createFlowLogs(resources, usualDestination(facts.flowLogs)),
  };
}

/** What AWS's error messages stand for (VPC User Guide, "Troubleshoot VPC Flow Logs"). */
const ERRORS: Readonly<Record<string, string>> = {
  'Access error':
    'the role or the destination’s policy does not let flow logs write, or the role does not trust vpc-flow-logs.amazonaws.com',
  'Rate limited': 'CloudWatch Logs takes no more records of these interfaces, so some are lost',
};

function notDelivered({ covers, index }: GapFacts): Finding | undefined {
  const failing = covers.filter(({ standing }) => standing === 'failing');
  if (failing.length === 0) return undefined;
  const flowLogs = [...new Set(failing.flatMap((cover) => cover.flowLogs))];
  const errors = distinct(flowLogs.map(({ deliveryError }) => deliveryError));
  const because = errors.map((error) => (ERRORS[error] ? `${error}: ${ERRORS[error]}` : error));
  const columns = '[FlowLogId,DeliverLogsErrorMessage,DeliverLogsPermissionArn,LogDestination]';
  return {
    verdict: 'logs-incomplete',
    confidence: 0.95,
    summary: `AWS reports that delivery fails for ${counted(failing.length, 'network interface')}, ${placesText(index, failing)}, by ${listed(flowLogs.map(({ flowLogId }) => flowLogId))} (${because.join('; ')})`,
    blocker: null,
    evidence: flowLogEvidence(flowLogs),
    nextCheck: ec2Command('describe-flow-logs', [
      ['filter', 'Name=deliver-log-status,Values=FAILED'],
      ['query', `FlowLogs[].${columns}`],
      ['output', 'table'],
    ]),
  };
}

const RESOURCE_TYPES: Readonly<Record<string, FlowLogResources['type']>> = {
  vpc: 'VPC',
  subnet: 'Subnet',
  eni: 'NetworkInterface',
};

/** The same as a flow log that is there, with nothing left out; undefined for those of transit gateways and the like. */
export function completeCopy(of: FlowLog): string | undefined {
  const type = RESOURCE_TYPES[of.resourceId.split('-')[0] ?? ''];
  return type && createFlowLogs({ type, ids: [of.resourceId] }, of);
}

function halfKept({ covers, index }: GapFacts): Finding | undefined {
  const half = covers.filter(({ standing }) => standing === 'one-action');
  const flowLogs = [...new Set(half.flatMap((cover) => cover.flowLogs))];
  const [first] = flowLogs;
  const command = first && completeCopy(first);
  if (!first || !command) return undefined;
  const lost = first.keeps === 'ACCEPT' ? 'what is rejected is not there' : 'what is accepted is not there';
  return {
    verdict: 'not-logged',
    confidence: 0.95,
    summary: `Only ${KEPT[first.keeps].replace(' only', '')} is kept of ${counted(half.length, 'network interface')}, ${placesText(index, half)}, by ${listed(flowLogs.map(({ flowLogId }) => flowLogId))}: ${lost}; a flow log’s type cannot be changed, so make another and then delete that one`,
    blocker: null,
    evidence: flowLogEvidence(flowLogs),
    nextCheck: command,
  };
}

/** The gaps that lose records. The more interfaces lose all of theirs, the worse. */
export function gapFindings(facts: GapFacts): readonly Finding[] {
  const missing = facts.covers.filter(hasNoFlowLog).length;
  const failing = facts.covers.filter(({ standing }) => standing === 'failing').length;
  const worst = [withoutFlowLog(facts), notDelivered(facts)];
  return [...(missing >= failing ? worst : worst.reverse()), halfKept(facts)].filter(
    (finding) => finding !== undefined,
  );
}
