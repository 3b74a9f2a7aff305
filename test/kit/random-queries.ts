/** Any query and any record, for properties that hold for all of them. */
import fc from 'fast-check';
import { DESTINATION, type Expression, field, firstOf, SOURCE, slot } from '../../src/query/expression.ts';
import {
  count,
  countDistinct,
  type FlowQuery,
  type Measure,
  max,
  min,
  sum,
} from '../../src/query/flow-query.ts';
import { all, type Predicate, present, type Value } from '../../src/query/predicate.ts';
import { parseCidr, parseIpAddress } from '../../src/record/address.ts';
import { type FieldKey, isNumeric } from '../../src/record/fields.ts';
import type { FlowRecord } from '../../src/record/record.ts';
import { START } from './query-cases.ts';

const ADDRESSES = ['10.0.1.5', '10.0.2.9', '172.16.9.1', '203.0.113.7', '2001:db8:1::5', '2001:db8::', '::1'];
const BLOCKS = [
  '10.0.0.0/8',
  '10.0.1.0/25',
  '172.16.0.0/12',
  '0.0.0.0/0',
  '203.0.113.7/32',
  '2001:db8::/45',
  '::/0',
];
/** Text that a pipeline might write into a record, and that means something to a query language. */
export const HOSTILE = [
  "eni-'",
  'eni-"',
  'eni-\\',
  'eni-`',
  'eni-;',
  'eni-|',
  'eni-{{x}}',
  'eni-日本',
  'eni-%',
  '$1',
];

const number = fc.constantFrom(0, 1, 22, 443, 65_535);
const address = fc.constantFrom(...ADDRESSES);
const word = fc.constantFrom('eni-0a', 'eni-0b', 'subnet-a', ...HOSTILE);
const time = fc.integer({ min: START - 700, max: START + 4300 });

function orNone<T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> {
  return fc.option(value, { nil: null, freq: 5 });
}

const RECORD = {
  interfaceId: orNone(word),
  srcAddr: orNone(address),
  dstAddr: orNone(address),
  pktSrcAddr: orNone(address),
  srcPort: orNone(number),
  protocol: orNone(fc.constantFrom(1, 6, 17)),
  packets: orNone(number),
  bytes: orNone(number),
  start: orNone(time),
  end: orNone(time),
  action: orNone(fc.constantFrom('ACCEPT' as const, 'REJECT' as const)),
  logStatus: orNone(fc.constantFrom('OK' as const, 'NODATA' as const, 'SKIPDATA' as const)),
  subnetId: orNone(word),
};

/** The fields that the records have; queries ask for others too. */
export const RECORD_FIELDS = Object.keys(RECORD) as readonly (keyof typeof RECORD)[];
const ASKED_FIELDS: readonly FieldKey[] = [...RECORD_FIELDS, 'pktDstAddr', 'tcpFlags'];

export const anyRecord: fc.Arbitrary<FlowRecord> = fc.record(RECORD);

const anyExpression: fc.Arbitrary<Expression> = fc.oneof(
  fc.constantFrom(...ASKED_FIELDS).map((key): Expression => field(key)),
  fc.constantFrom<Expression>(SOURCE, DESTINATION, firstOf('subnetId', 'interfaceId'), slot('start', 300)),
);

const anyNumber: fc.Arbitrary<Expression<number | null>> = fc.constantFrom<Expression<number | null>>(
  field('packets'),
  field('bytes'),
  field('srcPort'),
  field('start'),
  field('tcpFlags'),
);

function isNumber(expression: Expression): boolean {
  return expression.kind === 'slot' || (expression.kind === 'field' && isNumeric(expression.field));
}

const parsedAddress = address.map((text) => parseIpAddress(text)).filter((one) => one !== undefined);
const parsedBlock = fc
  .constantFrom(...BLOCKS)
  .map((text) => parseCidr(text))
  .filter((one) => one !== undefined);

function literals(expression: Expression): fc.Arbitrary<readonly Value[]> {
  const value: fc.Arbitrary<Value> = isNumber(expression)
    ? fc.oneof(number, time)
    : fc.oneof(parsedAddress, word, fc.constantFrom('ACCEPT', 'REJECT', 'OK'));
  return fc.array(value, { maxLength: 3 });
}

const anyPredicate: fc.Arbitrary<Predicate> = fc.letrec<{ predicate: Predicate }>((tie) => ({
  predicate: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    anyExpression.chain((expression) =>
      literals(expression).map((values): Predicate => ({ kind: 'in', expression, values })),
    ),
    anyNumber.chain((expression) =>
      fc.tuple(number, number).map(
        ([one, other]): Predicate => ({
          kind: 'between',
          expression,
          low: Math.min(one, other),
          high: Math.max(one, other),
        }),
      ),
    ),
    fc
      .tuple(fc.constantFrom<Expression>(SOURCE, DESTINATION, field('srcAddr')), parsedBlock)
      .map(([expression, cidr]): Predicate => ({ kind: 'in-cidr', expression, cidr })),
    fc.constantFrom(...ASKED_FIELDS).map((key): Predicate => ({ kind: 'present', field: key })),
    tie('predicate').map((of): Predicate => ({ kind: 'not', of })),
    fc.array(tie('predicate'), { maxLength: 3 }).map((of): Predicate => ({ kind: 'all', of })),
    fc.array(tie('predicate'), { maxLength: 3 }).map((of): Predicate => ({ kind: 'any', of })),
  ),
})).predicate;

