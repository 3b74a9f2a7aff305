/** Builders for what analyzers are asked: a request about one hour that ends at NOW, and flow logs that keep everything. */
import type { Scope } from '../../src/analyzers/analyzer.ts';
import type { FlowLog } from '../../src/network/flow-log.ts';
import type { Request, Subject } from '../../src/query/request.ts';
import { parseIpAddress } from '../../src/record/address.ts';

/** Seconds since the epoch. */
export const NOW = 1_790_003_600;

export function address(text: string): Subject {
  const parsed = parseIpAddress(text);
  if (!parsed) throw new TypeError(`${text} is no address`);
  return parsed;
}

export function request(changes: Partial<Request> = {}): Request {
  return {
    text: 'reject 10.0.1.5',
    verb: 'reject',
    subjects: [address('10.0.1.5')],
    window: { start: NOW - 3600, end: NOW },
    ...changes,
  };
}

export function flowLog(changes: Partial<FlowLog> = {}): FlowLog {
  return {
    flowLogId: 'fl-0aaa',
    resourceId: 'vpc-0aaa',
    keeps: 'ALL',
    format: ['version', 'interface-id'],
    aggregationInterval: 60,
    destination: 'cloud-watch-logs',
    destinationName: '/vpc/flow',
    deliveryError: null,
    active: true,
    ...changes,
  };
}

export function scope(changes: Partial<Scope> = {}): Scope {
  return { request: request(), now: NOW, flowLogs: null, network: null, ...changes };
}
