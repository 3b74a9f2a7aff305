/** Who outside is a scanner, which services anybody outside uses, and what may be set of both. */
import { z } from 'zod';
import { DESTINATION, field, SOURCE } from '../../query/expression.ts';
import { count, countDistinct, groups, type RowOf } from '../../query/flow-query.ts';
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
type LetIn = RowOf<ReturnType<typeof letInQuery>>;
/** What tells who scans, and who of them was let in. */
export interface Rows {
  readonly pairs: { readonly rows: readonly Pair[] };
  readonly swept: { readonly rows: readonly Swept[] };
  readonly letIn: { readonly rows: readonly LetIn[] };
}
/**
 * So many scanners are looked at closely, those that were let in somewhere first, as only they can have a hit, and of these those that tried most:
 * more of IPv6 would make a query longer than CloudWatch Logs Insights takes.
 */
export const MOST_SCANNERS = 80;
/** CloudWatch Logs Insights gives no more rows. */
const MOST_LET_IN = 10_000;
/** Whoever was answered sends a second packet: its acknowledgement, or the reset of a scanner that only looks. */
const ANSWERED_PACKETS = 2;
/** Fewer packets of a client are none of a session. */
const SESSION_PACKETS = 3;
const MOST_PUBLIC = 5000;
interface Tried {
  readonly source: string;
  /** Different ports of one host, or hosts on one port, the higher. */
  readonly tried: number;
}

/** Who outside was let in and went on, at what is not public anyway. */
export function letInQuery({ request, detecting, parameters: set }: HitScope) {
  return groups({
    window: request.window,
    where: all(
      inbound(detecting.home),
      equals(field('action'), 'ACCEPT'),
      between(field('packets'), ANSWERED_PACKETS, Number.MAX_SAFE_INTEGER),
      not(isOneOf(field('dstPort'), set.publicPorts)),
    ),
    columns: { source: SOURCE },
    measures: { records: count() },
    orderBy: [{ by: 'records' }],
    limit: MOST_LET_IN,
  });
}

/** Everybody who tried enough: who was let in somewhere first, then who tried most. */
export function everyScanner(
  { pairs, swept, letIn }: Rows,
  { failures }: HitScope['parameters'],
): readonly Tried[] {
  const counts = [
    ...pairs.rows.map(({ source, ports }) => ({ source: source ?? '', tried: ports })),
    ...swept.rows.map(({ source, hosts }) => ({ source: source ?? '', tried: hosts })),
  ];
  const inside = new Set(letIn.rows.map(({ source }) => source));
  const busy = counts
    .filter(({ tried }) => tried >= failures)
    .sort((a, b) => Number(inside.has(b.source)) - Number(inside.has(a.source)) || b.tried - a.tried);
  return [...byKey(busy, ({ source }) => source).values()].flatMap(([most]) => most ?? []);
}

/** Those that are looked at. */
export function triedBy(...asked: Parameters<typeof everyScanner>): readonly Tried[] {
  return everyScanner(...asked).slice(0, MOST_SCANNERS);
}

/** How many scanners that were let in are not looked at. */
export function leftOut(rows: Rows, set: HitScope['parameters']): number {
  const inside = new Set(rows.letIn.rows.map(({ source }) => source));
  const left = everyScanner(rows, set).slice(MOST_SCANNERS);
  return left.filter(({ source }) => inside.has(source)).length;
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

/** As what a service is remembered that many outside used within one round. */
export const PUBLIC = 'public-service';
/** A week has every hour of use in it: what is public at noon is so at night, when hardly anybody comes. */
const REMEMBERED_SECONDS = 7 * 86_400;

export function wasPublic(key: string, { detecting, request: { window } }: HitScope): boolean {
  const known = detecting.history?.acquaintance(PUBLIC, key);
  return known != null && known.last >= window.start - REMEMBERED_SECONDS;
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
  const replies = meant.filter(({ outcome }) => outcome === 'reply');
  // What could not be read of a service that we ask is of the kind of what was read: replies, and nothing that failed.
  const isAsked = replies.length > decided.length;
  const failures = Math.max(failed.length, isAsked ? 0 : atLeast - answered.length);
  const unread = Array.from({ length: failures - failed.length }, () => false);
  const isScanner =
    failures >= set.failures &&
    failures >= answered.length &&
    walksLikeScanner([...decided.map(({ outcome }) => outcome === 'answered'), ...unread]);
  return isScanner ? [{ failed, answered, failures }] : [];
}
