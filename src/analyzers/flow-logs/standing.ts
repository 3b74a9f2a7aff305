/** How well each network interface is logged: by which flow logs, and what keeps them from holding everything. */
import { flowLogsAttached, keptBy } from '../../network/find/flow-log-cover.ts';
import type { FlowLog } from '../../network/flow-log.ts';
import type { NetworkInterface } from '../../network/network-interface.ts';
import type { FieldKey } from '../../record/fields.ts';
import { missingFields } from './recommended-format.ts';

export type Standing =
  /** No flow log is attached to it, its subnet or its VPC. */
  | 'uncovered'
  /** Those that are attached are not active. */
  | 'inactive'
  /** AWS reports that the active ones do not deliver. */
  | 'failing'
  /** Accepted traffic only, or rejected traffic only. */
  | 'one-action'
  | 'logged';

export interface Cover {
  readonly of: NetworkInterface;
  readonly standing: Standing;
  /** Those that the standing is about: the ones that deliver where any does. The nearest first. */
  readonly flowLogs: readonly FlowLog[];
}

export function coverOf(of: NetworkInterface, flowLogs: readonly FlowLog[]): Cover {
  const attached = flowLogsAttached(of, flowLogs);
  if (attached.length === 0) return { of, standing: 'uncovered', flowLogs: [] };
  const active = attached.filter((flowLog) => flowLog.active);
  if (active.length === 0) return { of, standing: 'inactive', flowLogs: attached };
  const delivering = active.filter(({ deliveryError }) => deliveryError === null);
  if (delivering.length === 0) return { of, standing: 'failing', flowLogs: active };
  const isWhole = keptBy(delivering) === 'ALL';
  return { of, standing: isWhole ? 'logged' : 'one-action', flowLogs: delivering };
}

/** Records of it are delivered, be it of one action only. */
export function isLogged({ standing }: Pick<Cover, 'standing'>): boolean {
  return standing === 'logged' || standing === 'one-action';
}

export function hasNoFlowLog({ standing }: Pick<Cover, 'standing'>): boolean {
  return standing === 'uncovered' || standing === 'inactive';
}

/** The recommended fields that none of the flow logs writes, the most wanted first; none of no flow log. */
export function fieldsMissing(flowLogs: readonly FlowLog[]): readonly FieldKey[] {
  const [first, ...others] = flowLogs.map(({ format }) => missingFields(format));
  return (first ?? []).filter((key) => others.every((missing) => missing.includes(key)));
}

/** The shortest aggregation interval, seconds; null of no flow log. */
export function intervalOf(flowLogs: readonly FlowLog[]): number | null {
  return flowLogs.length === 0
    ? null
    : Math.min(...flowLogs.map(({ aggregationInterval }) => aggregationInterval));
}
