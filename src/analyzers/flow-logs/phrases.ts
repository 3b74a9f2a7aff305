/** How sentences about coverage name things: interfaces, subnets, flow logs, and how many there are. */
import type { NetworkIndex } from '../../network/find/index-network.ts';
import { interfaceLabel } from '../../network/find/label.ts';
import type { FlowLog } from '../../network/flow-log.ts';
import type { NetworkInterface } from '../../network/network-interface.ts';

export function counted(count: number, one: string): string {
  return `${count} ${count === 1 ? one : `${one}s`}`;
}

/** `a`, `a and b`, `a, b and 4 more`. */
export function listed(things: readonly string[], most = 3): string {
  const shown = things.slice(0, most);
  if (things.length > most) return `${shown.join(', ')} and ${things.length - most} more`;
  const [last] = shown.slice(-1);
  return shown.length < 2 ? (last ?? '') : `${shown.slice(0, -1).join(', ')} and ${last}`;
}

function withName(id: string, name: string | null): string {
  return name === null ? id : `${id} (${name})`;
}

/** `eni-0aaa (web-1)`. */
export function interfaceText(index: NetworkIndex, of: NetworkInterface): string {
  return withName(of.id, interfaceLabel(index, of));
}

/** `subnet-0aaa (database)`, or the id of a subnet or VPC that has no name. */
export function placeText(index: NetworkIndex, id: string): string {
  return withName(id, (index.subnets.get(id) ?? index.vpcs.get(id))?.name ?? null);
}

const LEVELS: Readonly<Record<string, string>> = {
  eni: 'network interface',
  subnet: 'subnet',
  vpc: 'VPC',
  tgw: 'transit gateway',
  nat: 'NAT gateway',
};

/** What a flow log is attached to: `VPC`, `subnet`, `network interface`. */
export function levelOf({ resourceId }: FlowLog): string {
  return LEVELS[resourceId.split('-')[0] ?? ''] ?? 'resource';
}

/** `fl-0aaa of its VPC`. */
export function flowLogText(flowLog: FlowLog): string {
  const level = levelOf(flowLog);
  return level === 'network interface'
    ? `${flowLog.flowLogId} of its own`
    : `${flowLog.flowLogId} of its ${level}`;
}

const DESTINATIONS: Readonly<Record<FlowLog['destination'], string>> = {
  'cloud-watch-logs': 'CloudWatch Logs',
  s3: 'S3',
  'kinesis-data-firehose': 'Firehose',
};

/** `CloudWatch Logs /vpc/flow`. */
export function destinationText({ destination, destinationName }: FlowLog): string {
  return [DESTINATIONS[destination], ...(destinationName === null ? [] : [destinationName])].join(' ');
}

export const KEPT: Readonly<Record<FlowLog['keeps'], string>> = {
  ALL: 'all traffic',
  ACCEPT: 'accepted traffic only',
  REJECT: 'rejected traffic only',
};
