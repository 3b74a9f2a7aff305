/** Traffic that Traffic Mirroring never copies, whatever the filter says (Traffic Mirroring guide, "Traffic types"), and where to see it instead. */

import type { NetworkIndex } from '../../network/find/index-network.ts';
import { vpcsAround } from '../../network/find/place.ts';
import type { PortRange } from '../../network/port-range.ts';
import { neverLogged } from '../../record/never-logged.ts';
import { UDP } from '../../record/protocols.ts';
import { isVpcResolver } from '../../record/vpc-addresses.ts';
import type { Scope } from '../analyzer.ts';
import type { MirrorEnds } from './ends.ts';

export interface MirrorQuestion {
  /** Null where it is not one address. */
  readonly own: string | null;
  readonly peer: string | null;
  readonly port: PortRange | null;
  readonly protocol: number | null;
}

export interface NeverMirrored {
  readonly what: string;
  readonly instead: string;
}

/** Of both ends, where each is one address. */
export function questionOf({
  scope,
  ends,
}: {
  readonly scope: Scope;
  readonly ends: MirrorEnds;
}): MirrorQuestion {
  const { port, protocol } = scope.request;
  const text = (end: 'own' | 'peer') => {
    const subject = ends[end];
    return subject?.kind === 'address' ? subject.text : null;
  };
  return { own: text('own'), peer: text('peer'), port: port ?? null, protocol: protocol ?? null };
}

/** By the ids of the traffic that is never logged, which the guide lists too. DNS with Amazon's resolver is not among them. */
const NEVER: ReadonlySet<string> = new Set([
  'instance-metadata',
  'time-sync',
  'windows-activation',
  'container-credentials',
  'dhcp',
  'dhcpv6',
]);

const DNS_PORT = 53;
const NTP_PORT = 123;
const DHCP_PORTS: ReadonlySet<number> = new Set([67, 68, 546, 547]);

function onlyPort({ port }: MirrorQuestion): number | null {
  return port && port.low === port.high ? port.low : null;
}

export function neverMirrored(question: MirrorQuestion): NeverMirrored | undefined {
  const { own, peer, protocol } = question;
  const port = onlyPort(question);
  // DHCP is UDP, whoever asks for its port says so.
  const meant = protocol ?? (port !== null && DHCP_PORTS.has(port) ? UDP : null);
  const entry = neverLogged(own, peer, port, meant);
  if (entry && NEVER.has(entry.id)) return { what: entry.what, instead: entry.instead };
  if (port !== NTP_PORT || (protocol !== null && protocol !== UDP)) return undefined;
  return {
    what: 'NTP',
    instead:
      'On the host, chronyc sources shows whether the time servers answer, and tcpdump -ni any udp port 123 the packets.',
  };
}

/** Whether it is DNS with Amazon's resolver, which a filter copies only by a switch of its own. */
export function isAmazonDns(question: MirrorQuestion, network: NetworkIndex | null): boolean {
  const { own, peer, protocol } = question;
  const port = onlyPort(question);
  if (port !== null && port !== DNS_PORT) return false;
  const entry = neverLogged(own, peer, port, protocol);
  if (entry?.id === 'resolver-link-local') return true;
  if (peer === null) return false;
  const vpcs = network ? vpcsAround(network, peer) : [];
  if (vpcs.length > 0)
    return vpcs.some(({ primaryBlock }) => primaryBlock !== null && isVpcResolver(primaryBlock, peer));
  return entry?.id === 'vpc-resolver';
}
