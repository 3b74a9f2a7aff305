/**
 * Which addresses are ours, where no configuration tells: an interface's own address stands at one end of every record that it logs. Needed for
 * IPv6, whose addresses are public ones inside a VPC too, and for VPCs with public IPv4 blocks.
 */
import { field } from '../../query/expression.ts';
import { count, groups } from '../../query/flow-query.ts';
import { all, any, inCidr, not, present } from '../../query/predicate.ts';
import { sumOf } from '../../query/sums.ts';
import type { Window } from '../../query/window.ts';
import { type Cidr, parseCidr } from '../../record/address.ts';

/** So many of the most frequent addresses of interfaces are looked at. */
const MOST_ENDS = 2000;
/**
 * Amazon gives a VPC an IPv6 block of /56, so what is in it is in the same VPC, whether its interface is logged or not (VPC User Guide, "IP
 * addressing"); of IPv4 only the address itself is known to be ours.
 */
const VPC_IPV6_PREFIX = 56;
/** An interface's own address is in all of its records; somewhat less, as the other direction may have been cut off the list. */
const OWN_SHARE = 0.95;
/** Fewer records tell nothing: both ends are in all of them. */
const FEWEST_RECORDS = 20;

/** The ends of records that no known block holds, by interface: those that it sent and those that it received. */
export function strangeEndsQueries(window: Window, known: readonly Cidr[]) {
  const inKnown = (key: 'srcAddr' | 'dstAddr') => known.map((block) => inCidr(field(key), block));
  const strange = not(any(...inKnown('srcAddr'), ...inKnown('dstAddr')));
  const ends = (key: 'srcAddr' | 'dstAddr') =>
    groups({
      window,
      where: all(present('interfaceId'), present(key), strange),
      columns: { interfaceId: field('interfaceId'), address: field(key) },
      measures: { records: count() },
      orderBy: [{ by: 'records', descending: true }],
      limit: MOST_ENDS,
    });
  return { senders: ends('srcAddr'), receivers: ends('dstAddr') };
}

interface End {
  readonly interfaceId: string | null;
  readonly address: string | null;
  readonly records: number;
}

function byInterface(ends: readonly End[]): ReadonlyMap<string, ReadonlyMap<string, number>> {
  const interfaces = new Map<string, Map<string, number>>();
  for (const { interfaceId, address, records } of ends) {
    if (interfaceId === null || address === null) continue;
    const known = interfaces.get(interfaceId) ?? new Map<string, number>();
    interfaces.set(interfaceId, known.set(address, records + (known.get(address) ?? 0)));
  }
  return interfaces;
}

/** The addresses that stand at an end of nearly every record of an interface, if that is one alone: with one peer only, both do. */
function ownOf(addresses: ReadonlyMap<string, number>): string | undefined {
  const records = sumOf([...addresses.values()]) / 2;
  if (records < FEWEST_RECORDS) return undefined;
  const own = [...addresses].filter(([, of]) => of >= OWN_SHARE * records);
  return own.length === 1 ? own[0]?.[0] : undefined;
}

/** The blocks that are ours, as the ends of records tell. */
export function homeAmong(senders: readonly End[], receivers: readonly End[]): readonly Cidr[] {
  const own = [...byInterface([...senders, ...receivers]).values()].flatMap((ends) => ownOf(ends) ?? []);
  const texts = own.map((address) => `${address}/${address.includes(':') ? VPC_IPV6_PREFIX : 32}`);
  const blocks = texts.flatMap((text) => parseCidr(text) ?? []);
  return [...new Map(blocks.map((block) => [`${block.text}/${block.prefix}`, block])).values()];
}
