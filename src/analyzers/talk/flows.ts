/** The groups of `talk` as flows between the subject and a peer: which way, at whose port, counted once though several interfaces logged them. */
import { isServicePort } from '../../record/ports.ts';
import type { Action } from '../../record/record.ts';
import type { EndsRow, PortsRow, ServiceRow } from './queries.ts';
import type { SideOf } from './side.ts';

export interface Flow {
  readonly action: Action;
  readonly way: 'sent' | 'received';
  /** The subject's own address in it. */
  readonly local: string;
  readonly peer: string;
  /** The AWS service of the peer's address, as records say it. */
  readonly peerAws: string | null;
  readonly localAws: string | null;
  readonly protocol: number | null;
  /** The service's port; null where there is none, or it cannot be told. */
  readonly port: number | null;
  /** Whose the service is, and so who opened the connection: the other. Null where it cannot be told. */
  readonly serving: 'here' | 'there' | null;
  readonly packets: number;
  readonly bytes: number;
  /** Seconds since the epoch. */
  readonly first: number | null;
  readonly last: number | null;
}

/** A group whose service is told apart. */
interface Told extends EndsRow {
  readonly action: Flow['action'];
  readonly port: number | null;
  readonly server: 'source' | 'destination' | null;
}

/** Of two ports that could both be a client's, one is a service's that many ports of the other end talk to, or that is known as one. */
function told(row: Omit<PortsRow, 'action'>): Pick<Told, 'port' | 'server'> {
  const { protocol, sourcePorts, destinationPorts, sourcePort, destinationPort } = row;
  if (!sourcePort || !destinationPort) {
    // What is rejected at several ports of one host has no one port to name.
    return { port: null, server: null };
  }
  const atDestination = {
    port: destinationPorts === 1 ? destinationPort : null,
    server: 'destination',
  } as const;
  const atSource = { port: sourcePorts === 1 ? sourcePort : null, server: 'source' } as const;
  if (destinationPorts < sourcePorts) return atDestination;
  if (sourcePorts < destinationPorts) return atSource;
  if (sourcePorts > 1 || sourcePort === destinationPort) return { port: null, server: null };
  const isServed = (port: number) => port < 1024 || isServicePort(port, protocol);
  if (isServed(sourcePort) === isServed(destinationPort)) {
    return sourcePort < 32_768 === destinationPort < 32_768
      ? { port: null, server: null }
      : sourcePort < 32_768
        ? atSource
        : atDestination;
  }
  return isServed(sourcePort) ? atSource : atDestination;
}

/** What was logged at several interfaces, or on its way into and out of one, is the same traffic: that of the fullest counts. */
function onceEach(rows: readonly Told[]): readonly Told[] {
  const fullest = new Map<string, Told>();
  for (const row of rows) {
    const { action, source, destination, protocol, port, server } = row;
    const key = JSON.stringify([action, source, destination, protocol, port, server]);
    const known = fullest.get(key);
    if (!known || row.packets > known.packets) fullest.set(key, row);
  }
  return [...fullest.values()];
}

function flowOf(row: Told, sideOf: SideOf): readonly Flow[] {
  const { source, destination, sourceAws, destinationAws, server, ...rest } = row;
  const way = sideOf(row);
  if (way === null || source === null || destination === null) return [];
  const { action, protocol, port, packets, bytes, first, last } = rest;
  const own = way === 'sent' ? 'source' : 'destination';
  return [
    {
      action,
      way,
      ...(way === 'sent' ? { local: source, peer: destination } : { local: destination, peer: source }),
      ...(way === 'sent'
        ? { localAws: sourceAws, peerAws: destinationAws }
        : { localAws: destinationAws, peerAws: sourceAws }),
      protocol,
      port,
      serving: server === null ? null : server === own ? 'here' : 'there',
      packets,
      bytes,
      first,
      last,
    },
  ];
}

interface Groups {
  readonly toService: readonly ServiceRow[];
  readonly fromService: readonly ServiceRow[];
  readonly other: readonly PortsRow[];
}

/** Those of which it can be told which end is the subject's. */
export function flowsOf({ toService, fromService, other }: Groups, sideOf: SideOf): readonly Flow[] {
  const rows: readonly Told[] = [
    ...toService.map((row) => ({ ...row, action: 'ACCEPT' as const, server: 'destination' as const })),
    ...fromService.map((row) => ({ ...row, action: 'ACCEPT' as const, server: 'source' as const })),
    ...other.flatMap(({ action, ...row }) => (action === null ? [] : [{ ...row, action, ...told(row) }])),
  ];
  return onceEach(rows).flatMap((row) => flowOf(row, sideOf));
}

/** Flows by what the function makes of them, in the order in which each first appears. */
export function flowsBy(
  flows: readonly Flow[],
  keyOf: (flow: Flow) => string,
): readonly (readonly [Flow, ...Flow[]])[] {
  const known = new Map<string, [Flow, ...Flow[]]>();
  for (const flow of flows) {
    const key = keyOf(flow);
    const group = known.get(key);
    if (group) group.push(flow);
    else known.set(key, [flow]);
  }
  return [...known.values()];
}

export function totalOf(flows: readonly Flow[], of: 'bytes' | 'packets'): number {
  return flows.reduce((total, flow) => total + flow[of], 0);
}

export function distinct<T>(values: readonly T[]): readonly T[] {
  return [...new Set(values)];
}
