/** From which ports a client opens connections, by what kind of client its network interface shows it to be. */
import { EPHEMERAL_RANGES } from '../../record/ephemeral.ts';
import type { NetworkInterface } from '../network-interface.ts';
import type { PortRange } from '../port-range.ts';
import { holdersOf } from './address-holder.ts';
import type { NetworkIndex } from './index-network.ts';
import { isOfInternet } from './place.ts';

export interface ClientPorts extends PortRange {
  /** Who takes ports from this range. */
  readonly client: string;
}

type ClientKind = 'NAT gateway' | 'Elastic Load Balancing' | 'Lambda function';

const BY_TYPE: Readonly<Record<string, ClientKind>> = {
  nat_gateway: 'NAT gateway',
  regional_nat_gateway: 'NAT gateway',
  network_load_balancer: 'Elastic Load Balancing',
  load_balancer: 'Elastic Load Balancing',
  gateway_load_balancer: 'Elastic Load Balancing',
  lambda: 'Lambda function',
};

function clientKind({ type, description, requesterId }: NetworkInterface): ClientKind | undefined {
  const byType = BY_TYPE[type];
  if (byType) return byType;
  // Application and Classic Load Balancers have interfaces of the plain type, which only their maker tells apart.
  if (requesterId === 'amazon-elb' || description.startsWith('ELB ')) return 'Elastic Load Balancing';
  return description.startsWith('AWS Lambda VPC ENI') ? 'Lambda function' : undefined;
}

const LINUX = 'Linux, Amazon Linux among them';

function rangeOf(client: string): ClientPorts {
  const { low, high } = EPHEMERAL_RANGES.find((range) => range.client === client) ?? {
    low: 1024,
    high: 65_535,
  };
  return { client, low, high };
}

export function ephemeralPortsOf(of: NetworkInterface): ClientPorts {
  return rangeOf(clientKind(of) ?? LINUX);
}

/**
 * The same for an address. Clients of the internet can be of every kind, and the VPC User Guide says to open 1024–65535 to them;
 * an address that no known interface has is taken for a Linux host.
 */
export function ephemeralPortsAt(index: NetworkIndex, address: string): ClientPorts {
  const [holder] = holdersOf(index, address);
  if (holder) return ephemeralPortsOf(holder.interface);
  if (isOfInternet(index, address)) return { client: 'any client of the internet', low: 1024, high: 65_535 };
  return rangeOf(LINUX);
}
