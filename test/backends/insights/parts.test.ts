import { describe, expect, it } from 'vitest';
import { compileParts, mergeParts } from '../../../src/backends/insights/parts.ts';
import { field } from '../../../src/query/expression.ts';
import { count, groups, records } from '../../../src/query/flow-query.ts';
import { equals, isOneOf } from '../../../src/query/predicate.ts';
import { DEFAULT_FORMAT } from '../../../src/record/format.ts';
import { linesOf } from '../../kit/insights-events.ts';
import { WINDOW } from '../../kit/query-cases.ts';

const LINES = linesOf(DEFAULT_FORMAT);
const PORTS = Array.from({ length: 4000 }, (_, port) => 20_000 + port);
const columns = { port: field('srcPort') };

describe('a question that is longer than a query may be', () => {
  it('becomes several queries, each with a part of the values', () => {
    const where = isOneOf(field('srcPort'), PORTS);

    const parts = compileParts(records({ window: WINDOW, where, columns, limit: 10 }), LINES);

    const ports = parts.map(({ text }) =>
      [...text.matchAll(/\b2[0-3]\d{3}\b/g)].map(([port]) => Number(port)),
    );
    expect(parts.length).toBeGreaterThan(1);
    expect([...new Set(ports.flat())].sort((a, b) => a - b)).toEqual(PORTS);
  });

  it('is refused where groups would be torn apart, and says how to ask instead', () => {
    const where = isOneOf(field('srcPort'), PORTS);
    const torn = groups({
      window: WINDOW,
      where,
      columns: { from: field('srcAddr') },
      measures: { records: count() },
      limit: 10,
    });

    expect(() => compileParts(torn, LINES)).toThrow(
      expect.objectContaining({ code: 'rejected-query', todo: expect.stringContaining('CIDR block') }),
    );
  });

  it('is refused where it would be scanned many times over', () => {
    const all = Array.from({ length: 65_536 }, (_, port) => port);

    expect(() =>
      compileParts(
        records({ window: WINDOW, where: isOneOf(field('srcPort'), all), columns, limit: 10 }),
        LINES,
      ),
    ).toThrow(expect.objectContaining({ code: 'rejected-query' }));
  });

  it('is one query where it fits, and none where it can match nothing', () => {
    const query = records({ window: WINDOW, where: equals(field('srcPort'), 22), columns, limit: 10 });

    expect(compileParts(query, LINES)).toHaveLength(1);
    expect(compileParts({ ...query, where: equals(field('vpcId'), 'vpc-1') }, LINES)).toEqual([]);
  });
});

describe('the rows of several parts', () => {
  it('are each there as often as in the part that has them most often', () => {
    const [a, b, c] = [{ port: 1 }, { port: 2 }, { port: 3 }];

    expect(mergeParts([[a, a, b], [a, c], []])).toEqual([a, a, b, c]);
  });
});
