import { describe, expect, it } from 'vitest';
import { portionsOf } from '../../../src/backends/files/portions.ts';
import { field } from '../../../src/query/expression.ts';
import { count, type FlowQuery, groups } from '../../../src/query/flow-query.ts';
import { equals } from '../../../src/query/predicate.ts';

const WINDOW = { start: 0, end: 3600 };

function byPort(protocol: number, isFine = false): FlowQuery<unknown> {
  return groups({
    window: WINDOW,
    where: equals(field('protocol'), protocol),
    columns: { port: field('dstPort'), ...(isFine ? { source: field('srcAddr') } : {}) },
    measures: { records: count() },
    limit: 10,
  });
}

describe('the portions of many queries', () => {
  it('have each query once', () => {
    const queries = Array.from({ length: 20 }, (_, index) => byPort(index));

    const portions = portionsOf(queries);

    expect(portions.flat().sort((a, b) => a - b)).toEqual(queries.map((_, index) => index));
    expect(Math.max(...portions.map(({ length }) => length))).toBe(6);
  });

  it('keep a query with the one that its groups are summed up from', () => {
    const queries = [
      byPort(99),
      ...Array.from({ length: 10 }, (_, index) => byPort(index)),
      byPort(99, true),
    ];

    const portion = portionsOf(queries).find((one) => one.includes(0));

    expect(portion).toContain(11);
  });
});
