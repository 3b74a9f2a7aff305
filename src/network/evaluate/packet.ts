/** One packet, as far as rules look at it, and the reply to it. */
import { ICMP, ICMPV6 } from '../../record/protocols.ts';
import { ALL_PORTS, type PortRange } from '../port-range.ts';
import { hasPorts, type Traffic, trafficText } from '../traffic.ts';

export interface Packet {
  readonly source: string;
  readonly destination: string;
  /** Null where it is not known, and for protocols without ports. */
  readonly sourcePort: number | null;
  readonly destinationPort: number | null;
  /** IANA number. */
  readonly protocol: number;
  /** Null where it is not known: flow logs do not record it. */
  readonly icmp: { readonly type: number; readonly code: number | null } | null;
}

/** ICMP messages that are answered, and the type of the answer (RFC 792, RFC 4443). */
const ECHO: Readonly<Record<number, readonly [request: number, reply: number]>> = {
  [ICMP]: [8, 0],
  [ICMPV6]: [128, 129],
};

export function replyTo(packet: Packet): Packet {
  const [request, reply] = ECHO[packet.protocol] ?? [];
  const isEcho = packet.icmp !== null && packet.icmp.type === request && reply !== undefined;
  return {
    source: packet.destination,
    destination: packet.source,
    sourcePort: packet.destinationPort,
    destinationPort: packet.sourcePort,
    protocol: packet.protocol,
    icmp: isEcho ? { type: reply, code: 0 } : null,
  };
}

/** The ports that a packet may be going to: one, every one where it is not known, and none for a protocol without ports. */
export function destinationPorts({ protocol, destinationPort }: Packet): PortRange | null {
  if (!hasPorts(protocol)) return null;
  return destinationPort === null ? ALL_PORTS : { low: destinationPort, high: destinationPort };
}

function trafficIn({ protocol, icmp }: Packet, ports: PortRange | null): Traffic {
  return { protocol, ports, icmp };
}

/** `tcp 5432`; with `ports`, of a range of destination ports: `tcp 1024–65535`. */
export function packetText(packet: Packet, ports: PortRange | null = destinationPorts(packet)): string {
  return trafficText(trafficIn(packet, ports));
}
