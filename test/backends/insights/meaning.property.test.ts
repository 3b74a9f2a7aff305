import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileParts } from '../../../src/backends/insights/parts.ts';
import { createMemoryEngine } from '../../../src/backends/memory/memory-engine.ts';
import { type Expression, field, SOURCE } from '../../../src/query/expression.ts';
import {
  countDistinct,
  type FlowQuery,
  groups,
  type Measure,
  records,
  sum,
} from '../../../src/query/flow-query.ts';
import {
  ALWAYS,
  all,
  any,
  equals,
  isOneOf,
  type Predicate,
  present,
  type Value,
} from '../../../src/query/predicate.ts';
import { parseCidr, parseIpAddress } from '../../../src/record/address.ts';
import { type FieldKey, isNumeric } from '../../../src/record/fields.ts';
import { DEFAULT_FORMAT, type RecordFormat } from '../../../src/record/format.ts';
import { formatRecord } from '../../../src/record/format-record.ts';
import type { FlowRecord } from '../../../src/record/record.ts';
import { askInsights, eventOf, formatOf, linesOf, recordOf } from '../../kit/insights-events.ts';
import type { Quirks } from '../../kit/insights-values.ts';
import { CASE_HEADER, START, WINDOW } from '../../kit/query-cases.ts';

const CUSTOM = formatOf(CASE_HEADER);
const signal = new AbortController().signal;

/** Text that would end a literal, a command or a query, if it were ever written into one. */
const HOSTILE = [
  '"',
  "'",
  '\\',
  '\\"',
  '" or 1 = 1',
  '`x`',
  '| limit 0',
  '#',
  '{{x}}',
  '\n',
  '-',
  '',
  '$(x)',
  '/',
  'é',
  '\u202e',
];

const ADDRESSES = ['10.0.1.5', '10.0.2.9', '203.0.113.7', '2001:db8::5', '2001:db8:1::6', '2001:DB8:0:0::5'];
const TEXTS: { readonly [K in FieldKey]?: readonly string[] } = {
  action: ['ACCEPT', 'REJECT'],
  logStatus: ['OK', 'NODATA', 'SKIPDATA'],
  srcAddr: ADDRESSES,
  dstAddr: ADDRESSES,
  pktSrcAddr: ADDRESSES,
  pktDstAddr: ADDRESSES,
};
const NUMBERS = [0, 1, 9, 10, 22, 443, 5432, 49152];
const KEYS = [
  'interfaceId',
  'srcAddr',
  'dstAddr',
  'srcPort',
  'dstPort',
  'protocol',
  'packets',
  'bytes',
  'start',
  'end',
  'action',
  'logStatus',
  'subnetId',
  'tcpFlags',
  'pktSrcAddr',
  'pktDstAddr',
  'rejectReason',
  'vpcId',
] as const satisfies readonly FieldKey[];
const NUMERIC_KEYS = KEYS.filter(isNumeric);

const seconds = fc.integer({ min: -700, max: 4300 }).map((offset) => START + offset);

function valueFor(key: FieldKey): fc.Arbitrary<string | number> {
  if (key === 'start' || key === 'end') return seconds;
  if (key === 'protocol' || key === 'tcpFlags') return fc.constantFrom(0, 1, 2, 6, 17, 18);
  if (isNumeric(key)) return fc.constantFrom(...NUMBERS);
  return fc.constantFrom(...(TEXTS[key] ?? ['eni-0a', 'eni-06', 'x', '10.0.1.5', 'arn:aws:ecs:a/b', '%2Dx']));
}

/** A record with all fields of the custom format; any of them may be missing but its times. */
const record = fc
  .record(
    Object.fromEntries(
      CUSTOM.fields.map(({ key }) => {
        if (key === null) throw new TypeError('a field of the cases is not known');
        return [key, key === 'start' || key === 'end' ? fc.constant(0) : fc.option(valueFor(key))];
      }),
    ),
  )
  .chain((values) =>
    fc.tuple(seconds, fc.integer({ min: 0, max: 600 })).map(([start, lasting]): FlowRecord => {
      const all: unknown = { ...values, version: 5, start, end: start + lasting };
      return all as FlowRecord;
    }),
  );

const key = fc.constantFrom(...KEYS);

