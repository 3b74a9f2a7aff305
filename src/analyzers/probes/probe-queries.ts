/** The broad questions that find who may be probing: how many different ports of a host, or hosts on a port, small or rejected records went to. */

import { DESTINATION, field, SOURCE } from '../../query/expression.ts';
import { count, countDistinct, groups } from '../../query/flow-query.ts';
import { all, any, between, equals, inCidr, isOneOf, not, type Predicate } from '../../query/predicate.ts';
import type { Cidr } from '../../record/address.ts';
import { TCP, UDP } from '../../record/protocols.ts';
import type { Scope } from '../analyzer.ts';
import { KNOWN_BELOW_EPHEMERAL } from '../detection/service-ports.ts';
import { asked } from '../subject.ts';

/** A connection that came to nothing has at most so many packets a record (NEMEA's vertical scan detector), and no room for data in them. */
export const MOST_PROBE_PACKETS = 4;
/** Bytes of so many packets with headers and options alone: 80 of a SYN over IPv6. */
const MOST_PROBE_BYTES = MOST_PROBE_PACKETS * 80;

/** From a service's port to one that a client may have: nearly always a reply, whatever its client does. */
export const REPLIES = all(
  any(between(field('srcPort'), 1, 1023), isOneOf(field('srcPort'), KNOWN_BELOW_EPHEMERAL)),
  between(field('dstPort'), 1024, 65_535),
);

const IN_VAIN = any(
  equals(field('action'), 'REJECT'),
  all(between(field('packets'), 1, MOST_PROBE_PACKETS), between(field('bytes'), 1, MOST_PROBE_BYTES)),
);

/** Blocks whose hosts may scan: the operator's own scanners. */
export function sentByOneOf(blocks: readonly Cidr[]): Predicate {
  return any(...blocks.map((block) => inCidr(SOURCE, block)));
}

/** A SYN alone, which no reply has: scanners send from 53 or 80, as firewalls let replies of those in (nmap's `--source-port`). */
const OPENS = equals(field('tcpFlags'), 2);

/** What may be probes, of the senders that are meant. */
export function probing(scope: Scope, senders: Predicate): Predicate {
  return all(
    asked(scope),
    isOneOf(field('protocol'), [TCP, UDP]),
    IN_VAIN,
    any(not(REPLIES), OPENS),
    senders,
  );
}

/** Pairs by how many ports of the one the other tried. */
export function portsByPair(scope: Scope, where: Predicate, limit: number) {
  return groups({
    window: scope.request.window,
    where,
    columns: { source: SOURCE, destination: DESTINATION },
    measures: { ports: countDistinct(field('dstPort')), records: count() },
    orderBy: [{ by: 'ports', descending: true }],
    limit,
  });
}

/** Senders and ports by how many hosts were tried. */
export function hostsByPort(scope: Scope, where: Predicate, limit: number) {
  return groups({
    window: scope.request.window,
    where,
    columns: { source: SOURCE, port: field('dstPort'), protocol: field('protocol') },
    measures: { hosts: countDistinct(DESTINATION), records: count() },
    orderBy: [{ by: 'hosts', descending: true }],
    limit,
  });
}
