/** Community ID v1: the same short name for a flow as Zeek, Suricata and others give it (github.com/corelight/community-id-spec). */

import { createHash } from 'node:crypto';
import ipaddr from 'ipaddr.js';
import { parseIpAddress } from './address.ts';
import { ICMP, ICMPV6 } from './protocols.ts';

export interface Flow {
  readonly source: string;
  readonly destination: string;
  /** For ICMP and ICMPv6: the type. Null where the protocol has none, or it is not known. */
  readonly sourcePort: number | null;
  /** For ICMP and ICMPv6: the code. */
  readonly destinationPort: number | null;
  /** IANA protocol number. */
  readonly protocol: number;
}

/** TCP, UDP, SCTP. */
const WITH_PORTS: ReadonlySet<number> = new Set([6, 17, 132]);

/** ICMP messages that ask and answer each other: both sides of an exchange get one id, as Zeek pairs them. */
const ICMP_PAIRS: readonly (readonly [number, number])[] = [
  [8, 0],
  [10, 9],
  [13, 14],
  [15, 16],
  [17, 18],
];
const ICMPV6_PAIRS: readonly (readonly [number, number])[] = [
  [128, 129],
  [130, 131],
  [133, 134],
  [135, 136],
  [139, 140],
  [144, 145],
];

function counterpart(type: number, pairs: readonly (readonly [number, number])[]): number | undefined {
  const pair = pairs.find(([asks, answers]) => asks === type || answers === type);
  return pair && (pair[0] === type ? pair[1] : pair[0]);
}

/** What stands in the place of ports, and whether the two ends may be put in order. */
function endpoints(
  flow: Flow,
): { readonly ports: readonly [number, number] | null; readonly ordered: boolean } | null {
  const { sourcePort, destinationPort, protocol } = flow;
  const icmp = protocol === ICMP || protocol === ICMPV6;
  if (!icmp && !WITH_PORTS.has(protocol)) return { ports: null, ordered: true };
  if (sourcePort === null || destinationPort === null) return null;
  if (!icmp) return { ports: [sourcePort, destinationPort], ordered: true };
  const answer = counterpart(sourcePort, protocol === ICMP ? ICMP_PAIRS : ICMPV6_PAIRS);
  return { ports: [sourcePort, answer ?? destinationPort], ordered: answer !== undefined };
}

function addressBytes(text: string): Buffer | null {
  return parseIpAddress(text) ? Buffer.from(ipaddr.parse(text).toByteArray()) : null;
}

/** `1:` and the base64 of a SHA-1, with the seed 0; null where an address is none or a port (type, code) is missing. */
export function communityId(flow: Flow): string | null {
  const source = addressBytes(flow.source);
  const destination = addressBytes(flow.destination);
  const ends = endpoints(flow);
  if (!source || !destination || !ends) return null;
  const [sourcePort, destinationPort] = ends.ports ?? [0, 0];
  const order = Buffer.compare(source, destination) || sourcePort - destinationPort;
  const swap = ends.ordered && order > 0;
  const hash = createHash('sha1')
    .update(Buffer.of(0, 0))
    .update(swap ? destination : source)
    .update(swap ? source : destination)
    .update(Buffer.of(flow.protocol, 0));
  if (ends.ports) {
    const [low, high] = swap ? [destinationPort, sourcePort] : [sourcePort, destinationPort];
    hash.update(Buffer.of(low >> 8, low & 255, high >> 8, high & 255));
  }
  return `1:${hash.digest('base64')}`;
}
