/** One table of questions over a handful of records: what every engine must answer as the memory engine does, and every compiler shows its text for. */
import { DESTINATION, field, firstOf, SOURCE, slot } from '../../src/query/expression.ts';
import {
  count,
  countDistinct,
  type FlowQuery,
  groups,
  max,
  min,
  records,
  sum,
} from '../../src/query/flow-query.ts';
import {
  ALWAYS,
  all,
  any,
  between,
  equals,
  inCidr,
  isOneOf,
  NEVER,
  not,
  present,
} from '../../src/query/predicate.ts';
import { type Cidr, type IpAddress, parseCidr, parseIpAddress } from '../../src/record/address.ts';

/** Seconds since the epoch: the window of every case is the hour from here. */
export const START = 1_790_000_000;
export const WINDOW = { start: START, end: START + 3600 };

export const CASE_HEADER =
  'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status subnet-id tcp-flags pkt-srcaddr pkt-dstaddr flow-direction reject-reason';

/** With NAT addresses, IPv6, ICMP, missing values, records at both edges of the window and outside it, NODATA and SKIPDATA. */
export const CASE_LINES: readonly string[] = [
  `5 111122223333 eni-0a 10.0.1.5 10.0.2.9 49152 5432 6 3 180 ${START + 10} ${START + 60} ACCEPT OK subnet-a 2 10.0.1.5 10.0.2.9 egress -`,
  `5 111122223333 eni-0b 10.0.1.5 10.0.2.9 49152 5432 6 3 180 ${START + 10} ${START + 60} ACCEPT OK subnet-b 2 10.0.1.5 10.0.2.9 ingress -`,
  `5 111122223333 eni-0b 10.0.2.9 10.0.1.5 5432 49152 6 4 176 ${START + 12} ${START + 60} REJECT OK subnet-b 18 10.0.2.9 10.0.1.5 egress -`,
  `5 111122223333 eni-0b 10.0.2.9 10.0.1.5 5432 49153 6 2 88 ${START + 70} ${START + 120} REJECT OK subnet-b 18 10.0.2.9 10.0.1.5 egress -`,
  `5 111122223333 eni-0c 203.0.113.7 10.0.0.20 51000 22 6 1 40 ${START + 100} ${START + 100} REJECT OK subnet-c 2 203.0.113.7 10.0.0.20 ingress -`,
  `5 111122223333 eni-0c 203.0.113.7 10.0.0.20 51001 23 6 1 40 ${START + 101} ${START + 101} REJECT OK subnet-c 2 203.0.113.7 10.0.0.20 ingress BPA`,
  `5 111122223333 eni-0n 10.0.1.5 10.0.0.30 40000 443 6 12 4000 ${START + 200} ${START + 260} ACCEPT OK subnet-c 3 10.0.1.5 198.51.100.1 ingress -`,
  `5 111122223333 eni-0n 10.0.0.30 198.51.100.1 1030 443 6 12 4000 ${START + 200} ${START + 260} ACCEPT OK subnet-c 3 - - egress -`,
  `5 111122223333 eni-06 2001:db8:1::5 2001:db8:2::9 34892 22 6 54 8855 ${START + 300} ${START + 420} ACCEPT OK - 19 2001:db8:1::5 2001:db8:2::9 ingress -`,
  `5 111122223333 eni-06 2001:db8:1::6 2001:db8:2::9 34893 22 6 5 400 ${START + 300} ${START + 420} REJECT OK - 2 2001:db8:1::6 2001:db8:2::9 ingress -`,
  `5 111122223333 eni-0a 10.0.1.5 10.0.2.9 0 0 1 4 336 ${START + 500} ${START + 540} ACCEPT OK subnet-a 0 10.0.1.5 10.0.2.9 egress -`,
  `5 111122223333 eni-0d - - - - - - - ${START + 600} ${START + 660} - NODATA subnet-d - - - - -`,
  `5 111122223333 eni-0d - - - - - - - ${START + 660} ${START + 720} - SKIPDATA subnet-d - - - - -`,
  // At the edges: ends on the first second, begins on the last, and just outside on either side.
  `5 111122223333 eni-0a 10.0.1.5 10.0.2.9 50001 5432 6 1 60 ${START - 30} ${START} ACCEPT OK subnet-a 2 10.0.1.5 10.0.2.9 egress -`,
  `5 111122223333 eni-0a 10.0.1.5 10.0.2.9 50002 5432 6 1 60 ${START + 3599} ${START + 3650} ACCEPT OK subnet-a 2 10.0.1.5 10.0.2.9 egress -`,
  `5 111122223333 eni-0a 10.0.1.5 10.0.2.9 50003 5432 6 7 420 ${START - 90} ${START - 1} ACCEPT OK subnet-a 2 10.0.1.5 10.0.2.9 egress -`,
  `5 111122223333 eni-0a 10.0.1.5 10.0.2.9 50004 5432 6 7 420 ${START + 3600} ${START + 3660} ACCEPT OK subnet-a 2 10.0.1.5 10.0.2.9 egress -`,
];

