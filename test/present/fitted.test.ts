import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { displayWidth, tableLines } from '../../src/present/columns.ts';
import { fittedTable } from '../../src/present/fitted.ts';
import type { Table } from '../../src/present/table.ts';

const TABLE: Table = {
  titles: ['From', 'To', 'Bytes', 'Packets', 'Factor'],
  rows: [
    ['web-1 10.0.1.5', 'db-1 10.0.2.9', '2 MB', '1,204', '-'],
    ['web-2 10.0.1.6', 'db-1 10.0.2.9', '1 MB', '996', '-'],
  ],
  short: [
    ['web-1', 'db-1', '2 MB', '1,204', '-'],
    ['web-2', 'db-1', '1 MB', '996', '-'],
  ],
  numeric: [2, 3],
  caption: null,
  spare: [3],
};

function widthOf(table: Table): number {
  return Math.max(...tableLines(table).map(displayWidth));
}

describe('a table in the width of a terminal', () => {
  it('stays as it is where it fits', () => {
    expect(fittedTable(TABLE, 100)).toEqual({ table: TABLE, leftOut: [] });
  });

  it('first loses columns without any value, which is not worth telling', () => {
    const { table, leftOut } = fittedTable(TABLE, widthOf(TABLE) - 1);

    expect(table.titles).toEqual(['From', 'To', 'Bytes', 'Packets']);
    expect(leftOut).toEqual([]);
  });

  it('then loses what tells least, and tells which', () => {
    const { table, leftOut } = fittedTable(TABLE, 36);

    expect(table.titles).toEqual(['From', 'To', 'Bytes']);
    expect(table.numeric).toEqual([2]);
    expect(leftOut).toEqual(['Packets']);
  });

  it('then has names without the addresses', () => {
    expect(fittedTable(TABLE, 20).table.rows[0]).toEqual(['web-1', 'db-1', '2 MB']);
  });

  it('keeps a narrow column where leaving out a wide one is enough', () => {
    const wide: Table = {
      titles: ['A', 'B', 'C'],
      rows: [['1', '22', 'c'.repeat(30)]],
      numeric: [],
      caption: null,
    };

    expect(fittedTable({ ...wide, spare: [1, 2] }, 12).leftOut).toEqual(['C']);
  });

  it('stays too wide rather than lose what cannot be spared', () => {
    const { spare: _, short: __, ...plain } = TABLE;

    expect(fittedTable(plain, 10).table.titles).toEqual(['From', 'To', 'Bytes', 'Packets']);
  });

  it('never has a row of another length than its titles, nor is wider than before', () => {
    const table = fc
      .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 4 }))
      .chain(([columns, rows]) =>
        fc.record({
          titles: fc.array(fc.string({ maxLength: 9 }), { minLength: columns, maxLength: columns }),
          rows: fc.array(
            fc.array(fc.constantFrom('-', 'a', 'long cell'), { minLength: columns, maxLength: columns }),
            {
              minLength: rows,
              maxLength: rows,
            },
          ),
          numeric: fc.constant([0]),
          caption: fc.constant(null),
          spare: fc.uniqueArray(fc.nat({ max: columns - 1 })),
        }),
      );
    fc.assert(
      fc.property(table, fc.integer({ min: 1, max: 80 }), (whole, width) => {
        const { table: found } = fittedTable(whole, width);
        for (const row of found.rows) expect(row).toHaveLength(found.titles?.length ?? -1);
        expect(widthOf(found)).toBeLessThanOrEqual(widthOf(whole));
      }),
    );
  });
});
