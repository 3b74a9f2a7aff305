/**
 * Traffic that no flow log records, and what to look at instead. Silence about it says nothing.
 *
 * Sources: VPC User Guide, "Flow log limitations" (LIMITS) and "Control subnet traffic with network ACLs" (ACLS), which lists the same
 * services, and the guides of the services named.
 */

import { canonicalAddress } from './address.ts';
import { UDP } from './protocols.ts';

type NeverLoggedMatch =
  /** To or from one of these addresses. */
  | { readonly kind: 'addresses'; readonly addresses: readonly string[] }
  /** Over this protocol, to one of these ports. */
  | { readonly kind: 'ports'; readonly protocol: number; readonly ports: readonly number[] }
  /** To or from an address that the VPC's or subnet's block decides: see vpc-addresses.ts. */
  | { readonly kind: 'relation'; readonly relation: 'vpc-resolver' | 'subnet-router' }
  /** Cannot be told from addresses and ports. */
  | { readonly kind: 'situation' };

export interface NeverLogged {
  readonly id: string;
  readonly match: NeverLoggedMatch;
  /** What the traffic is. */
  readonly what: string;
  /** Where it can be seen or tested. */
  readonly instead: string;
  /** `if-resolver`: only if the address is the VPC's resolver, which the VPC's block decides. */
  readonly certainty: 'certain' | 'if-resolver';
  readonly source: string;
}

const LIMITS = 'VPC User Guide, "Flow log limitations"';
const DNS_PORT = 53;

const RESOLVER_INSTEAD =
  'Route 53 Resolver query logging shows the questions and answers; on the host, dig @169.254.169.253 shows whether it answers. Neither security groups nor network ACLs can block it; Route 53 Resolver DNS Firewall can.';

const RESOLVER_BY_BLOCK: NeverLogged = {
  id: 'vpc-resolver',
  match: { kind: 'relation', relation: 'vpc-resolver' },
  what: 'DNS queries to the VPC’s resolver at the base of the VPC’s block plus two',
  instead: RESOLVER_INSTEAD,
  certainty: 'if-resolver',
  source: LIMITS,
};

export const NEVER_LOGGED: readonly NeverLogged[] = [
  {
    id: 'instance-metadata',
    match: { kind: 'addresses', addresses: ['169.254.169.254', 'fd00:ec2::254'] },
    what: 'the instance metadata service',
    instead:
      'Ask it on the instance with curl; the instance’s metadata options (IMDSv2 required, hop limit, endpoint off) and the MetadataNoToken metrics in CloudWatch say why it may refuse.',
    certainty: 'certain',
    source: LIMITS,
  },
  {
    id: 'resolver-link-local',
    match: { kind: 'addresses', addresses: ['169.254.169.253', 'fd00:ec2::253'] },
    what: 'DNS queries to the VPC’s resolver at its link-local address',
    instead: RESOLVER_INSTEAD,
    certainty: 'certain',
    source: LIMITS,
  },
  RESOLVER_BY_BLOCK,
  {
    id: 'time-sync',
    match: { kind: 'addresses', addresses: ['169.254.169.123', 'fd00:ec2::123'] },
    what: 'the Amazon Time Sync Service',
    instead: 'On the host, chronyc sources shows whether it answers.',
    certainty: 'certain',
    source: LIMITS,
  },
  {
    id: 'windows-activation',
    match: { kind: 'addresses', addresses: ['169.254.169.250', '169.254.169.251', 'fd00:ec2::250'] },
    what: 'Windows licence activation',
    instead:
      'On the instance, slmgr /dlv and the AWSSupport-ActivateWindowsWithAmazonLicense runbook show whether it works.',
    certainty: 'certain',
    source: LIMITS,
  },
  {
    id: 'container-credentials',
    match: { kind: 'addresses', addresses: ['169.254.170.2', '169.254.170.23', 'fd00:ec2::23'] },
    what: 'the ECS task metadata and credentials endpoint, or EKS Pod Identity',
    instead:
      'Ask it inside the container with curl; the ECS agent’s or Pod Identity agent’s log on the host shows the requests.',
    certainty: 'certain',
    source:
      'ECS and EKS guides: an agent on the host answers, so the packets reach no network interface of the VPC',
  },
  {
    id: 'dhcp',
    match: { kind: 'ports', protocol: UDP, ports: [67, 68] },
    what: 'DHCP',
    instead: 'The DHCP client’s log on the host, and the VPC’s DHCP option set.',
    certainty: 'certain',
    source: LIMITS,
  },
  {
    id: 'dhcpv6',
    match: { kind: 'ports', protocol: UDP, ports: [546, 547] },
    what: 'DHCPv6',
    instead: 'The DHCP client’s log on the host, and the VPC’s DHCP option set.',
    certainty: 'certain',
    source: LIMITS,
  },
  {
    id: 'vpc-router',
    match: { kind: 'relation', relation: 'subnet-router' },
    what: 'packets to the VPC router’s own address, the base of the subnet’s block plus one',
    instead:
      'The router answers no pings. Whether it forwards is seen in the route tables and in the records of the far end.',
    certainty: 'certain',
    source: LIMITS,
  },
  {
    id: 'mirrored-source',
    match: { kind: 'situation' },
    what: 'mirrored traffic at the source of a traffic mirror session',
    instead: 'The mirror target’s network interface records it as VXLAN (UDP 4789).',
    certainty: 'certain',
    source: LIMITS,
  },
  {
    id: 'endpoint-to-load-balancer',
    match: { kind: 'situation' },
    what: 'traffic between a VPC endpoint’s network interface and a Network Load Balancer’s',
    instead: 'The records of the client at the endpoint, and of the targets behind the load balancer.',
    certainty: 'certain',
    source: LIMITS,
  },
  {
    id: 'arp',
    match: { kind: 'situation' },
    what: 'ARP',
    instead: 'ip neigh on the host.',
    certainty: 'certain',
    source: LIMITS,
  },
  {
    id: 'short-lived-nat-gateway',
    match: { kind: 'situation' },
    what: 'a regional NAT gateway that is deleted within minutes of its creation',
    instead: 'The flow logs of the instances behind it.',
    certainty: 'certain',
    source: LIMITS,
  },
];

/** Most VPC blocks are /16 to /24, so that the base plus two ends in .2; smaller blocks need the VPC's block to be known. */
function couldBeResolver(address: string): boolean {
  return /^\d+\.\d+\.\d+\.2$/.test(address);
}

function isMet(
  match: NeverLoggedMatch,
  ends: readonly string[],
  port: number | null,
  protocol: number | null,
): boolean {
  if (match.kind === 'addresses') return ends.some((end) => match.addresses.includes(end));
  if (match.kind === 'ports')
    return protocol === match.protocol && port !== null && match.ports.includes(port);
  return false;
}

/**
 * Whether traffic between two addresses is of a kind that is never logged; addresses in either order, null where not known.
 * `port` is the destination's. Where only the VPC's block can tell that the destination is its resolver, the certainty is `if-resolver`.
 */
export function neverLogged(
  source: string | null,
  destination: string | null,
  port: number | null = null,
  protocol: number | null = null,
): NeverLogged | undefined {
  const ends = [source, destination].flatMap((end) => (end === null ? [] : [canonicalAddress(end)]));
  const certain = NEVER_LOGGED.find(({ match }) => isMet(match, ends, port, protocol));
  if (certain) return certain;
  const isDns = port === DNS_PORT && (protocol === null || protocol === UDP || protocol === 6);
  return isDns && destination !== null && couldBeResolver(destination) ? RESOLVER_BY_BLOCK : undefined;
}