function ip(text: string): IpAddress {
  const parsed = parseIpAddress(text);
  if (!parsed) throw new TypeError(`${text} is no address`);
  return parsed;
}

function block(text: string): Cidr {
  const parsed = parseCidr(text);
  if (!parsed) throw new TypeError(`${text} is no CIDR block`);
  return parsed;
}

export interface QueryCase {
  readonly name: string;
  readonly query: FlowQuery<unknown>;
}

const columns = { interfaceId: field('interfaceId'), srcPort: field('srcPort') };
const measures = { records: count(), packets: sum(field('packets')) };
const limit = 100;

export const QUERY_CASES: readonly QueryCase[] = [
  {
    name: 'every record',
    query: records({ window: WINDOW, where: ALWAYS, columns, limit }),
  },
  {
    name: 'rejected records of an address',
    query: records({
      window: WINDOW,
      where: all(
        equals(field('action'), 'REJECT'),
        any(equals(SOURCE, ip('10.0.1.5')), equals(DESTINATION, ip('10.0.1.5'))),
      ),
      columns: { from: SOURCE, to: DESTINATION, port: field('srcPort'), flags: field('tcpFlags') },
      orderBy: [{ by: 'port', descending: true }],
      limit,
    }),
  },
  {
    name: 'an IPv6 address, whichever way it is written',
    query: records({
      window: WINDOW,
      where: equals(field('srcAddr'), ip('2001:0db8:0001:0000:0000:0000:0000:0005')),
      columns,
      limit,
    }),
  },
  {
    name: 'an IPv4 block at packet level',
    query: groups({
      window: WINDOW,
      where: inCidr(DESTINATION, block('198.51.100.0/24')),
      columns: { to: DESTINATION },
      measures,
      limit,
    }),
  },
  {
    name: 'an IPv6 block',
    query: groups({
      window: WINDOW,
      where: inCidr(field('srcAddr'), block('2001:db8:1::/48')),
      columns: { action: field('action') },
      measures,
      limit,
    }),
  },
  {
    name: 'outside a block, records without an address among it',
    query: records({
      window: WINDOW,
      where: not(inCidr(SOURCE, block('10.0.0.0/8'))),
      columns,
      limit,
    }),
  },
  {
    name: 'not a value, records without one among it',
    query: records({
      window: WINDOW,
      where: not(equals(field('action'), 'REJECT')),
      columns,
      limit,
    }),
  },
  {
    name: 'one of several ports or in a range of them',
    query: records({
      window: WINDOW,
      where: any(isOneOf(field('dstPort'), [22, 23]), between(field('dstPort'), 49_000, 49_152)),
      columns,
      limit,
    }),
  },
  {
    name: 'with a field, and without another',
    query: records({
      window: WINDOW,
      where: all(present('packets'), not(present('subnetId'))),
      columns: { interfaceId: field('interfaceId'), packets: field('packets') },
      limit,
    }),
  },
  {
    name: 'a field that the format does not have',
    query: records({
      window: WINDOW,
      where: not(present('vpcId')),
      columns: { vpcId: field('vpcId'), interfaceId: field('interfaceId') },
      limit,
    }),
  },
  {
    name: 'a condition on a field that the format does not have',
    query: records({
      window: WINDOW,
      where: equals(field('vpcId'), 'vpc-1'),
      columns,
      limit,
    }),
  },
  {
    name: 'the busiest pairs, cut off',
    query: groups({
      window: WINDOW,
      where: present('packets'),
      columns: { from: SOURCE, to: DESTINATION },
      measures: { bytes: sum(field('bytes')), packets: sum(field('packets')), flows: count() },
      orderBy: [{ by: 'bytes', descending: true }],
      limit: 3,
    }),
  },
  {
    name: 'all as one group',
    query: groups({
      window: WINDOW,
      where: ALWAYS,
      columns: {},
      measures: {
        records: count(),
        bytes: sum(field('bytes')),
        first: min(field('start')),
        last: max(field('end')),
        interfaces: countDistinct(field('interfaceId')),
        sources: countDistinct(SOURCE),
      },
      limit: 1,
    }),
  },
  {
    name: 'no record at all',
    query: groups({
      window: WINDOW,
      where: equals(field('interfaceId'), 'eni-none'),
      columns: {},
      measures: { records: count(), last: max(field('end')) },
      limit: 1,
    }),
  },
  {
    name: 'groups of records that lack the value',
    query: groups({
      window: WINDOW,
      where: ALWAYS,
      columns: { logStatus: field('logStatus'), action: field('action') },
      measures: { records: count(), packets: sum(field('packets')), least: min(field('packets')) },
      orderBy: [{ by: 'least' }],
      limit,
    }),
  },
  {
    name: 'packets a quarter of an hour',
    query: groups({
      window: WINDOW,
      where: equals(field('action'), 'ACCEPT'),
      columns: { at: slot('start', 900) },
      measures,
      orderBy: [{ by: 'at' }],
      limit,
    }),
  },
  {
    name: 'the first of two fields that are not the usual pair',
    query: groups({
      window: WINDOW,
      where: equals(firstOf('rejectReason', 'action'), 'BPA'),
      columns: { reason: firstOf('rejectReason', 'action') },
      measures,
      limit,
    }),
  },
  {
    name: 'text that means something to a query language',
    query: records({
      window: WINDOW,
      where: not(
        isOneOf(field('interfaceId'), [
          `eni'"; drop table flows; --`,
          'eni\\" | limit 0',
          '`eni`',
          'eni\n| stats count(*)',
          '{{eni}}',
          '\u202e日本🧨',
        ]),
      ),
      columns,
      limit: 2,
    }),
  },
  {
    name: 'nothing, by contradiction',
    query: records({ window: WINDOW, where: all(NEVER, ALWAYS), columns, limit }),
  },
];

