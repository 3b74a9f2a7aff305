import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compileStatement, type PartitionsRead } from '../../../src/backends/athena/compile.ts';
import type { TablePartition } from '../../../src/backends/athena/table.ts';
import { field } from '../../../src/query/expression.ts';
import { records } from '../../../src/query/flow-query.ts';
import { ALWAYS } from '../../../src/query/predicate.ts';
import type { Window } from '../../../src/query/window.ts';
import { DEFAULT_FORMAT } from '../../../src/record/format.ts';
import { tableOf } from '../../kit/athena-tables.ts';
import { openTrino, type TrinoOnDuckDb } from '../../kit/trino-on-duckdb.ts';

const HOUR = 3600;
/** With a leap day, and ends of months and of years. */
const FIRST = Date.UTC(2023, 11, 1) / 1000;
const LAST = Date.UTC(2025, 2, 1) / 1000;

const PLAIN = { type: 'text', values: null, mustBeFixed: false } as const;

function whole(pattern: string, unit: 'day' | 'hour', changes: Partial<TablePartition> = {}): TablePartition {
  return { ...PLAIN, name: 'at', meaning: { kind: 'time', pattern, unit }, ...changes };
}

type Part = 'year' | 'month' | 'day' | 'hour';

function parts(names: readonly Part[], digits: (part: Part) => number, type: 'text' | 'number' = 'text') {
  return names.map(
    (part): TablePartition => ({
      ...PLAIN,
      type,
      name: part,
      meaning: { kind: 'time-part', part, digits: digits(part) },
    }),
  );
}

interface Layout {
  readonly partitions: readonly TablePartition[];
  /** DuckDB's own expressions for what the columns hold at the hour `at`. */
  readonly columns: string;
  readonly unit: 'day' | 'hour';
}

const DAYS: readonly Part[] = ['year', 'month', 'day'];
const HOURS: readonly Part[] = [...DAYS, 'hour'];
const PADDED = (part: Part) => (part === 'year' ? 4 : 2);

const LAYOUTS: Readonly<Record<string, Layout>> = {
  'yyyy/MM/dd': {
    partitions: [whole('yyyy/MM/dd', 'day')],
    columns: `strftime(time, '%Y/%m/%d') AS at`,
    unit: 'day',
  },
  'yyyy-MM-dd': {
    partitions: [whole('yyyy-MM-dd', 'day')],
    columns: `strftime(time, '%Y-%m-%d') AS at`,
    unit: 'day',
  },
  'yyyy/MM/dd/HH': {
    partitions: [whole('yyyy/MM/dd/HH', 'hour')],
    columns: `strftime(time, '%Y/%m/%d/%H') AS at`,
    unit: 'hour',
  },
  'yyyy-MM-dd-HH': {
    partitions: [whole('yyyy-MM-dd-HH', 'hour')],
    columns: `strftime(time, '%Y-%m-%d-%H') AS at`,
    unit: 'hour',
  },
  "yyyy-MM-dd'T'HH": {
    partitions: [whole("yyyy-MM-dd'T'HH", 'hour')],
    columns: `strftime(time, '%Y-%m-%dT%H') AS at`,
    unit: 'hour',
  },
  'dd.MM.yyyy, which is in another order': {
    partitions: [whole('dd.MM.yyyy', 'day')],
    columns: `strftime(time, '%d.%m.%Y') AS at`,
    unit: 'day',
  },
  'yyyyMMdd as a number': {
    partitions: [whole('yyyyMMdd', 'day', { type: 'number' })],
    columns: `CAST(strftime(time, '%Y%m%d') AS BIGINT) AS at`,
    unit: 'day',
  },
  'a date': {
    partitions: [whole('yyyy-MM-dd', 'day', { type: 'date' })],
    columns: 'CAST(time AS DATE) AS at',
    unit: 'day',
  },
  'a day of which Athena wants values': {
    partitions: [whole('yyyy/MM/dd', 'day', { mustBeFixed: true })],
    columns: `strftime(time, '%Y/%m/%d') AS at`,
    unit: 'day',
  },
  'a day and an hour': {
    partitions: [whole('yyyy/MM/dd', 'day'), ...parts(['hour'], PADDED)],
    columns: `strftime(time, '%Y/%m/%d') AS at, strftime(time, '%H') AS hour`,
    unit: 'hour',
  },
  'a day and an hour of which Athena wants values': {
    partitions: [
      whole('yyyy/MM/dd', 'day', { mustBeFixed: true }),
      ...parts(['hour'], PADDED).map((hour) => ({ ...hour, mustBeFixed: true })),
    ],
    columns: `strftime(time, '%Y/%m/%d') AS at, strftime(time, '%H') AS hour`,
    unit: 'hour',
  },
  'a date and an hour as a number': {
    partitions: [whole('yyyy-MM-dd', 'day', { type: 'date' }), ...parts(['hour'], PADDED, 'number')],
    columns: 'CAST(time AS DATE) AS at, hour(time) AS hour',
    unit: 'hour',
  },
  'year, month and day': {
    partitions: parts(DAYS, PADDED),
    columns: `strftime(time, '%Y') AS year, strftime(time, '%m') AS month, strftime(time, '%d') AS day`,
    unit: 'day',
  },
  'year, month, day and hour': {
    partitions: parts(HOURS, PADDED),
    columns: `strftime(time, '%Y') AS year, strftime(time, '%m') AS month, strftime(time, '%d') AS day, strftime(time, '%H') AS hour`,
    unit: 'hour',
  },
  'year, month, day and hour as numbers': {
    partitions: parts(HOURS, PADDED, 'number'),
    columns: 'year(time) AS year, month(time) AS month, day(time) AS day, hour(time) AS hour',
    unit: 'hour',
  },
  'year, month, day and hour without zeros in front': {
    partitions: parts(HOURS, () => 1),
    columns: `strftime(time, '%Y') AS year, strftime(time, '%-m') AS month, strftime(time, '%-d') AS day, strftime(time, '%-H') AS hour`,
    unit: 'hour',
  },
};

