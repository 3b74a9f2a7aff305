/** What stands for an end of the conversation in the packets at a mirrored interface: that is what a filter's rules name. */
import { blockOfOne } from '../../network/block.ts';
import { resolveSubject } from '../../network/find/resolve-subject.ts';
import type { NetworkInterface } from '../../network/network-interface.ts';
import type { Subject } from '../../query/request.ts';
import type { Cidr } from '../../record/address.ts';
import type { Scope } from '../analyzer.ts';
import type { Sighting } from '../sighting.ts';
import type { EndInterface } from './end-interface.ts';
import { ANY_BLOCKS } from './filter-rule.ts';

function blocksOf(addresses: readonly string[]): readonly Cidr[] {
  return [...new Set(addresses)].flatMap((address) => blockOfOne(address) ?? []);
}

/** An internet gateway translates the public address before the packet is copied, so the private one stands in it. */
function privateAddress({ ipv4 }: NetworkInterface, address: string): string {
  return ipv4.find(({ publicAddress }) => publicAddress === address)?.address ?? address;
}

function ofFamily(addresses: readonly string[], anyBlock: Cidr): readonly Cidr[] {
  if (addresses.length === 0) return [];
  const blocks = blocksOf(addresses);
  return blocks.length === 1 ? blocks : [anyBlock];
}

/** The mirrored end: at most one block of a family. Everything at its interface is its own, so "any" copies no more than that. */
export function ownBlocks(subject: Subject, { known }: EndInterface): readonly Cidr[] {
  if (subject.kind === 'address')
    return blocksOf([known ? privateAddress(known, subject.text) : subject.text]);
  if (!known || known.prefixes.length > 0) return ANY_BLOCKS;
  const addresses = { 4: known.ipv4.map(({ address }) => address), 6: known.ipv6 };
  return ANY_BLOCKS.flatMap((anyBlock) => ofFamily(addresses[anyBlock.family], anyBlock));
}

/** The other end, by the configuration or by whom records show; null where neither tells, so that it can be anybody. */
export function peerBlocks(
  scope: Scope,
  subject: Subject,
  others: readonly string[],
): readonly Cidr[] | null {
  if (subject.kind === 'cidr') return [subject];
  const found = scope.network && resolveSubject(scope.network, subject);
  if (found?.kind === 'one' || found?.kind === 'several') {
    const isPlace = subject.kind === 'subnet' || subject.kind === 'vpc' || found.addresses.length === 0;
    const blocks = isPlace ? found.blocks : [...blocksOf(found.addresses), ...found.blocks];
    if (blocks.length > 0) return blocks;
  }
  const addresses = subject.kind === 'address' ? [subject.text] : others;
  const blocks = blocksOf(addresses);
  return blocks.length > 0 ? blocks : null;
}

/** The addresses that an interface exchanged this traffic with. */
export function othersAt(
  interfaceId: string,
  seen: readonly Sighting[],
  own: ReadonlySet<string>,
): readonly string[] {
  return [
    ...new Set(
      seen.flatMap((one) =>
        one.interfaceId === interfaceId
          ? [one.source, one.destination].filter((address) => !own.has(address))
          : [],
      ),
    ),
  ];
}
