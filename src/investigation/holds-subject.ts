/** Whether a source's network holds what a question is about, by what was read of its configuration: only what is certain is said. */
import { addressNumber, blockContains, blockOfOne } from '../network/block.ts';
import { holdersOf } from '../network/find/address-holder.ts';
import { type ResourceKind, resourceIn } from '../network/find/extent.ts';
import { indexNetwork, type NetworkIndex } from '../network/find/index-network.ts';
import { thingsNamed } from '../network/find/named-things.ts';
import { subnetsAround, vpcsAround } from '../network/find/place.ts';
import type { Network } from '../network/network.ts';
import type { Subject } from '../query/request.ts';
import { type Cidr, isPrivateAddress } from '../record/address.ts';
import type { NetworkReading } from './source.ts';

export type Holding = 'yes' | 'no' | 'unknown';

interface Read {
  readonly index: NetworkIndex;
  readonly network: Network;
  /** It is all in files; an API is asked for what is around the subject only. */
  readonly isWhole: boolean;
}

function no(isCertain: boolean): Holding {
  return isCertain ? 'no' : 'unknown';
}

/** Of an address that no interface has, the subnets around it are read too, unless it is of the internet. */
function ofAddress(text: string, { index, network, isWhole }: Read): Holding {
  const isHeld =
    holdersOf(index, text).length > 0 ||
    subnetsAround(index, text).length > 0 ||
    vpcsAround(index, text).length > 0;
  if (isHeld) return 'yes';
  const isPlaced = network.subnets !== null || (isWhole && network.vpcs !== null);
  return no(network.networkInterfaces !== null && (isPlaced || (!isWhole && !isPrivateAddress(text))));
}

function overlap(a: Cidr, b: Cidr): boolean {
  const contains = (outer: Cidr, inner: Cidr) => {
    const number = addressNumber(inner.text.split('/')[0] ?? '');
    return number !== undefined && outer.prefix <= inner.prefix && blockContains(outer, number);
  };
  return contains(a, b) || contains(b, a);
}

/** An API lists the interfaces in a block and no subnets. */
function ofBlock(block: Cidr, { network, isWhole }: Read): Holding {
  const own = [...(network.vpcs ?? []), ...(network.subnets ?? [])].flatMap(({ blocks }) => blocks);
  const addresses = (network.networkInterfaces ?? []).flatMap(({ ipv4, ipv6 }) => [
    ...ipv4.flatMap(({ address, publicAddress }) => (publicAddress ? [address, publicAddress] : [address])),
    ...ipv6,
  ]);
  const hosts = addresses.flatMap((text) => blockOfOne(text) ?? []);
  if ([...own, ...hosts].some((one) => overlap(one, block))) return 'yes';
  return no(isWhole && network.networkInterfaces !== null && (network.subnets ?? network.vpcs) !== null);
}

const NEEDED: Readonly<Record<ResourceKind, readonly (keyof Network)[]>> = {
  'network-interface': ['networkInterfaces'],
  instance: ['networkInterfaces'],
  'security-group': ['securityGroups', 'networkInterfaces'],
  subnet: ['subnets'],
  vpc: ['vpcs'],
};

function ofName(name: string, { index, network }: Read): Holding {
  if (thingsNamed(index, name).length > 0) return 'yes';
  return no(network.networkInterfaces !== null && network.instances !== null);
}

function holding(subject: Subject, read: Read): Holding {
  switch (subject.kind) {
    case 'address':
      return ofAddress(subject.text, read);
    case 'cidr':
      return ofBlock(subject, read);
    case 'name':
      return ofName(subject.name, read);
    default:
      if (resourceIn(read.index, subject.kind, subject.id)) return 'yes';
      return no(NEEDED[subject.kind].every((kind) => read.network[kind] !== null));
  }
}

/** Holding one of them is enough. @param reading null where the source has no configuration */
export function holdsAnyOf(subjects: readonly Subject[], reading: NetworkReading | null): Holding {
  if (!reading) return 'unknown';
  const { network, failed, readAt } = reading;
  const read: Read = { network, index: indexNetwork(network), isWhole: readAt === null };
  const each = subjects.map((subject) => holding(subject, read));
  if (each.includes('yes')) return 'yes';
  return failed || each.includes('unknown') ? 'unknown' : 'no';
}
