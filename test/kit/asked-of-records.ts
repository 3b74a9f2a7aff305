/** Asks an analyzer of records in memory, by the way that questions take. */
import type { Analyzer } from '../../src/analyzers/analyzer.ts';
import { createMemoryEngine } from '../../src/backends/memory/memory-engine.ts';
import type { Diagnosis } from '../../src/diagnosis/diagnosis.ts';
import { investigate } from '../../src/investigation/investigate.ts';
import type { Network } from '../../src/network/network.ts';
import type { Request } from '../../src/query/request.ts';
import type { AddressLookup } from '../../src/record/address-facts.ts';
import type { FlowRecord } from '../../src/record/record.ts';
import { ABOUT } from './about.ts';
import { NOW } from './scope.ts';

/** An accepted flow to https, seen at an interface of no end in particular. */
export function flow(source: string, destination: string, changes: Partial<FlowRecord> = {}): FlowRecord {
  return {
    interfaceId: 'eni-0aaa',
    srcAddr: source,
    dstAddr: destination,
    srcPort: 50_000,
    dstPort: 443,
    protocol: 6,
    packets: 1,
    bytes: 100,
    start: NOW - 60,
    end: NOW - 30,
    action: 'ACCEPT',
    logStatus: 'OK',
    ...changes,
  };
}

export async function diagnosisOf(parts: {
  readonly analyzer: Analyzer;
  readonly request: Request;
  readonly records: readonly FlowRecord[];
  readonly network?: Network;
  readonly lookUp?: AddressLookup;
}): Promise<Diagnosis> {
  const { analyzer, request, records, network, lookUp } = parts;
  return investigate({
    request,
    analyzers: [analyzer],
    source: {
      name: 'test',
      about: ABOUT,
      engine: createMemoryEngine(records),
      flowLogSettings: async () => ({ flowLogs: null, notes: [] }),
      ...(network ? { network: async () => ({ network, readAt: null, calls: 0, notes: [] }) } : {}),
    },
    now: NOW,
    monotonic: () => 0,
    signal: new AbortController().signal,
    ...(lookUp ? { lookUp } : {}),
  });
}