const window = fc
  .tuple(
    fc.integer({ min: FIRST + 86_400, max: LAST - 3 * 86_400 }),
    fc.oneof(
      { weight: 3, arbitrary: fc.integer({ min: 0, max: 6 * HOUR }) },
      { weight: 2, arbitrary: fc.integer({ min: 0, max: 40 * 86_400 }) },
      { weight: 1, arbitrary: fc.integer({ min: 0, max: 400 * 86_400 }) },
    ),
    fc.constantFrom(0, 0, HOUR, 86_400),
  )
  .map(([start, length, rounding]): Window => {
    // Half of the windows begin and end on the hour or at midnight, where mistakes by one would be.
    const at = (time: number) => (rounding === 0 ? time : Math.floor(time / rounding) * rounding);
    return { start: at(start), end: Math.min(at(start + length), LAST - 2 * 86_400) };
  })
  .filter(({ start, end }) => start <= end);

interface Kept {
  /** Seconds since the epoch: the hours whose partitions are read. */
  readonly hours: ReadonlySet<number>;
  readonly read: PartitionsRead;
  readonly sql: string;
}

async function keptOf(trino: TrinoOnDuckDb, { partitions }: Layout, within: Window): Promise<Kept> {
  const table = { ...tableOf('a table of Parquet files', DEFAULT_FORMAT), partitions };
  const query = records({ window: within, where: ALWAYS, columns: { at: field('start') }, limit: 1 });
  const statement = compileStatement(query, table, {});
  if (!statement || 'refused' in statement) throw new TypeError(statement?.refused ?? 'nothing to ask');
  const sql = /^ {2}WHERE (.*)$/m.exec(statement.text)?.[1] ?? '';
  const rows = await trino.query(`SELECT epoch(time) FROM partitions WHERE ${sql}`);
  return { hours: new Set(rows.map(([time]) => Number(time))), read: statement.partitions, sql };
}

function hourOf(time: number): number {
  return Math.floor(time / HOUR) * HOUR;
}

describe.each(Object.entries(LAYOUTS))('a table parted by %s', (_, layout) => {
  const seconds = layout.unit === 'day' ? 24 * HOUR : HOUR;
  let trino: TrinoOnDuckDb;

  beforeAll(async () => {
    trino = await openTrino();
    await trino.connection.run(
      `CREATE TABLE partitions AS SELECT time, ${layout.columns}
       FROM (SELECT unnest(generate_series(to_timestamp(${FIRST})::TIMESTAMP, to_timestamp(${LAST})::TIMESTAMP, INTERVAL 1 HOUR)) AS time)`,
    );
  });
  afterAll(() => trino.close());

  it('is read where a record of the window can be, though its file is an hour late', async () => {
    await fc.assert(
      fc.asyncProperty(
        window,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.integer({ min: 0, max: HOUR }),
        async (within, share, late) => {
          const { hours } = await keptOf(trino, layout, within);
          // The last second of a record: at least the window's first one, and one aggregation interval after it at most.
          const end = within.start + Math.floor(share * (within.end - 1 + 600 - within.start));
          const file = Math.floor(end / 300) * 300;

          expect(hours).toContain(hourOf(file));
          expect(hours).toContain(hourOf(end + late));
        },
      ),
      { numRuns: 40 },
    );
  });

  it('is not read anywhere else, and what is read is what is told', async () => {
    await fc.assert(
      fc.asyncProperty(window, async (within) => {
        const { hours, read } = await keptOf(trino, layout, within);

        const wanted = Array.from({ length: (read.to - read.from) / HOUR }, (_, at) => read.from + at * HOUR);
        expect([...hours].sort((a, b) => a - b)).toEqual(wanted);
        expect(read.count).toBe((read.to - read.from) / seconds);
        expect(read.from + seconds).toBeGreaterThan(within.start - 300);
        expect(read.to - seconds).toBeLessThan(within.end + 600 + HOUR);
      }),
      { numRuns: 40 },
    );
  });
});

describe('the hours of a long window', () => {
  it('are said in at most two alternatives a column', () => {
    fc.assert(
      fc.property(window, (within) => {
        const partitions = parts(HOURS, PADDED);
        const table = { ...tableOf('a table of Parquet files', DEFAULT_FORMAT), partitions };
        const query = records({ window: within, where: ALWAYS, columns: { at: field('start') }, limit: 1 });
        const statement = compileStatement(query, table, {});
        const text = statement && 'text' in statement ? statement.text : '';
        const sql = /^ {2}WHERE (.*)$/m.exec(text)?.[1] ?? '';

        expect(sql.split(' OR ').length).toBeLessThanOrEqual(7);
      }),
    );
  });
});
