/** Which network interfaces can be mirrored, and where to look instead of those that cannot. */
import type { NetworkIndex } from '../../network/find/index-network.ts';
import type { NetworkInterface } from '../../network/network-interface.ts';

export interface NotMirrorable {
  /** `its network interface is a NAT gateway’s`. */
  readonly because: string;
  readonly instead: string;
}

const BALANCER: NotMirrorable = {
  because: 'its network interface is a load balancer’s',
  instead: 'Mirror the network interfaces of its targets: ask `capture` about one of them.',
};
const NAT: NotMirrorable = {
  because: 'its network interface is a NAT gateway’s',
  instead:
    'Mirror the instance behind it, which sends and receives the same packets: ask `capture` about that.',
};
const ENDPOINT: NotMirrorable = {
  because: 'its network interface is a VPC endpoint’s',
  instead: 'Mirror the client that uses it: ask `capture` about that.',
};
const TRANSIT: NotMirrorable = {
  because: 'its network interface is a transit gateway’s',
  instead:
    'Mirror one of the two ends: ask `capture` about an instance, or read the transit gateway’s own flow logs.',
};

/** By the type that AWS gives. */
const BY_TYPE: Readonly<Record<string, NotMirrorable>> = {
  nat_gateway: NAT,
  regional_nat_gateway: NAT,
  network_load_balancer: BALANCER,
  load_balancer: BALANCER,
  gateway_load_balancer: BALANCER,
  gateway_load_balancer_endpoint: ENDPOINT,
  vpc_endpoint: ENDPOINT,
  transit_gateway: TRANSIT,
  lambda: {
    because: 'its network interface is a Lambda function’s',
    instead: 'Mirror the other end, or log in the function what it connects to.',
  },
};

const OTHER_END = 'Mirror the other end: ask `capture` about that, with this one as the peer.';

/** Of those that AWS makes for its services, only these can be mirrored (Traffic Mirroring guide, "Sources"). */
const SERVICES_MIRRORED = /^(?:RDSNetworkInterface$|ElastiCache )/;

function isInIpv6OnlySubnet({ subnetId, ipv4, ipv6 }: NetworkInterface, index: NetworkIndex): boolean {
  const blocks = subnetId === null ? [] : (index.subnets.get(subnetId)?.blocks ?? []);
  if (blocks.length > 0) return blocks.every(({ family }) => family === 6);
  return ipv4.length === 0 && ipv6.length > 0;
}

/** Why an interface cannot be mirrored; undefined where nothing speaks against it. AWS refuses some instance types too, which is not known here. */
export function notMirrorable(of: NetworkInterface, index: NetworkIndex): NotMirrorable | undefined {
  const { type, requesterManaged, requesterId, description } = of;
  const known = BY_TYPE[type];
  if (known) return known;
  // Application and Classic Load Balancers have interfaces of the plain type, which only their maker tells apart.
  if (requesterId === 'amazon-elb' || description.startsWith('ELB ')) return BALANCER;
  if (description.startsWith('AWS Lambda VPC ENI') && BY_TYPE['lambda']) return BY_TYPE['lambda'];
  if (type !== 'interface')
    return {
      because: `only network interfaces of type “interface” can be mirrored, and this one is a ${type}`,
      instead: OTHER_END,
    };
  if (requesterManaged && !SERVICES_MIRRORED.test(description))
    return {
      because:
        'AWS made its network interface for a service, and of those only RDS’s and ElastiCache’s can be mirrored',
      instead: OTHER_END,
    };
  if (isInIpv6OnlySubnet(of, index))
    return { because: 'it is in a subnet with IPv6 only', instead: OTHER_END };
  return undefined;
}
