/** Who talked to whom, and over what. */
import { isServicePort, serviceAt } from '../ports.ts';
import { protocolName, protocolOf, TCP } from '../protocols.ts';
import type { FlowRecord } from '../record.ts';
import { answersConnection, type FlagsHome, opensConnection } from '../tcp-flags.ts';

const HIGHEST_WELL_KNOWN = 1023;

/** The source in the packet itself where the record has it, else the one the interface showed. */
export function packetSource({ pktSrcAddr, srcAddr }: FlowRecord): string | null {
  return pktSrcAddr ?? srcAddr ?? null;
}

export function packetDestination({ pktDstAddr, dstAddr }: FlowRecord): string | null {
  return pktDstAddr ?? dstAddr ?? null;
}

/** A transit gateway's record is told by its own fields: the version alone is the highest of any field chosen. */
export function flagsHome(record: FlowRecord): FlagsHome {
  return record.tgwId !== undefined ||
    record.tgwAttachmentId !== undefined ||
    record.tgwResourceType !== undefined
    ? 'transit-gateway'
    : 'vpc';
}

interface Role {
  /** Whether the sender answers a request, so that the service is at the source. */
  readonly isReply: boolean;
  /** What says so; `nothing` where neither flags nor ports do. */
  readonly by: 'flags' | 'ports' | 'nothing';
}

/** Flags settle it; else a known or low port at one end only is taken for the server's. */
export function senderRole(record: FlowRecord): Role {
  const { tcpFlags, srcPort, dstPort, protocol } = record;
  if (protocol === TCP) {
    if (answersConnection(tcpFlags, flagsHome(record))) return { isReply: true, by: 'flags' };
    if (opensConnection(tcpFlags)) return { isReply: false, by: 'flags' };
  }
  const atSource = looksLikeService(srcPort, protocol);
  const atDestination = looksLikeService(dstPort, protocol);
  if (atSource === atDestination) return { isReply: false, by: 'nothing' };
  return { isReply: atSource, by: 'ports' };
}

function looksLikeService(port: number | null | undefined, protocol: number | null | undefined): boolean {
  return !!port && (port <= HIGHEST_WELL_KNOWN || isServicePort(port, protocol ?? null));
}

/** `tcp 22 (SSH)`, `icmp`; null where the record does not name the protocol. */
export function serviceText(
  port: number | null | undefined,
  protocol: number | null | undefined,
): string | null {
  if (typeof protocol !== 'number') return port ? `port ${port}` : null;
  if (!port) return protocolName(protocol);
  const title = serviceAt(port, protocol)?.title;
  return `${protocolName(protocol)} ${port}${title ? ` (${title})` : ''}`;
}

/** What the server's port, or a protocol without ports, stands for, in a sentence. */
export function serviceNote(record: FlowRecord): string | null {
  const { protocol, srcPort, dstPort } = record;
  if (typeof protocol !== 'number') return null;
  const port = senderRole(record).isReply ? srcPort : dstPort;
  if (!port) return protocolNote(protocol);
  const title = serviceAt(port, protocol)?.title;
  const over = protocolName(protocol);
  return title
    ? `${over} port ${port} is usually ${title}; what really listens there, the record does not say.`
    : `${over} port ${port} is of no commonly known service.`;
}

function protocolNote(protocol: number): string {
  const known = protocolOf(protocol);
  if (!known) return `${protocol} is no protocol number.`;
  return `Protocol ${protocol} is ${known.status === 'assigned' && known.keyword ? `${known.keyword}, ${known.name}` : known.name}.`;
}

/** Why the packet's own addresses are not the ones of srcaddr and dstaddr. Null where they are, or are not recorded. */
export function addressNote(record: FlowRecord): string | null {
  const { srcAddr, dstAddr, pktSrcAddr, pktDstAddr } = record;
  const differs: string[] = [];
  if (pktSrcAddr && srcAddr && pktSrcAddr !== srcAddr)
    differs.push(`comes from ${pktSrcAddr} and not from ${srcAddr}`);
  if (pktDstAddr && dstAddr && pktDstAddr !== dstAddr)
    differs.push(`goes to ${pktDstAddr} and not to ${dstAddr}`);
  if (differs.length === 0) return null;
  return `The packet itself ${differs.join(', and ')}: srcaddr and dstaddr show the interface's own address in its place. ${middleman(record)}`;
}

function middleman({ interfaceType, instanceId, resourceId }: FlowRecord): string {
  if (interfaceType) return `The interface is of type ${interfaceType}, which passes traffic on for others.`;
  if (resourceId) return `It passes through the regional NAT gateway ${resourceId}.`;
  if (instanceId === null) {
    return 'No instance owns the interface, so an AWS service passes the traffic on: a NAT gateway, a transit gateway attachment, or a load balancer.';
  }
  return 'So the interface forwards for others (NAT, transit gateway, load balancer, appliance), or the address is a secondary one or a container’s.';
}
