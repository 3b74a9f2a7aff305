/** Which packets a rule is about, apart from where they come from or go to: security group rules and network ACL entries share it. */
import { ICMP, ICMPV6, protocolName, TCP, UDP } from '../record/protocols.ts';
import { ALL_PORTS, type PortRange, portText } from './port-range.ts';

export interface IcmpKind {
  /** Null: every type. */
  readonly type: number | null;
  /** Null: every code. */
  readonly code: number | null;
}

export interface Traffic {
  /** IANA number; null: every protocol. */
  readonly protocol: number | null;
  /** Destination ports; null: every port, or a protocol without ports. Security groups and network ACLs never look at source ports. */
  readonly ports: PortRange | null;
  /** Null: every kind, or a protocol other than ICMP and ICMPv6. */
  readonly icmp: IcmpKind | null;
}

/** Whether rules can tell packets of a protocol apart by port. */
export function hasPorts(protocol: number | null): boolean {
  return protocol === TCP || protocol === UDP;
}

export function isIcmp(protocol: number | null): boolean {
  return protocol === ICMP || protocol === ICMPV6;
}

function portsText(ports: PortRange | null): string {
  const every = ports === null || (ports.low === ALL_PORTS.low && ports.high === ALL_PORTS.high);
  return every ? '' : ` ${portText(ports)}`;
}

function icmpText(icmp: IcmpKind | null): string {
  if (icmp === null || icmp.type === null) return '';
  return ` type ${icmp.type}${icmp.code === null ? '' : ` code ${icmp.code}`}`;
}

/** `tcp 5432`, `udp`, `icmp type 8`, `all traffic`. */
export function trafficText({ protocol, ports, icmp }: Traffic): string {
  if (protocol === null) return 'all traffic';
  return `${protocolName(protocol)}${portsText(ports)}${icmpText(icmp)}`;
}
