/** Senders that only pass on what others send: NAT gateways, load balancers and what else AWS runs. Who sent it is somebody else. */
import { interfaceAt } from '../../network/find/address-holder.ts';
import type { NetworkIndex } from '../../network/find/index-network.ts';
import { byKey } from '../detection/by-key.ts';
import type { Contact } from './contact.ts';

/** Kinds of interfaces on which somebody's own code runs. */
const HOSTS: ReadonlySet<string> = new Set([
  'interface',
  'lambda',
  'branch',
  'trunk',
  'efa',
  'efa-only',
  'ecs',
]);

/** So much of what one tried was also tried by one other. */
const SAME_SHARE = 0.8;

/** As the configuration has it: a gateway, an endpoint, or a load balancer. */
export function isAwsOwn(address: string, network: NetworkIndex | null): boolean {
  const holder = network ? interfaceAt(network, address) : undefined;
  return (
    holder !== undefined &&
    (!HOSTS.has(holder.type) || (holder.requesterManaged && /^ELB /.test(holder.description)))
  );
}

interface Sender {
  readonly source: string;
  readonly targets: ReadonlySet<string>;
  /** Network interfaces at which it was seen. */
  readonly interfaces: number;
}

function sendersAmong(failed: readonly Contact[]): readonly Sender[] {
  return [...byKey(failed, ({ source }) => source)].map(([source, of]) => ({
    source,
    targets: new Set(of.map(({ destination, port }) => `${destination} ${port}`)),
    interfaces: Math.max(...of.flatMap(({ tries }) => tries.map(({ interfaces }) => interfaces))),
  }));
}

function passesOn(one: Sender, other: Sender): boolean {
  if (one.source === other.source || one.interfaces >= other.interfaces) return false;
  const same = [...one.targets].filter((target) => other.targets.has(target)).length;
  return same >= SAME_SHARE * one.targets.size;
}

/**
 * As the records have it: a NAT gateway's interface logs a packet before and after it is translated, so the client is seen at two interfaces
 * and the gateway's own address, with the same targets, at one.
 */
export function relaysAmong(failed: readonly Contact[]): ReadonlySet<string> {
  const senders = sendersAmong(failed);
  const relays = senders.filter((one) => senders.some((other) => passesOn(one, other)));
  return new Set(relays.map(({ source }) => source));
}
