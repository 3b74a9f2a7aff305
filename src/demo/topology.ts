/** The demo's VPC: three tiers in two availability zones, and what is plugged into it. */
import { hash } from './random.ts';

export interface Subnet {
  readonly name: string;
  readonly id: string;
  readonly cidr: string;
  readonly azId: string;
  /** Has a route to the internet gateway; the others reach the internet through the NAT gateway. */
  readonly public: boolean;
}

export interface Host {
  readonly name: string;
  readonly address: string;
  readonly interfaceId: string;
  /** Null for interfaces that AWS manages, such as those of a load balancer. */
  readonly instanceId: string | null;
  readonly subnet: Subnet;
}

export const REGION = 'eu-west-1';
export const ACCOUNT_ID = '123456789012';
export const VPC_CIDR = '10.0.0.0/16';
export const VPC_ID = resourceId('vpc', 'demo');

/** An id with AWS's shape that depends on the name alone: `eni-0` and sixteen hexadecimal digits. */
export function resourceId(prefix: string, name: string): string {
  const digits = [`${prefix} ${name}`, `${name} ${prefix}`].map((text) =>
    hash(text).toString(16).padStart(8, '0'),
  );
  return `${prefix}-0${digits.join('')}`;
}

function subnet(name: string, cidr: string, azId: string): Subnet {
  return { name, id: resourceId('subnet', name), cidr, azId, public: name.startsWith('public') };
}

export const SUBNETS = {
  publicA: subnet('public-a', '10.0.0.0/24', 'euw1-az1'),
  appA: subnet('app-a', '10.0.1.0/24', 'euw1-az1'),
  dataA: subnet('data-a', '10.0.2.0/24', 'euw1-az1'),
  publicB: subnet('public-b', '10.0.16.0/24', 'euw1-az2'),
  appB: subnet('app-b', '10.0.17.0/24', 'euw1-az2'),
  dataB: subnet('data-b', '10.0.18.0/24', 'euw1-az2'),
} as const;

function managed(name: string, address: string, of: Subnet): Host {
  return { name, address, interfaceId: resourceId('eni', name), instanceId: null, subnet: of };
}

function instance(name: string, address: string, of: Subnet): Host {
  return { ...managed(name, address, of), instanceId: resourceId('i', name) };
}

export const HOSTS = {
  loadBalancerA: managed('load-balancer-a', '10.0.0.10', SUBNETS.publicA),
  loadBalancerB: managed('load-balancer-b', '10.0.16.10', SUBNETS.publicB),
  natGateway: managed('nat-gateway', '10.0.0.20', SUBNETS.publicA),
  bastion: instance('bastion', '10.0.16.30', SUBNETS.publicB),
  web1: instance('web-1', '10.0.1.5', SUBNETS.appA),
  web2: instance('web-2', '10.0.1.6', SUBNETS.appA),
  web3: instance('web-3', '10.0.17.5', SUBNETS.appB),
  worker: instance('batch-worker', '10.0.1.20', SUBNETS.appA),
  report: instance('report-1', '10.0.17.8', SUBNETS.appB),
  monitor: instance('monitor-1', '10.0.17.30', SUBNETS.appB),
  standby: instance('standby-1', '10.0.17.40', SUBNETS.appB),
  db1: instance('db-1', '10.0.2.9', SUBNETS.dataA),
  db2: instance('db-2', '10.0.18.9', SUBNETS.dataB),
  cache: managed('cache', '10.0.18.12', SUBNETS.dataB),
} as const;

const byAddress: ReadonlyMap<string, Host> = new Map(
  Object.values(HOSTS).map((host) => [host.address, host]),
);

/** The interface with an address; undefined for addresses on the internet. */
export function hostAt(address: string): Host | undefined {
  return byAddress.get(address);
}
