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
import { byKey } from './by-key.ts';

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
      columns: {
        interfaceId: field('interfaceId'),
        address: field(key),
        direction: field('flowDirection'),
      },
      measures: { records: count() },
      orderBy: [{ by: 'records', descending: true }],
      limit: MOST_ENDS,
    });
  return { senders: ends('srcAddr'), receivers: ends('dstAddr') };
}

interface End {
  readonly interfaceId: string | null;
  readonly address: string | null;
  readonly direction: string | null;
  readonly records: number;
}

function blockOf(address: string): Cidr | undefined {
  return parseCidr(`${address}/${address.includes(':') ? VPC_IPV6_PREFIX : 32}`);
}

/** Which direction the interface's own end of a record has, as it sends or receives. */
const OWN_DIRECTION = { senders: 'egress', receivers: 'ingress' } as const;

/** Where the direction is known, an end is the interface's own, and stands for both, or it is not. */
function weighed(ends: readonly End[], side: keyof typeof OWN_DIRECTION): readonly End[] {
  return ends.flatMap((end) => {
    if (end.direction === null) return [end];
    return end.direction === OWN_DIRECTION[side] ? [{ ...end, records: 2 * end.records }] : [];
  });
}

interface Held {
  /** Of the end: its address, or the block around it. */
  readonly key: string;
  readonly records: number;
}

/** What has an end of nearly every record of an interface, if that is one alone: with one peer only, the peer has, too. */
function ownAmong(ends: readonly Held[]): string | undefined {
  const records = sumOf(ends.map((end) => end.records)) / 2;
  if (records < FEWEST_RECORDS) return undefined;
  const held = [...byKey(ends, ({ key }) => key)].map(
    ([key, of]) => [key, sumOf(of.map((end) => end.records))] as const,
  );
  const own = held.filter(([, of]) => of >= OWN_SHARE * records);
  return own.length === 1 ? own[0]?.[0] : undefined;
}

/** The one address of an interface, or the block of its several; also where both ends are in one block, as one of them is ours. */
function ownOf(ends: readonly End[]): readonly Cidr[] {
  const known = ends.flatMap(({ address, records }) => (address === null ? [] : [{ key: address, records }]));
  const own =
    ownAmong(known) ?? ownAmong(known.map((end) => ({ ...end, key: blockOf(end.key)?.text ?? end.key })));
  const block = own?.includes('/') ? parseCidr(own) : blockOf(own ?? '');
  return block ? [block] : [];
}

/** The blocks that are ours, as the ends of records tell. */
export function homeAmong(senders: readonly End[], receivers: readonly End[]): readonly Cidr[] {
  const ends = [...weighed(senders, 'senders'), ...weighed(receivers, 'receivers')];
  const logged = ends.filter(({ interfaceId }) => interfaceId !== null);
  const own = [...byKey(logged, ({ interfaceId }) => interfaceId ?? '').values()].flatMap(ownOf);
  return [...new Map(own.map((block) => [block.text, block])).values()];
}