const expression: fc.Arbitrary<Expression> = fc.oneof(
  key.map((field): Expression => ({ kind: 'field', field })),
  fc.constantFrom<Expression>(
    { kind: 'first-of', fields: ['pktSrcAddr', 'srcAddr'] },
    { kind: 'first-of', fields: ['pktDstAddr', 'dstAddr'] },
    { kind: 'first-of', fields: ['rejectReason', 'action'] },
    { kind: 'first-of', fields: ['vpcId', 'subnetId'] },
    { kind: 'first-of', fields: ['packets', 'tcpFlags'] },
  ),
  fc.record({
    kind: fc.constant('slot' as const),
    field: fc.constantFrom('start' as const, 'end' as const),
    seconds: fc.constantFrom(1, 60, 300, 900),
  }),
);

function literalFor(of: Expression): fc.Arbitrary<Value> {
  const field = of.kind === 'first-of' ? of.fields[0] : of.field;
  return fc.oneof(
    {
      weight: 6,
      arbitrary:
        of.kind === 'slot' ? seconds.map((at) => Math.floor(at / of.seconds) * of.seconds) : valueFor(field),
    },
    { weight: 2, arbitrary: fc.constantFrom(...ADDRESSES).map((text) => parseIpAddress(text) ?? text) },
    { weight: 1, arbitrary: fc.constantFrom<Value>(...HOSTILE, -1, 0.5, Number.NaN, 2 ** 60, 443, '443') },
  );
}

const block = fc
  .constantFrom('10.0.0.0/8', '10.0.1.0/24', '0.0.0.0/0', '2001:db8::/64', '::/0', '203.0.113.7/32')
  .map((text) => {
    const parsed = parseCidr(text);
    if (!parsed) throw new TypeError(text);
    return parsed;
  });

const bound = fc.oneof(seconds, fc.constantFrom(-5, 0, 0.5, 9, 10.5, 443, 50_000, Number.POSITIVE_INFINITY));

const comparison: fc.Arbitrary<Predicate> = fc.oneof(
  expression.chain((of) =>
    fc
      .array(literalFor(of), { maxLength: 3 })
      .map((values): Predicate => ({ kind: 'in', expression: of, values })),
  ),
  fc
    .tuple(expression, bound, bound)
    .map(([of, low, high]): Predicate => ({ kind: 'between', expression: of, low, high })),
  fc.tuple(expression, block).map(([of, cidr]): Predicate => ({ kind: 'in-cidr', expression: of, cidr })),
  key.map((field): Predicate => ({ kind: 'present', field })),
);

const predicate: fc.Arbitrary<Predicate> = fc.letrec<{ any: Predicate }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    comparison,
    fc.array(tie('any'), { maxLength: 3 }).map((of): Predicate => ({ kind: 'all', of })),
    fc.array(tie('any'), { maxLength: 3 }).map((of): Predicate => ({ kind: 'any', of })),
    tie('any').map((of): Predicate => ({ kind: 'not', of })),
  ),
})).any;

const measure: fc.Arbitrary<Measure> = fc.oneof(
  fc.constant<Measure>({ kind: 'count' }),
  fc
    .tuple(fc.constantFrom('sum' as const, 'min' as const, 'max' as const), fc.constantFrom(...NUMERIC_KEYS))
    .map(([kind, field]): Measure => ({ kind, of: { kind: 'field', field } })),
  expression.map((of): Measure => ({ kind: 'count-distinct', of })),
);

const name = fc.constantFrom('from', 'to', 'bytes', 'action', 'count', 'a-b', 'by', 'Bytes');

const query: fc.Arbitrary<FlowQuery<unknown>> = fc
  .record({
    where: predicate,
    columns: fc.dictionary(name, expression, { maxKeys: 3 }),
    measures: fc.option(
      fc.dictionary(
        name.map((one) => `${one}Of`),
        measure,
        { maxKeys: 3 },
      ),
      { nil: undefined },
    ),
    limit: fc.integer({ min: 1, max: 12 }),
    order: fc.array(fc.tuple(fc.nat(), fc.boolean()), { maxLength: 2 }),
  })
  .map(({ where, columns, measures, limit, order }) => {
    const names = [...Object.keys(columns), ...Object.keys(measures ?? {})];
    const orderBy = order.flatMap(([index, descending]) => {
      const by = names[index % Math.max(1, names.length)];
      return by === undefined ? [] : [{ by, descending }];
    });
    return { window: WINDOW, where, columns, orderBy, limit, ...(measures ? { measures } : {}) };
  });