/** A transit gateway's flow log: its records tell of the same traffic, at another place. */
export const GATEWAY_HEADER =
  'version resource-type account-id tgw-id tgw-attachment-id srcaddr dstaddr srcport dstport protocol packets bytes start end log-status packets-lost-no-route packets-lost-blackhole packets-lost-mtu-exceeded packets-lost-ttl-expired tcp-flags flow-direction';

export const GATEWAY_LINES: readonly string[] = [
  `6 TransitGateway 111122223333 tgw-0a tgw-attach-0a 10.0.1.5 10.0.2.9 49152 5432 6 3 180 ${START + 10} ${START + 60} OK 3 0 0 0 2 ingress`,
  `6 TransitGateway 111122223333 tgw-0a tgw-attach-0a 10.0.1.5 10.0.2.9 49153 5432 6 5 300 ${START + 70} ${START + 120} OK 0 2 0 0 2 ingress`,
  `6 TransitGateway 111122223333 tgw-0a tgw-attach-0b 10.0.2.9 10.0.1.5 5432 49153 6 9 12000 ${START + 80} ${START + 120} OK 0 0 4 1 18 ingress`,
  `6 TransitGateway 111122223333 tgw-0a tgw-attach-0a - - - - - - - ${START + 200} ${START + 260} NODATA - - - - - -`,
  `6 TransitGateway 111122223333 tgw-0a tgw-attach-0a 10.0.1.5 10.0.2.9 50004 5432 6 7 420 ${START + 3600} ${START + 3660} OK 7 0 0 0 2 ingress`,
];

/** Questions about one of the two kinds, over the records of both. */
export const KIND_CASES: readonly QueryCase[] = [
  {
    name: 'records of network interfaces, a transit gateway’s not among them',
    query: groups({
      window: WINDOW,
      where: equals(SOURCE, ip('10.0.1.5')),
      columns: { from: SOURCE, to: DESTINATION, interfaceId: field('interfaceId') },
      measures,
      limit,
    }),
  },
  {
    name: 'every record of network interfaces, one without traffic among them',
    query: records({ window: WINDOW, where: not(present('packets')), columns, limit }),
  },
  {
    name: 'records of transit gateways',
    query: records({
      of: 'transit-gateway',
      window: WINDOW,
      where: ALWAYS,
      columns: { gateway: field('tgwId'), interfaceId: field('interfaceId'), packets: field('packets') },
      limit,
    }),
  },
  {
    name: 'what transit gateways lost between two addresses, and why',
    query: groups({
      of: 'transit-gateway',
      window: WINDOW,
      where: isOneOf(SOURCE, [ip('10.0.1.5'), ip('10.0.2.9')]),
      columns: { attachment: field('tgwAttachmentId'), from: SOURCE },
      measures: {
        packets: sum(field('packets')),
        noRoute: sum(field('packetsLostNoRoute')),
        blackhole: sum(field('packetsLostBlackhole')),
        tooLarge: sum(field('packetsLostMtuExceeded')),
        expired: sum(field('packetsLostTtlExpired')),
      },
      limit,
    }),
  },
  {
    name: 'a field that only network interfaces have, of transit gateways',
    query: records({
      of: 'transit-gateway',
      window: WINDOW,
      where: equals(field('action'), 'REJECT'),
      columns,
      limit,
    }),
  },
];
