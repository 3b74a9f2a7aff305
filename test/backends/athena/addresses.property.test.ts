import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMemoryEngine } from '../../../src/backends/memory/memory-engine.ts';
import { field } from '../../../src/query/expression.ts';
import { records } from '../../../src/query/flow-query.ts';
import { inCidr, isOneOf, not, type Predicate } from '../../../src/query/predicate.ts';
import { parseCidr, parseIpAddress } from '../../../src/record/address.ts';
import type { FlowRecord } from '../../../src/record/record.ts';
import { type AthenaStandIn, openAthena } from '../../kit/athena-stand-in.ts';
import { ask } from '../../kit/engine-contract.ts';
import { formatOf } from '../../kit/insights-events.ts';
import { START, WINDOW } from '../../kit/query-cases.ts';

/** The same few addresses in many ways of writing, IPv4 within IPv6, and what looks like an address and is none. */
const WRITTEN = [
  ...['10.0.1.5', '10.0.1.255', '10.0.2.0', '0.0.0.0', '255.255.255.255', '203.0.113.7'],
  ...['2001:db8::5', '2001:DB8::5', '2001:0db8:0000::0005', '2001:db8:0:0:0:0:0:5', '2001:db8::0:5'],
  ...[
    '::',
    '0::0',
    '::1',
    'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
    'fe80::1',
    '2001:db8:7:ffff::',
    '2001:db8:8::',
  ],
  ...['::ffff:10.0.1.5', '::ffff:a00:105', '::FFFF:0a00:0105', '::10.0.1.5', '::a00:105'],
  ...[
    '10.0.1',
    '10.0.1.05',
    '10.0.1.256',
    '10.0.1.5.6',
    '2001:db8::5::6',
    'fe80::1%eth0',
    ':',
    'eni-0a',
    '10',
  ],
];

const FORMAT = formatOf('version interface-id srcaddr start end');

const KNOWN: readonly FlowRecord[] = [
  ...WRITTEN.map((srcAddr) => ({ version: 2, interfaceId: 'eni-0a', srcAddr, start: START, end: START + 1 })),
  { version: 2, interfaceId: 'eni-0none', srcAddr: null, start: START, end: START + 1 },
];

const four = fc.oneof(fc.constantFrom(...WRITTEN), fc.ipV4());
const six = fc.oneof(fc.constantFrom(...WRITTEN), fc.ipV6());

const address = fc
  .oneof(four, six)
  .map((text) => parseIpAddress(text))
  .filter((one) => one !== undefined);

const block = fc
  .tuple(address, fc.integer({ min: 0, max: 128 }))
  .map(([{ family, text }, prefix]) => parseCidr(`${text}/${family === 4 ? prefix % 33 : prefix}`))
  .filter((one) => one !== undefined);

const source = field('srcAddr');

const where = fc
  .tuple(
    fc.oneof(
      fc.array(address, { minLength: 1, maxLength: 4 }).map((some) => isOneOf(source, some)),
      block.map((one): Predicate => inCidr(source, one)),
    ),
    fc.boolean(),
  )
  .map(([condition, isNot]) => (isNot ? not(condition) : condition));

describe('an address in a question of Athena', () => {
  const memory = createMemoryEngine(KNOWN);
  let athena: AthenaStandIn;

  beforeAll(async () => {
    athena = await openAthena(KNOWN, FORMAT);
  });
  afterAll(() => athena.close());

  it('is found however the records write it, and never in the other family', {
    timeout: 60_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(where, async (condition) => {
        const query = records({ window: WINDOW, where: condition, columns: { from: source }, limit: 100 });
        const [found, expected] = await Promise.all([
          athena.ask(query, 'a table of Parquet files'),
          ask(memory, query),
        ]);

        expect(found.rows).toEqual(expected.rows);
      }),
      { numRuns: 500 },
    );
  });
});