const quirks: fc.Arbitrary<Quirks> = fc.record({
  absent: fc.constantFrom('false' as const, 'unknown' as const),
  textBesideNumber: fc.constantFrom('false' as const, 'unknown' as const, 'as-text' as const),
  absentSorts: fc.constantFrom('first' as const, 'last' as const),
  emptySum: fc.constantFrom('absent' as const, 'zero' as const),
  numbers: fc.constantFrom('plain' as const, 'scientific' as const),
});

const formats: fc.Arbitrary<readonly RecordFormat[]> = fc.constantFrom(
  [CUSTOM],
  [DEFAULT_FORMAT],
  [CUSTOM, DEFAULT_FORMAT],
  [DEFAULT_FORMAT, formatOf('version interface-id srcaddr pkt-srcaddr start'), CUSTOM],
);

/** The records as lines of these formats in turn, and as memory knows them. */
function written(made: readonly FlowRecord[], known: readonly RecordFormat[]) {
  const lines = made.map((one, index) => {
    const format = known[index % known.length] ?? CUSTOM;
    return { format, record: recordOf(formatRecord(one, format), format) };
  });
  return {
    events: lines.map((line) => eventOf(line.record, line.format)),
    memory: createMemoryEngine(lines.map((line) => line.record)),
  };
}

describe('any question about any records', () => {
  it('is answered as in memory, whatever the service does where its documentation is silent', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(record, { maxLength: 25 }),
        query,
        formats,
        quirks,
        async (made, asked, known, choices) => {
          const { events, memory } = written(made, known);
          const expected = await memory.run(asked, { signal });

          const answer = askInsights(asked, linesOf(...known), events, choices);

          expect(answer.rows).toEqual(expected.rows);
          expect(answer.cutOff).toBe(expected.cutOff);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('is answered as in memory, or with a note why not, where the service leaves rows out', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(record, { minLength: 230, maxLength: 300 }),
        query,
        quirks,
        async (made, asked, choices) => {
          const all = { ...asked, where: ALWAYS };
          const { events, memory } = written(made, [CUSTOM]);
          const expected = await memory.run(all, { signal });

          const { rows, cutOff, notes } = askInsights(all, linesOf(CUSTOM), events, choices);

          expect(cutOff).toBe(expected.cutOff);
          expect(rows).toHaveLength(expected.rows.length);
          if (notes.length === 0) expect(rows).toEqual(expected.rows);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('is answered as in memory where it takes several queries', async () => {
    const pair = fc
      .tuple(
        fc.constantFrom(...ADDRESSES),
        fc.uniqueArray(fc.integer({ min: 0, max: 65_535 }), { minLength: 200, maxLength: 300 }),
      )
      .map(([address, ports]) =>
        all(
          equals(SOURCE, address),
          any(
            isOneOf(field('srcPort'), [...NUMBERS.slice(0, 3), ...ports]),
            isOneOf(field('dstPort'), ports),
          ),
        ),
      );
    const columns = { from: SOURCE, srcPort: field('srcPort'), dstPort: field('dstPort') };

    await fc.assert(
      fc.asyncProperty(
        fc.array(record, { minLength: 10, maxLength: 40 }),
        fc.array(pair, { minLength: 4, maxLength: 9 }),
        fc.boolean(),
        async (made, pairs, grouped) => {
          const question = {
            window: WINDOW,
            where: all(present('srcAddr'), any(...pairs)),
            columns,
            limit: 100,
          };
          const measured = {
            ...question,
            measures: { bytes: sum(field('bytes')), ports: countDistinct(field('dstPort')) },
          };
          const asked: FlowQuery<unknown> = grouped ? groups(measured) : records(question);
          const { events, memory } = written(made, [CUSTOM]);
          const lines = linesOf(CUSTOM);
          const expected = await memory.run(asked, { signal });

          expect(compileParts(asked, lines).length).toBeGreaterThan(1);
          expect(askInsights(asked, lines, events).rows).toEqual(expected.rows);
        },
      ),
      { numRuns: 25 },
    );
  });
});
