/**
 * What a VPC flow log makes of packets: one record for each interface, five-tuple, action and aggregation interval
 * (VPC User Guide, "Flow log records"), delivered some minutes later.
 */
import { formatNames, formatOfNames } from '../record/format.ts';
import { formatRecord } from '../record/format-record.ts';
import type { Action, FlowRecord } from '../record/record.ts';
import type { Flow, Packets } from './packets.ts';
import { hash } from './random.ts';
import { ACCOUNT_ID, HOSTS, type Host, REGION, VPC_ID } from './topology.ts';

/** Values of `traffic-path` for packets that leave an interface on Nitro hardware. */
export const TRAFFIC_PATH = { vpc: 1, internet: 8 } as const;

/** One direction of an exchange as one network interface sees it. */
export interface Sight {
  readonly host: Host;
  readonly way: 'in' | 'out';
  /** With the addresses that the interface sees: `srcaddr` and `dstaddr`. */
  readonly flow: Flow;
  /** With the packet's own ends: `pkt-srcaddr` and `pkt-dstaddr`. */
  readonly packet: Flow;
  /** `traffic-path`; null on the way in. */
  readonly path: number | null;
}

export interface Capture {
  /** What takes note of the packets that come past there. */
  watch(sight: Sight): (packets: Packets, action: Action) => void;
  /** The records that are there at `now`, one a line, the oldest first. */
  lines(now: number): readonly string[];
}

/** The custom format that answers most: version 5, and why packets were rejected (version 8). */
export const DEMO_FORMAT = formatOfNames(
  (
    'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status ' +
    'vpc-id subnet-id instance-id tcp-flags type pkt-srcaddr pkt-dstaddr region az-id flow-direction traffic-path reject-reason'
  ).split(' '),
);
/** A record's version is the highest among its fields; `reject-reason` came with 8. */
const VERSION = 8;

export const AGGREGATION_SECONDS = 60;
/** Delivery to CloudWatch Logs takes about five minutes (VPC User Guide); a little more for some interfaces than for others. */
const DELIVERY_SECONDS = 310;
const DELIVERY_SPREAD = 30;

interface Group {
  readonly sight: Sight;
  readonly action: Action;
  readonly index: number;
  packets: number;
  bytes: number;
  flags: number;
  first: number;
  last: number;
}

/** Interfaces do not start their intervals together. */
function phaseOf({ interfaceId }: Host): number {
  return hash(interfaceId) % AGGREGATION_SECONDS;
}

/** Aggregation intervals of this interface, counted from the epoch. */
function indexAt(at: number, phase: number): number {
  return Math.floor((at - phase) / AGGREGATION_SECONDS);
}

/** A record that only says that there is none: for an interval without traffic, or one that AWS lost. */
function statusRecord(host: Host, index: number, logStatus: 'NODATA' | 'SKIPDATA'): FlowRecord {
  const start = index * AGGREGATION_SECONDS + phaseOf(host);
  return {
    version: VERSION,
    accountId: ACCOUNT_ID,
    interfaceId: host.interfaceId,
    start,
    end: start + AGGREGATION_SECONDS - 1,
    logStatus,
    vpcId: VPC_ID,
    subnetId: host.subnet.id,
    instanceId: host.instanceId,
    region: REGION,
  };
}

function flowRecord({ sight, action, packets, bytes, flags, first, last }: Group): FlowRecord {
  const { host, way, flow, packet, path } = sight;
  return {
    version: VERSION,
    accountId: ACCOUNT_ID,
    interfaceId: host.interfaceId,
    srcAddr: flow.from.address,
    dstAddr: flow.to.address,
    srcPort: flow.from.port,
    dstPort: flow.to.port,
    protocol: flow.protocol,
    packets,
    bytes,
    start: Math.floor(first),
    end: Math.floor(last),
    action,
    logStatus: 'OK',
    vpcId: VPC_ID,
    subnetId: host.subnet.id,
    instanceId: host.instanceId,
    tcpFlags: flags,
    type: 'IPv4',
    pktSrcAddr: packet.from.address,
    pktDstAddr: packet.to.address,
    region: REGION,
    azId: host.subnet.azId,
    flowDirection: way === 'in' ? 'ingress' : 'egress',
    trafficPath: path,
    rejectReason: null,
  };
}

/**
 * @param from nothing before this is recorded, seconds since the epoch
 * @param lost the interval at this moment was lost at this interface: it leaves one SKIPDATA record
 */
export function capture(from: number, lost: { readonly host: Host; readonly at: number }): Capture {
  const lostIndex = indexAt(lost.at, phaseOf(lost.host));
  const isLost = (host: Host, index: number) => host === lost.host && index === lostIndex;
  /** Of each sight, by what tells it from others, and of each of those by interval and action. */
  const sights = new Map<string, Map<number, Group>>();

  function watch(sight: Sight): (packets: Packets, action: Action) => void {
    const { host } = sight;
    const phase = phaseOf(host);
    const groups = groupsOf(sight);
    return ({ at, packets, bytes, flags }, action) => {
      const index = indexAt(at, phase);
      if (at < from || isLost(host, index)) return;
      const key = index * 2 + (action === 'REJECT' ? 1 : 0);
      const group = groups.get(key);
      if (!group) {
        groups.set(key, { sight, action, index, packets, bytes, flags, first: at, last: at });
        return;
      }
      group.packets += packets;
      group.bytes += bytes;
      group.flags |= flags;
      group.first = Math.min(group.first, at);
      group.last = Math.max(group.last, at);
    };
  }

  function groupsOf({ host, way, flow: { from, to, protocol }, packet }: Sight): Map<number, Group> {
    const ends = `${from.address} ${from.port} ${to.address} ${to.port} ${packet.from.address} ${packet.to.address}`;
    const key = `${host.interfaceId} ${way} ${protocol} ${ends}`;
    const known = sights.get(key);
    if (known) return known;
    const groups = new Map<number, Group>();
    sights.set(key, groups);
    return groups;
  }

  function lines(now: number): readonly string[] {
    const groups = [...sights.values()].flatMap((of) => [...of.values()]);
    const flows = groups.filter(({ sight, index }) => isDelivered(sight.host, index, now)).map(flowRecord);
    const busy = new Set(groups.map(({ sight, index }) => `${sight.host.interfaceId} ${index}`));
    const statuses = Object.values(HOSTS).flatMap((host) => {
      const [first, end] = [indexAt(from, phaseOf(host)) + 1, indexAt(now, phaseOf(host))];
      return Array.from({ length: end - first }, (_, offset) => first + offset)
        .filter((index) => isDelivered(host, index, now) && !busy.has(`${host.interfaceId} ${index}`))
        .map((index) => statusRecord(host, index, isLost(host, index) ? 'SKIPDATA' : 'NODATA'));
    });
    const inOrder = [...flows, ...statuses].sort((a, b) => (a.end ?? 0) - (b.end ?? 0));
    return inOrder.map((record) => formatRecord(record, DEMO_FORMAT));
  }

  return { watch, lines };
}

function isDelivered(host: Host, index: number, now: number): boolean {
  const phase = phaseOf(host);
  const over = (index + 1) * AGGREGATION_SECONDS + phase;
  return over + DELIVERY_SECONDS + (phase % DELIVERY_SPREAD) <= now;
}

/** The first line of a file with these records, as S3 writes it. */
export const HEADER = formatNames(DEMO_FORMAT);
