/** Echo requests that nobody answers: they have no port, and look the same as the errors that a host sends to whom it refuses. */
import { DESTINATION, field, SOURCE } from '../../query/expression.ts';
import { count, groups, type RowOf } from '../../query/flow-query.ts';
import { all, any, between, equals, inCidr, isOneOf, not, type Predicate } from '../../query/predicate.ts';
import { type IpAddress, parseCidr } from '../../record/address.ts';
import type { Scope } from '../analyzer.ts';
import { asked } from '../subject.ts';
import type { Contact } from './contact.ts';
import { LOOKED_BACK } from './contact-queries.ts';
import { MOST_PROBE_PACKETS } from './probe-queries.ts';

/** ICMP and ICMPv6. */
const PINGS: readonly number[] = [1, 58];
const MOST_HEARD = 10_000;
/** A router is found by ICMPv6 to groups and to addresses of the link (RFC 4861). */
const OF_THE_LINK = ['ff00::/8', 'fe80::/10'].flatMap((text) => parseCidr(text) ?? []);

export function isPing({ protocol }: { readonly protocol: number | null }): boolean {
  return protocol !== null && PINGS.includes(protocol);
}

/** What may be echo requests in vain, of the senders that are meant. */
export function pinging(scope: Scope, senders: Predicate): Predicate {
  return all(
    asked(scope),
    isOneOf(field('protocol'), PINGS),
    any(equals(field('action'), 'REJECT'), between(field('packets'), 1, MOST_PROBE_PACKETS)),
    not(any(...OF_THE_LINK.map((block) => inCidr(DESTINATION, block)))),
    senders,
  );
}

/** Whoever sent them anything at all; those of whom there is least first, as a probe is one record. */
export function heardQuery({ request: { window } }: Scope, listeners: readonly IpAddress[]) {
  return groups({
    window: { start: window.start - LOOKED_BACK, end: window.end },
    where: isOneOf(DESTINATION, listeners),
    columns: { source: SOURCE, destination: DESTINATION },
    measures: { records: count() },
    orderBy: [{ by: 'records' }],
    limit: MOST_HEARD,
  });
}

interface Heard {
  readonly rows: readonly RowOf<ReturnType<typeof heardQuery>>[];
  readonly cutOff: boolean;
}

/**
 * Without what may be no echo request: "unreachable" goes to whom its sender has heard of (RFC 792), a ping that discovers goes to whom it has
 * not. Where not all could be read of whom it heard, nothing can be said.
 */
export function withoutErrors(contacts: readonly Contact[], { rows, cutOff }: Heard): readonly Contact[] {
  const heard = new Set(rows.map(({ source, destination }) => `${destination} ${source}`));
  return contacts.filter(
    (contact) =>
      !isPing(contact) ||
      contact.outcome !== 'failed' ||
      !(cutOff || heard.has(`${contact.source} ${contact.destination}`)),
  );
}
