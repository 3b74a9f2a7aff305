/** What the demo's security groups and network ACLs do with packets, the planted mistakes among it. */
import type { Action } from '../record/record.ts';
import type { Flow, Packets } from './packets.ts';
import { HOSTS, type Host, hostAt, SUBNETS } from './topology.ts';

export const POSTGRES = 5432;
export const REDIS = 6379;
export const HTTPS = 443;
export const SSH = 22;

/** The ports that Linux takes as a client, which the rule that went missing had allowed. */
export const LINUX_EPHEMERAL = { low: 32_768, high: 60_999 };

/** The one address outside from which the bastion takes SSH. The demo's internet consists of the documentation ranges (RFC 5737). */
export const OFFICE = '203.0.113.200';

/** Whether packets may pass an interface, out of it or into it. */
export type Policy = (flow: Flow, packets: Packets, host: Host, way: 'in' | 'out') => Action;

/** From `faultSince` on, seconds since the epoch, the network ACL of data-a has no outbound rule for replies to app-a. */
export function demoPolicy(faultSince: number): Policy {
  return (flow, { at, afterClose = false }, host, way) => {
    const rejected =
      way === 'out' ? at >= faultSince && needsLostRule(flow, host) : afterClose || isUninvited(flow, host);
    return rejected ? 'REJECT' : 'ACCEPT';
  };
}

/** Network ACLs are stateless: replies need a rule of their own, and losing it cuts open connections too. */
function needsLostRule({ to }: Flow, host: Host): boolean {
  return (
    host.subnet === SUBNETS.dataA &&
    hostAt(to.address)?.subnet === SUBNETS.appA &&
    to.port >= LINUX_EPHEMERAL.low &&
    to.port <= LINUX_EPHEMERAL.high
  );
}

function isUninvited({ from, to }: Flow, host: Host): boolean {
  if (host === HOSTS.cache) return from.address === HOSTS.worker.address;
  if (hostAt(from.address)) return false;
  if (host === HOSTS.bastion) return from.address !== OFFICE;
  const isLoadBalancer = host === HOSTS.loadBalancerA || host === HOSTS.loadBalancerB;
  return isLoadBalancer && to.port !== HTTPS && to.port !== 80;
}
