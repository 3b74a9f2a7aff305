/** Whether a rule is about a packet. What is not known of the packet can leave it open. */
import type { Traffic } from '../traffic.ts';
import { destinationPorts, type Packet } from './packet.ts';

export type Match = 'yes' | 'no' | 'unknown';

export function both(a: Match, b: Match): Match {
  if (a === 'no' || b === 'no') return 'no';
  return a === 'yes' && b === 'yes' ? 'yes' : 'unknown';
}

function matchesIcmp({ icmp: wanted }: Traffic, { icmp }: Packet): Match {
  if (wanted === null || wanted.type === null) return 'yes';
  if (icmp === null) return 'unknown';
  if (icmp.type !== wanted.type) return 'no';
  if (wanted.code === null) return 'yes';
  if (icmp.code === null) return 'unknown';
  return icmp.code === wanted.code ? 'yes' : 'no';
}

/** Protocol and, for ICMP, type and code; ports are left out. */
export function matchesKind(traffic: Traffic, packet: Packet): Match {
  if (traffic.protocol === null) return 'yes';
  return traffic.protocol === packet.protocol ? matchesIcmp(traffic, packet) : 'no';
}

function matchesPorts({ ports: wanted }: Traffic, packet: Packet): Match {
  const ports = destinationPorts(packet);
  if (wanted === null || ports === null) return 'yes';
  if (wanted.low <= ports.low && ports.high <= wanted.high) return 'yes';
  return ports.high < wanted.low || wanted.high < ports.low ? 'no' : 'unknown';
}

export function matchesTraffic(traffic: Traffic, packet: Packet): Match {
  return both(matchesKind(traffic, packet), matchesPorts(traffic, packet));
}
