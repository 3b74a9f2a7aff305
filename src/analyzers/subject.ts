/** What a question is about, as conditions on records. */
import type { Extent } from '../network/find/extent.ts';
import type { NetworkIndex } from '../network/find/index-network.ts';
import { resolveSubject } from '../network/find/resolve-subject.ts';
import { DESTINATION, type Expression, field, SOURCE } from '../query/expression.ts';
import { ALWAYS, all, any, between, equals, inCidr, isOneOf, type Predicate } from '../query/predicate.ts';
import type { Request, Subject } from '../query/request.ts';
import { type Cidr, parseCidr, parseIpAddress } from '../record/address.ts';
import type { FieldKey } from '../record/fields.ts';
import type { Scope } from './analyzer.ts';

/** The field that holds a subject's id, for subjects that are AWS resources. */
const RESOURCE_FIELDS = {
  'network-interface': 'interfaceId',
  instance: 'instanceId',
  subnet: 'subnetId',
  vpc: 'vpcId',
} as const satisfies Record<string, FieldKey>;

/** The field a record must have for the subject to be found, when it is not an address. */
export function subjectField(
  subject: Subject,
): (typeof RESOURCE_FIELDS)[keyof typeof RESOURCE_FIELDS] | undefined {
  return subject.kind in RESOURCE_FIELDS
    ? RESOURCE_FIELDS[subject.kind as keyof typeof RESOURCE_FIELDS]
    : undefined;
}

/** The subject as a reader would write it. */
export function subjectText(subject: Subject): string {
  if (subject.kind === 'address' || subject.kind === 'cidr') return subject.text;
  return subject.kind === 'name' ? subject.name : subject.id;
}

export function everySubject({ subjects, from, to }: Request): readonly Subject[] {
  return [...subjects, ...(from ? [from] : []), ...(to ? [to] : [])];
}

/** What the question is about, and the configuration that places what records do not name. */
export type Asked = Pick<Scope, 'request' | 'network'>;

type Place = readonly Expression<string | null>[];

/** What the configuration has for a subject: its network interfaces, their addresses, its blocks. */
export function extentOf(subject: Subject, network: NetworkIndex | null): Extent | undefined {
  const found = network && resolveSubject(network, subject);
  return found && (found.kind === 'one' || found.kind === 'several') ? found : undefined;
}

/** One of the addresses stands in one of the places. */
function standsIn(at: Place, addresses: readonly string[], blocks: readonly Cidr[]): Predicate {
  const parsed = addresses.flatMap((text) => parseIpAddress(text) ?? []);
  return any(
    ...at.flatMap((expression) => [
      ...(parsed.length > 0 ? [isOneOf(expression, parsed)] : []),
      ...blocks.map((block) => inCidr(expression, block)),
    ]),
  );
}

/** An address is also what the configuration knows it as: an internet gateway translates a public one to a private one. */
function addressIs(subject: Subject, at: Place, network: NetworkIndex | null): Predicate | undefined {
  if (subject.kind === 'cidr') return standsIn(at, [], [subject]);
  if (subject.kind !== 'address') return undefined;
  const known = extentOf(subject, network)?.addresses ?? [];
  return standsIn(at, [...new Set([subject.text, ...known])], []);
}

/**
 * The subject stands in one of the places, or its network interface logged the record. What is rejected, or arrives, is logged at the other end, so an
 * id is also the addresses that the configuration has for it; but a VPC, whose blocks others have as well, and all of whose interfaces log.
 */
export function placed(subject: Subject, at: Place, network: NetworkIndex | null): Predicate {
  const byAddress = addressIs(subject, at, network);
  if (byAddress) return byAddress;
  const resource = subjectField(subject);
  const named = resource && 'id' in subject ? [equals(field(resource), subject.id)] : [];
  const extent = extentOf(subject, network);
  if (!extent) return any(...named);
  const interfaces = extent.interfaces.map(({ id }) => id);
  const whole = subject.kind === 'subnet' ? extent.blocks : [];
  return any(
    ...named,
    ...(interfaces.length > 0 ? [isOneOf(field('interfaceId'), interfaces)] : []),
    ...(subject.kind === 'vpc' ? [] : [standsIn(at, extent.addresses, whole)]),
  );
}

/** Records that the subject sent or received, or that its network interface logged. */
function involves(subject: Subject, network: NetworkIndex | null): Predicate {
  return placed(subject, [SOURCE, DESTINATION, field('srcAddr'), field('dstAddr')], network);
}

function sentBy(subject: Subject, network: NetworkIndex | null): Predicate {
  return addressIs(subject, [SOURCE, field('srcAddr')], network) ?? involves(subject, network);
}

function receivedBy(subject: Subject, network: NetworkIndex | null): Predicate {
  return addressIs(subject, [DESTINATION, field('dstAddr')], network) ?? involves(subject, network);
}

/** The question's subjects and clauses as one condition. `from` and `to` hold for both directions of an exchange, as its replies run the other way. */
export function asked({ request, network }: Asked): Predicate {
  const { from, to, port, protocol, action } = request;
  const conditions: Predicate[] = request.subjects.map((subject) => involves(subject, network));
  if (from && to) {
    conditions.push(
      any(
        all(sentBy(from, network), receivedBy(to, network)),
        all(sentBy(to, network), receivedBy(from, network)),
      ),
    );
  } else if (from ?? to) {
    conditions.push(involves((from ?? to) as Subject, network));
  }
  if (port) {
    conditions.push(
      any(between(field('dstPort'), port.low, port.high), between(field('srcPort'), port.low, port.high)),
    );
  }
  if (protocol !== undefined) conditions.push(equals(field('protocol'), protocol));
  if (action) conditions.push(equals(field('action'), action));
  return conditions.length === 0 ? ALWAYS : all(...conditions);
}

/** As `asked`, with `from` and `to` as the sender and receiver of the packets themselves: for lists of traffic. */
export function askedOneWay({ request, network }: Asked): Predicate {
  const { from, to, ...rest } = request;
  return all(
    asked({ request: rest, network }),
    ...(from ? [sentBy(from, network)] : []),
    ...(to ? [receivedBy(to, network)] : []),
  );
}

const PRIVATE_BLOCKS = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  '169.254.0.0/16',
  'fc00::/7',
  'fe80::/10',
]
  .map(parseCidr)
  .filter((block) => block !== undefined);

/** A VPC's IPv6 block is a /56 by default (VPC User Guide, "IP addressing"), so that much around a subject counts as its own network. */
const VPC_IPV6_PREFIX = 56;

/** The blocks that count as inside: private ranges, and the /56 around each IPv6 subject, whose addresses are public ones even inside a VPC. */
export function insideBlocks(request: Request): readonly Cidr[] {
  const around = [...request.subjects, request.from, request.to].flatMap((subject) => {
    if (subject?.kind !== 'address' || subject.family !== 6) return [];
    return parseCidr(`${subject.text}/${VPC_IPV6_PREFIX}`) ?? [];
  });
  return [...PRIVATE_BLOCKS, ...around];
}

/** Both ends lie inside. */
export function isInternal(blocks: readonly Cidr[]): Predicate {
  const inside = (expression: Expression) => any(...blocks.map((block) => inCidr(expression, block)));
  return all(inside(SOURCE), inside(DESTINATION));
}

/** Exchanges between two addresses, in both directions. */
export function betweenAddresses(a: string, b: string): Predicate {
  return all(isOneOf(SOURCE, [a, b]), isOneOf(DESTINATION, [a, b]));
}