/** Conditions that look at nothing but these expressions. */
function conditionOn(expressions: readonly Expression[]): fc.Arbitrary<Predicate> {
  const expression = fc.constantFrom(...expressions);
  const texts = expressions.filter((one) => !isNumber(one));
  const fields = expressions.flatMap((one) => (one.kind === 'field' ? [one.field] : []));
  return fc.letrec<{ predicate: Predicate }>((tie) => ({
    predicate: fc.oneof(
      { maxDepth: 2, depthSize: 'small' },
      expression.chain((one) =>
        literals(one).map((values): Predicate => ({ kind: 'in', expression: one, values })),
      ),
      ...(texts.length > 0
        ? [
            fc
              .tuple(fc.constantFrom(...texts), parsedBlock)
              .map(([one, cidr]): Predicate => ({ kind: 'in-cidr', expression: one, cidr })),
          ]
        : []),
      ...(fields.length > 0
        ? [fc.constantFrom(...fields).map((key): Predicate => ({ kind: 'present', field: key }))]
        : []),
      tie('predicate').map((of): Predicate => ({ kind: 'not', of })),
      fc.array(tie('predicate'), { maxLength: 2 }).map((of): Predicate => ({ kind: 'any', of })),
    ),
  })).predicate;
}

const summable: fc.Arbitrary<Measure> = fc.oneof(
  fc.constant(count()),
  anyNumber.map(sum),
  anyNumber.map(min),
  anyNumber.map(max),
);
const anyMeasure: fc.Arbitrary<Measure> = fc.oneof(
  { arbitrary: summable, weight: 4 },
  { arbitrary: anyExpression.map(countDistinct), weight: 1 },
);

const COLUMN_NAMES = ['one', 'two', 'three'];

/** Named by `prefix` and a position. */
function named<T>(prefix: string, values: readonly T[]): Readonly<Record<string, T>> {
  return Object.fromEntries(values.map((value, index) => [`${prefix}${COLUMN_NAMES[index]}`, value]));
}

export const anyQuery: fc.Arbitrary<FlowQuery<unknown>> = fc
  .record({
    where: anyPredicate,
    columns: fc.array(anyExpression, { minLength: 1, maxLength: 3 }),
    measures: fc.option(fc.array(anyMeasure, { minLength: 1, maxLength: 3 }), { nil: undefined }),
    ordered: fc.array(fc.boolean(), { maxLength: 2 }),
    length: fc.integer({ min: 60, max: 3600 }),
    limit: fc.integer({ min: 1, max: 30 }),
  })
  .map(({ where, columns, measures, ordered, length, limit }) => {
    const names = [...Object.keys(named('', columns)), ...Object.keys(named('m-', measures ?? []))];
    return {
      window: { start: START, end: START + length },
      where,
      columns: named('', columns),
      ...(measures ? { measures: named('m-', measures) } : {}),
      orderBy: ordered.flatMap((descending, index) => {
        const by = names[names.length - 1 - index];
        return by === undefined ? [] : [{ by, descending }];
      }),
      limit,
    };
  });

/** Queries of a question's first stage, of which the later ones are summed up from the first, and one that its second stage asks. */
export interface TwoStages {
  readonly first: readonly FlowQuery<unknown>[];
  readonly second: FlowQuery<unknown>;
}

/** The second stage is narrower than the first, and looks at nothing but what the first one's groups are told apart by. */
export const anyTwoStages: fc.Arbitrary<TwoStages> = fc
  .record({
    base: anyQuery,
    beside: anyQuery,
    columns: fc.uniqueArray(anyExpression, {
      minLength: 1,
      maxLength: 3,
      selector: (one) => JSON.stringify(one),
    }),
    measures: fc.array(summable, { minLength: 1, maxLength: 3 }),
    kept: fc.integer({ min: 0, max: 3 }),
    limit: fc.integer({ min: 1, max: 30 }),
  })
  .chain(({ base, beside, columns, measures, kept, limit }) =>
    conditionOn(columns).map((further): TwoStages => {
      const { window, where } = base;
      // Never the same records as the base, or the groups of this one might be the finer ones.
      const other = { ...beside, window, where: all(beside.where, present('logStatus')) };
      const groups = { window, where, measures: named('m-', measures), orderBy: [], limit };
      return {
        first: [{ ...groups, columns: named('', columns) }, { ...groups, columns: {} }, other],
        second: {
          ...groups,
          where: { kind: 'all', of: [further, where] },
          columns: named('', columns.slice(0, kept).reverse()),
          orderBy: [{ by: 'm-one', descending: true }],
        },
      };
    }),
  );
