/** Who outside is a scanner, which services anybody outside uses, and what may be set of both. */
import { z } from 'zod';
import { DESTINATION, field, SOURCE } from '../../query/expression.ts';
import { countDistinct, groups, type RowOf } from '../../query/flow-query.ts';
import { all, between, equals, isOneOf, not } from '../../query/predicate.ts';
import { type IpAddress, parseIpAddress } from '../../record/address.ts';
import { Blocks } from '../detection/blocks-parameter.ts';
import { byKey } from '../detection/by-key.ts';
import type { DetectorScope } from '../detection/detector.ts';
import { inbound } from '../detection/sides.ts';
import type { Contact } from '../probes/contact.ts';
import type { hostsByPort, portsByPair } from '../probes/probe-queries.ts';
import { walksLikeScanner } from '../probes/random-walk.ts';

export const parameters = z.strictObject({
  failures: z
    .int()
    .min(4)
    .default(8)
    .describe('So many different ports or hosts that failed make an address outside a scanner worth a look.'),
  publicClients: z
    .int()
    .min(1)
    .default(5)
    .describe(
      'A service that so many other addresses outside use is public: that a scanner finds it, too, is nothing new.',
    ),
  publicPorts: z
    .array(z.int().min(1).max(65_535))
    .default([80, 443])
    .describe('Everybody expects websites to answer.'),
  scanners: Blocks.default([]).describe(
    'Addresses outside that are meant to scan: those of a testing company.',
  ),
});

export type HitScope = DetectorScope<z.infer<typeof parameters>>;
type Pair = RowOf<ReturnType<typeof portsByPair>>;
type Swept = RowOf<ReturnType<typeof hostsByPort>>;
/** So many scanners are looked at closely, those that tried most first: more of IPv6 would make a query longer than CloudWatch Logs Insights takes. */
export const MOST_SCANNERS = 80;
/** Fewer packets of a client are none of a session. */
const SESSION_PACKETS = 3;
const MOST_PUBLIC = 5000;
interface Tried {
  readonly source: string;
  /** Different ports of one host, or hosts on one port, the higher. */
  readonly tried: number;
}

/** Everybody who tried enough, who tried most first. */
export function everyScanner(
  pairs: readonly Pair[],
  swept: readonly Swept[],
  { failures }: HitScope['parameters'],
): readonly Tried[] {
  const counts = [
    ...pairs.map(({ source, ports }) => ({ source: source ?? '', tried: ports })),
    ...swept.map(({ source, hosts }) => ({ source: source ?? '', tried: hosts })),
  ];
  const busy = counts.filter(({ tried }) => tried >= failures).sort((a, b) => b.tried - a.tried);
  return [...byKey(busy, ({ source }) => source).values()].flatMap(([most]) => most ?? []);
}

/** Those that are looked at. */
export function triedBy(...asked: Parameters<typeof everyScanner>): readonly Tried[] {
  return everyScanner(...asked).slice(0, MOST_SCANNERS);
}

export function addressesOf(scanners: readonly Tried[]): readonly IpAddress[] {
  return scanners.flatMap(({ source }) => parseIpAddress(source) ?? []);
}

/** Services by how many outside have sessions with them, without the scanners. */
export function publicServices({ request, detecting }: HitScope, scanners: readonly IpAddress[]) {
  return groups({
    window: request.window,
    where:
      scanners.length === 0
        ? isOneOf(SOURCE, [])
        : all(
            inbound(detecting.home),
            equals(field('action'), 'ACCEPT'),
            between(field('packets'), SESSION_PACKETS, Number.MAX_SAFE_INTEGER),
            not(isOneOf(SOURCE, scanners)),
          ),
    columns: { destination: DESTINATION, port: field('dstPort'), protocol: field('protocol') },
    measures: { clients: countDistinct(SOURCE) },
    orderBy: [{ by: 'clients', descending: true }],
    limit: MOST_PUBLIC,
  });
}

export function serviceKey({
  destination,
  port,
  protocol,
}: Pick<Contact, 'destination' | 'port' | 'protocol'>) {
  return `${destination} ${protocol} ${port}`;
}

export interface Scanner {
  readonly failed: readonly Contact[];
  /** What was tried in vain; more than the contacts that failed where not all of them could be read. */
  readonly failures: number;
  readonly answered: readonly Contact[];
}

/** Who came to no service that it knew: the contacts in their order, those with public services left out, as anybody knows them. */
export function scanning(
  contacts: readonly Contact[],
  atLeast: number,
  isPublic: (contact: Contact) => boolean,
  { parameters: set, request: { window } }: HitScope,
): readonly Scanner[] {
  const meant = contacts.filter((contact) => contact.last >= window.start && !isPublic(contact));
  const failed = meant.filter(({ outcome }) => outcome === 'failed');
  const answered = meant.filter(({ outcome }) => outcome === 'answered');
  const decided = meant.filter(({ outcome }) => outcome === 'failed' || outcome === 'answered');
  const failures = Math.max(failed.length, atLeast - answered.length);
  const unread = Array.from({ length: failures - failed.length }, () => false);
  const isScanner =
    failures >= set.failures &&
    failures >= answered.length &&
    walksLikeScanner([...decided.map(({ outcome }) => outcome === 'answered'), ...unread]);
  return isScanner ? [{ failed, answered, failures }] : [];
}
