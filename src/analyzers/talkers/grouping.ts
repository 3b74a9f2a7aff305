/** What `top` can group by: words for what people ask about, and every field of a VPC flow log record by AWS's name for it. */
import type { ListingColumn } from '../../diagnosis/diagnosis.ts';
import { DESTINATION, type Expression, field, SOURCE } from '../../query/expression.ts';
import { FIELD_KEYS, FIELDS, type FieldKey, fieldKeyOf } from '../../record/fields.ts';

/** One column that rows are told apart by. */
export interface GroupColumn extends ListingColumn {
  readonly expression: Expression;
  /** What has the same value in the traffic that runs the other way; null where that traffic has none that corresponds. */
  readonly opposite: Expression | null;
}

/** Fields that change places when traffic runs the other way. */
const MIRRORED: readonly (readonly [FieldKey, FieldKey])[] = [
  ['srcAddr', 'dstAddr'],
  ['pktSrcAddr', 'pktDstAddr'],
  ['srcPort', 'dstPort'],
  ['pktSrcAwsService', 'pktDstAwsService'],
];

/** Fields that say where a record was written or of what kind it is, whichever way its traffic ran. */
const EITHER_WAY: ReadonlySet<FieldKey> = new Set([
  'accountId',
  'action',
  'azId',
  'instanceId',
  'instanceTag',
  'instanceTag2',
  'interfaceId',
  'interfaceTag',
  'interfaceTag2',
  'interfaceType',
  'protocol',
  'region',
  'sublocationId',
  'sublocationType',
  'subnetId',
  'type',
  'vpcId',
]);

function oppositeOf(key: FieldKey): Expression | null {
  if (EITHER_WAY.has(key)) return field(key);
  const pair = MIRRORED.find((fields) => fields.includes(key));
  return pair ? field(pair[0] === key ? pair[1] : pair[0]) : null;
}

function columnOf(key: string, title: string, of: FieldKey): GroupColumn {
  return { key, title, unit: unitOf(of), expression: field(of), opposite: oppositeOf(of) };
}

function unitOf(key: FieldKey): ListingColumn['unit'] {
  if (key === 'protocol') return 'protocol';
  const { type } = FIELDS[key];
  if (type === 'seconds') return 'time';
  return type === 'integer' || type === 'action' || type === 'log-status' ? 'text' : type;
}

const source: GroupColumn = {
  key: 'source',
  title: 'From',
  unit: 'address',
  expression: SOURCE,
  opposite: DESTINATION,
};
const destination: GroupColumn = {
  key: 'destination',
  title: 'To',
  unit: 'address',
  expression: DESTINATION,
  opposite: SOURCE,
};
const port = columnOf('port', 'Port', 'dstPort');
const protocol = columnOf('protocol', 'Protocol', 'protocol');

interface Grouping {
  readonly one: string;
  readonly many: string;
  readonly columns: readonly GroupColumn[];
}

function grouping(one: string, columns: readonly GroupColumn[], many = `${one}s`): Grouping {
  return { one, many, columns };
}

const NAMED: ReadonlyMap<string, Grouping> = new Map([
  ['source', grouping('source', [source])],
  ['destination', grouping('destination', [destination])],
  ['pair', grouping('pair', [source, destination])],
  ['port', grouping('port', [protocol, port])],
  ['service', grouping('service', [destination, protocol, port])],
  ['protocol', grouping('protocol', [protocol])],
  ['interface', grouping('network interface', [columnOf('interface', 'Network interface', 'interfaceId')])],
  ['instance', grouping('instance', [columnOf('instance', 'Instance', 'instanceId')])],
  ['subnet', grouping('subnet', [columnOf('subnet', 'Subnet', 'subnetId')])],
  ['vpc', grouping('VPC', [columnOf('vpc', 'VPC', 'vpcId')])],
  ['az', grouping('Availability Zone', [columnOf('az', 'AZ', 'azId')])],
  ['account', grouping('account', [columnOf('account', 'Account', 'accountId')])],
  ['action', grouping('action', [columnOf('action', 'Action', 'action')])],
]);

/** The words of groupings, in the order in which help shows them. */
export const TALKER_GROUPINGS: readonly string[] = [...NAMED.keys()];

/** AWS's names of the fields that VPC flow logs have. */
export const TALKER_FIELDS: readonly string[] = FIELD_KEYS.map((key) => FIELDS[key])
  .filter(({ home }) => home !== 'transit-gateway')
  .map(({ name }) => name);

function groupingNamed(word: string): Grouping | undefined {
  const known = NAMED.get(word);
  if (known) return known;
  const key = fieldKeyOf(word);
  return key && grouping(`value of ${word}`, [columnOf(key, word, key)], `values of ${word}`);
}

function isSame(a: GroupColumn, b: GroupColumn): boolean {
  return JSON.stringify(a.expression) === JSON.stringify(b.expression);
}

/** The groupings of these words as one; words that are none are passed over. Pairs without any. */
export function groupingOf(words: readonly string[]): Grouping {
  const found = words.flatMap((word) => groupingNamed(word) ?? []);
  const [only = grouping('pair', [source, destination]), ...others] = found;
  if (others.length === 0) return only;
  const columns = found.flatMap((one) => one.columns);
  const names = found.map(({ one }) => one.replace(/^value of /, ''));
  const all = `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
  return grouping(
    `combination of ${all}`,
    columns.filter((column, index) => columns.findIndex((one) => isSame(one, column)) === index),
    `combinations of ${all}`,
  );
}
