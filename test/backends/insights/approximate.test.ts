import { describe, expect, it } from 'vitest';
import { approximateNote } from '../../../src/backends/insights/approximate.ts';
import { field } from '../../../src/query/expression.ts';
import { count, countDistinct, groups } from '../../../src/query/flow-query.ts';
import { ALWAYS } from '../../../src/query/predicate.ts';
import { WINDOW } from '../../kit/query-cases.ts';

const QUERY = groups({
  window: WINDOW,
  where: ALWAYS,
  columns: { from: field('srcAddr') },
  measures: { records: count(), ports: countDistinct(field('dstPort')) },
  limit: 10,
});

describe('a count of different values', () => {
  it('is said to be approximate where there are many', () => {
    const rows = [
      { from: '10.0.1.5', records: 9, ports: 3 },
      { from: '10.0.1.6', records: 40_000, ports: 30_000 },
    ];

    expect(approximateNote(QUERY, rows)).toContain('ports may be off');
  });

  it('is taken as it is where there are few, however many records there are', () => {
    expect(approximateNote(QUERY, [{ from: '10.0.1.5', records: 40_000, ports: 3 }])).toBeUndefined();
  });
});
