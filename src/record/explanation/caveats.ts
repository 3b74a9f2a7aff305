/** What a record cannot tell, and the id by which other tools know its flow. */

import { communityId } from '../community-id.ts';
import { FIELDS, type FieldKey } from '../fields.ts';
import { ICMP, ICMPV6, TCP } from '../protocols.ts';
import type { FlowRecord } from '../record.ts';
import { packetDestination, packetSource, senderRole } from './parties.ts';
import { counted, listed } from './words.ts';

const ECHO_REQUEST: ReadonlyMap<number, number> = new Map([
  [ICMP, 8],
  [ICMPV6, 128],
]);

/**
 * The Community ID of the flow as a sensor on the wire sees it, so of the packet's own addresses where the record has them.
 * Null for ICMP: its id is made of type and code, which flow logs do not record.
 */
export function communityIdOf(record: FlowRecord): string | null {
  const { protocol, srcPort, dstPort } = record;
  const source = packetSource(record);
  const destination = packetDestination(record);
  if (source === null || destination === null || typeof protocol !== 'number' || ECHO_REQUEST.has(protocol))
    return null;
  return communityId({
    source,
    destination,
    sourcePort: srcPort ?? null,
    destinationPort: dstPort ?? null,
    protocol,
  });
}

function icmpCaveat(record: FlowRecord): string | null {
  const { protocol } = record;
  const sourcePort = typeof protocol === 'number' ? ECHO_REQUEST.get(protocol) : undefined;
  if (typeof protocol !== 'number' || sourcePort === undefined) return null;
  const told =
    'ICMP type and code are not recorded (the ports are 0), so a ping cannot be told from its reply or from an error message.';
  const source = packetSource(record);
  const destination = packetDestination(record);
  if (source === null || destination === null) return told;
  const ping = (from: string, to: string): string | null =>
    communityId({ source: from, destination: to, sourcePort, destinationPort: 0, protocol });
  return `${told} The Community ID is made of them: a ping by ${source} has ${ping(source, destination)}, a ping by ${destination} has ${ping(destination, source)}.`;
}

function roleCaveat(record: FlowRecord): string | null {
  if (record.logStatus === 'NODATA' || record.logStatus === 'SKIPDATA' || !record.srcPort || !record.dstPort)
    return null;
  const { by } = senderRole(record);
  if (by === 'flags') return null;
  const why =
    record.protocol === TCP && record.tcpFlags === undefined
      ? ' The record has no tcp-flags, which would tell.'
      : '';
  return by === 'ports'
    ? `Who opened the connection is inferred from the port numbers, which is wrong now and then.${why}`
    : `Neither flags nor ports tell who opened the connection.${why}`;
}

/** Fields that AWS adds from what it knows of the resources, and not from the packet. */
const ADDED: readonly FieldKey[] = [
  'vpcId',
  'subnetId',
  'instanceId',
  'azId',
  'pktSrcAwsService',
  'pktDstAwsService',
  'trafficPath',
  'ecsTaskId',
  'ecsServiceName',
  'nextHopInterfaceId',
];

function metadataCaveat(record: FlowRecord): string | null {
  const names = ADDED.filter((key) => record[key]).map((key) => FIELDS[key].name);
  return names.length === 0
    ? null
    : `What AWS adds to the packet's own facts is best effort and can be missing or wrong: ${listed(names)}.`;
}

function addressCaveat(record: FlowRecord): string | null {
  if (
    record.pktDstAddr !== undefined ||
    record.pktSrcAddr !== undefined ||
    !record.dstAddr ||
    record.tgwId !== undefined
  )
    return null;
  return 'The record has no packet-level addresses: behind a NAT gateway, transit gateway or load balancer, or for a secondary address, srcaddr and dstaddr show the interface’s own primary address.';
}

function tagCaveat({ instanceTag, interfaceTag, asgTag }: FlowRecord): string | null {
  return instanceTag || interfaceTag || asgTag
    ? 'Tags can be missing or out of date in the first hour after they change.'
    : null;
}

function extraCaveat({ extra }: FlowRecord): string | null {
  if (!extra) return null;
  return `${counted(extra.length, 'value')} beyond the named fields could not be explained: ${extra.slice(0, 20).join(' ')}. If the flow log has a format of its own, put its field names before the record as a header line.`;
}

function unknownCaveat({ unknown }: FlowRecord): string | null {
  if (!unknown) return null;
  const shown = Object.entries(unknown).map(([name, value]) => `${name} ${value}`);
  return `Fields that are newer than this explanation: ${listed(shown)}.`;
}

export function caveatsOf(record: FlowRecord): readonly string[] {
  return [
    icmpCaveat,
    roleCaveat,
    addressCaveat,
    metadataCaveat,
    tagCaveat,
    extraCaveat,
    unknownCaveat,
  ].flatMap((caveat) => caveat(record) ?? []);
}
