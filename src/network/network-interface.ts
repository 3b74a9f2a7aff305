/** A network interface: what flow logs record at, security groups apply to, and addresses belong to. */
import type { Cidr } from '../record/address.ts';

export interface PrivateIpv4 {
  readonly address: string;
  readonly primary: boolean;
  /** The public or Elastic IP address that an internet gateway translates to it; null without one. */
  readonly publicAddress: string | null;
}

interface GroupName {
  readonly id: string;
  readonly name: string | null;
}

export interface NetworkInterface {
  readonly id: string;
  /** As AWS names it: `interface`, `nat_gateway`, `lambda`, `network_load_balancer`, `transit_gateway`, `vpc_endpoint` … */
  readonly type: string;
  /** `in-use`, `available` …; null where it was not given. */
  readonly status: string | null;
  readonly description: string;
  /** The interface's own `Name` tag. */
  readonly name: string | null;
  readonly ipv4: readonly PrivateIpv4[];
  readonly ipv6: readonly string[];
  /** Delegated prefixes, IPv4 and IPv6: every address in them is the interface's. */
  readonly prefixes: readonly Cidr[];
  readonly subnetId: string | null;
  readonly vpcId: string | null;
  readonly availabilityZone: string | null;
  /** Empty for the kinds that have none, such as NAT gateways. */
  readonly groups: readonly GroupName[];
  readonly instanceId: string | null;
  /** Seconds since the epoch; an address may have been another's before. */
  readonly attachedAt: number | null;
  /** AWS made it for a service, and only that service can change it. */
  readonly requesterManaged: boolean;
  readonly requesterId: string | null;
  /** Whether it drops what is not addressed to it; null where it was not given. */
  readonly sourceDestCheck: boolean | null;
  /** Seconds that an idle TCP connection stays tracked, where it was set for this interface; null is the instance type's default. */
  readonly tcpEstablishedTimeout: number | null;
}

/** The address that flow logs show for it: the primary private IPv4 address, or its first IPv6 address where it has no IPv4. */
export function primaryAddress({ ipv4, ipv6 }: NetworkInterface): string | undefined {
  return (ipv4.find(({ primary }) => primary) ?? ipv4[0])?.address ?? ipv6[0];
}

/** Its private IPv4 and its IPv6 addresses, without those of delegated prefixes. */
export function ownAddresses({ ipv4, ipv6 }: NetworkInterface): readonly string[] {
  return [...ipv4.map(({ address }) => address), ...ipv6];
}
