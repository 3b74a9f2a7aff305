/** What a question is about, as conditions on records. */

import { DESTINATION, type Expression, field, SOURCE } from '../query/expression.ts';
import { ALWAYS, all, any, between, equals, inCidr, isOneOf, type Predicate } from '../query/predicate.ts';
import type { Request, Subject } from '../query/request.ts';
import { type Cidr, parseCidr } from '../record/address.ts';
import type { FieldKey } from '../record/fields.ts';

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

/** The subjects that records alone cannot place: names and security groups exist only in the network's configuration. */
export function unresolvedSubjects(request: Request): readonly Subject[] {
  const every = [
    ...request.subjects,
    ...(request.from ? [request.from] : []),
    ...(request.to ? [request.to] : []),
  ];
  return every.filter(({ kind }) => kind === 'name' || kind === 'security-group');
}

function addressIs(subject: Subject, at: readonly Expression<string | null>[]): Predicate | undefined {
  if (subject.kind === 'address') return any(...at.map((expression) => equals(expression, subject)));
  if (subject.kind === 'cidr') return any(...at.map((expression) => inCidr(expression, subject)));
  return undefined;
}

/** Records that the subject sent or received, or that its network interface logged. */
export function involves(subject: Subject): Predicate {
  const resource = subjectField(subject);
  if (resource && 'id' in subject) return equals(field(resource), subject.id);
  const addresses = [SOURCE, DESTINATION, field('srcAddr'), field('dstAddr')];
  return addressIs(subject, addresses) ?? any();
}

function sentBy(subject: Subject): Predicate {
  return addressIs(subject, [SOURCE, field('srcAddr')]) ?? involves(subject);
}

function receivedBy(subject: Subject): Predicate {
  return addressIs(subject, [DESTINATION, field('dstAddr')]) ?? involves(subject);
}

/** The question's subjects and clauses as one condition. `from` and `to` hold for both directions of an exchange, as its replies run the other way. */
export function asked(request: Request): Predicate {
  const { from, to, port, protocol, action } = request;
  const conditions: Predicate[] = request.subjects.map(involves);
  if (from && to) conditions.push(any(all(sentBy(from), receivedBy(to)), all(sentBy(to), receivedBy(from))));
  else if (from ?? to) conditions.push(involves((from ?? to) as Subject));
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
export function askedOneWay(request: Request): Predicate {
  const { from, to, ...rest } = request;
  return all(asked(rest), ...(from ? [sentBy(from)] : []), ...(to ? [receivedBy(to)] : []));
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
