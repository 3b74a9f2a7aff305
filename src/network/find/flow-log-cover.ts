/** Which flow logs record a network interface: those of the interface itself, of its subnet, and of its VPC. */
import { type FlowLog, isOfTransitGateway } from '../flow-log.ts';
import type { NetworkInterface } from '../network-interface.ts';

type Placed = Pick<NetworkInterface, 'id' | 'subnetId' | 'vpcId'>;

/** All that are attached to it, its subnet or its VPC, whether they work or not; the nearest first. */
export function flowLogsAttached(
  { id, subnetId, vpcId }: Placed,
  flowLogs: readonly FlowLog[],
): readonly FlowLog[] {
  const levels = [id, subnetId, vpcId];
  return levels.flatMap((level) =>
    level === null ? [] : flowLogs.filter(({ resourceId }) => resourceId === level),
  );
}

/** The active ones, the nearest first. */
export function flowLogsOf(of: Placed, flowLogs: readonly FlowLog[]): readonly FlowLog[] {
  return flowLogsAttached(of, flowLogs).filter(({ active }) => active);
}

/** Which actions flow logs of network interfaces keep together; null of none. */
export function keptBy(flowLogs: readonly FlowLog[]): FlowLog['keeps'] | null {
  const kept = new Set(flowLogs.filter((one) => !isOfTransitGateway(one)).map(({ keeps }) => keeps));
  if (kept.has('ALL') || kept.size === 2) return 'ALL';
  const [only] = kept;
  return only ?? null;
}
