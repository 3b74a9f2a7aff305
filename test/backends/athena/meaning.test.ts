import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMemoryEngine } from '../../../src/backends/memory/memory-engine.ts';
import { FIELDS } from '../../../src/record/fields.ts';
import { formatOfNames } from '../../../src/record/format.ts';
import { type AthenaStandIn, openAthena } from '../../kit/athena-stand-in.ts';
import { SHAPES } from '../../kit/athena-tables.ts';
import { ask, CASE_RECORDS, GATEWAY_RECORDS } from '../../kit/engine-contract.ts';
import { formatOf } from '../../kit/insights-events.ts';
import { CASE_HEADER, GATEWAY_HEADER, KIND_CASES, QUERY_CASES } from '../../kit/query-cases.ts';
import { anyQuery, anyRecord, RECORD_FIELDS } from '../../kit/random-queries.ts';

describe.each(SHAPES)('a question about %s', (shape) => {
  const memory = createMemoryEngine(CASE_RECORDS);
  let athena: AthenaStandIn;

  beforeAll(async () => {
    athena = await openAthena(CASE_RECORDS, formatOf(CASE_HEADER));
  });
  afterAll(() => athena.close());

  it.each(QUERY_CASES)('means the same as in memory: $name', async ({ query }) => {
    const expected = await ask(memory, query);

    const found = await athena.ask(query, shape);

    expect(found.rows).toEqual(expected.rows);
    expect(found.cutOff).toBe(expected.cutOff);
  });
});

describe.each(SHAPES)('a question about transit gateways, of %s', (shape) => {
  const memory = createMemoryEngine(GATEWAY_RECORDS);
  let athena: AthenaStandIn;

  beforeAll(async () => {
    athena = await openAthena(GATEWAY_RECORDS, formatOf(GATEWAY_HEADER));
  });
  afterAll(() => athena.close());

  it.each(KIND_CASES.filter(({ query }) => query.of === 'transit-gateway'))(
    'means the same as in memory: $name',
    async ({ query }) => {
      const expected = await ask(memory, query);

      const found = await athena.ask(query, shape);

      expect(found.rows).toEqual(expected.rows);
    },
  );
});

describe('any question about any records', () => {
  const records = fc.sample(anyRecord, { numRuns: 200, seed: 12 });
  const format = formatOfNames(RECORD_FIELDS.map((key) => FIELDS[key].name));
  const memory = createMemoryEngine(records);
  let athena: AthenaStandIn;

  beforeAll(async () => {
    athena = await openAthena(records, format);
  });
  afterAll(() => athena.close());

  it('means the same as in memory, whatever the table is like', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(anyQuery, fc.constantFrom(...SHAPES), async (query, shape) => {
        const [found, expected] = await Promise.all([athena.ask(query, shape), ask(memory, query)]);

        expect(found.rows).toEqual(expected.rows);
        expect(found.cutOff).toBe(expected.cutOff);
      }),
      { numRuns: 300 },
    );
  });
});
