import { describe, expect, it } from 'vitest';
import { compileStatement } from '../../../src/backends/athena/compile.ts';
import type { AthenaTable, PartitionMeaning, TablePartition } from '../../../src/backends/athena/table.ts';
import { field } from '../../../src/query/expression.ts';
import { records } from '../../../src/query/flow-query.ts';
import { ALWAYS } from '../../../src/query/predicate.ts';
import { DEFAULT_FORMAT } from '../../../src/record/format.ts';
import { tableOf } from '../../kit/athena-tables.ts';

const TABLE = tableOf('a table of Parquet files', DEFAULT_FORMAT);

type Scope = Parameters<typeof compileStatement>[2];

function asked(partitions: readonly TablePartition[], from: string, to: string, scope: Scope = {}) {
  const window = { start: Date.parse(from) / 1000, end: Date.parse(to) / 1000 };
  const query = records({ window, where: ALWAYS, columns: { at: field('start') }, limit: 1 });
  const table: AthenaTable = { ...TABLE, partitions };
  return compileStatement(query, table, scope);
}

/** What the statement says of partitions. */
function predicate(...question: Parameters<typeof asked>): string {
  const statement = asked(...question);
  if (!statement || 'refused' in statement) throw new TypeError(statement?.refused ?? 'nothing');
  return /^ {2}WHERE (.*)$/m.exec(statement.text)?.[1] ?? '';
}

function column(
  name: string,
  meaning: PartitionMeaning,
  changes: Partial<TablePartition> = {},
): TablePartition {
  return { name, type: 'text', meaning, values: null, mustBeFixed: false, ...changes };
}

const DAY = column('day', { kind: 'time', pattern: 'yyyy/MM/dd', unit: 'day' });
const HIVE = (['year', 'month', 'day', 'hour'] as const).map((part) =>
  column(part, { kind: 'time-part', part, digits: part === 'year' ? 4 : 2 }),
);

describe('the partitions of a window', () => {
  it('begin with the file before it and end an hour after its last records can be due', () => {
    expect(predicate([DAY], '2026-11-20T00:04:00Z', '2026-11-20T22:49:00Z')).toBe(
      `"day" BETWEEN '2026/11/19' AND '2026/11/20'`,
    );
    expect(predicate([DAY], '2026-11-20T00:05:00Z', '2026-11-20T22:51:00Z')).toBe(
      `"day" BETWEEN '2026/11/20' AND '2026/11/21'`,
    );
  });

  it('are told as they are counted', () => {
    expect(asked([DAY], '2026-11-20T10:00:00Z', '2026-11-20T11:00:00Z')).toMatchObject({
      partitions: {
        from: Date.UTC(2026, 10, 20) / 1000,
        to: Date.UTC(2026, 10, 21) / 1000,
        unit: 'day',
        count: 1,
      },
    });
    expect(asked(HIVE, '2026-11-20T10:00:00Z', '2026-11-20T11:00:00Z')).toMatchObject({
      partitions: {
        from: Date.UTC(2026, 10, 20, 9) / 1000,
        to: Date.UTC(2026, 10, 20, 13) / 1000,
        unit: 'hour',
        count: 4,
      },
    });
  });

  it('are hours of several columns', () => {
    expect(predicate(HIVE, '2026-11-20T10:10:00Z', '2026-11-20T11:00:00Z')).toBe(
      `"year" = '2026' AND "month" = '11' AND "day" = '20' AND "hour" BETWEEN '10' AND '12'`,
    );
  });

  it('are few alternatives, however long the window is and however many columns tell time', () => {
    expect(predicate(HIVE, '2025-11-20T10:10:00Z', '2026-11-20T11:00:00Z')).toMatchInlineSnapshot(
      `""year" BETWEEN '2025' AND '2026' AND (("year" = '2025' AND (("month" = '11' AND (("day" = '20' AND "hour" BETWEEN '10' AND '23') OR "day" BETWEEN '21' AND '30')) OR "month" = '12')) OR ("year" = '2026' AND ("month" BETWEEN '01' AND '10' OR ("month" = '11' AND ("day" BETWEEN '01' AND '19' OR ("day" = '20' AND "hour" BETWEEN '00' AND '12'))))))"`,
    );
  });

  it('are whole days in the middle of hours, and the days by themselves', () => {
    const hour = column('hour', { kind: 'time-part', part: 'hour', digits: 2 }, { type: 'number' });

    expect(predicate([DAY, hour], '2026-11-18T10:10:00Z', '2026-11-20T11:00:00Z')).toMatchInlineSnapshot(
      `""day" BETWEEN '2026/11/18' AND '2026/11/20' AND (("day" = '2026/11/18' AND "hour" BETWEEN 10 AND 23) OR "day" = '2026/11/19' OR ("day" = '2026/11/20' AND "hour" BETWEEN 0 AND 12))"`,
    );
  });

  it('are listed where their names are not in the order of time', () => {
    const backwards = column('day', { kind: 'time', pattern: 'dd-MM-yyyy', unit: 'day' });

    expect(predicate([backwards], '2026-11-30T10:00:00Z', '2026-12-01T10:00:00Z')).toBe(
      `"day" IN ('30-11-2026', '01-12-2026')`,
    );
  });

  it('are listed where Athena takes no range', () => {
    const injected = { ...DAY, mustBeFixed: true };

    expect(predicate([injected], '2026-11-30T10:00:00Z', '2026-12-01T10:00:00Z')).toBe(
      `"day" IN ('2026/11/30', '2026/12/01')`,
    );
  });

  it('are said of every column of which Athena wants values', () => {
    const hour = column('hour', { kind: 'time-part', part: 'hour', digits: 2 }, { mustBeFixed: true });
    const hours = Array.from({ length: 24 }, (_, at) => `'${String(at).padStart(2, '0')}'`).join(', ');

    expect(predicate([DAY, hour], '2026-11-18T10:10:00Z', '2026-11-20T11:00:00Z')).toContain(
      ` AND "hour" IN (${hours}) AND ((`,
    );
  });

  it('are not known where they are written in words', () => {
    const words = column('day', { kind: 'time', pattern: 'dd MMM yyyy', unit: 'day' });

    expect(asked([words], '2026-11-30T10:00:00Z', '2026-12-01T10:00:00Z')).toMatchObject({
      todo: expect.stringContaining('flows athena-setup'),
    });
  });
});

describe('the partitions of accounts and regions', () => {
  const window = ['2026-11-20T10:00:00Z', '2026-11-20T11:00:00Z'] as const;
  const account = column('accid', { kind: 'account' });
  const region = column('aws-region', { kind: 'region' }, { values: ['eu-west-1', 'us-east-1'] });

  it('are those that are named', () => {
    const scope = { accounts: ['111122223333', '444455556666'], regions: ['eu-west-1', 'ap-south-1'] };

    expect(predicate([account, region, DAY], ...window, scope)).toBe(
      `"accid" IN ('111122223333', '444455556666') AND "aws-region" = 'eu-west-1' AND "day" = '2026/11/20'`,
    );
  });

  it('are all where none is named', () => {
    expect(predicate([account, region, DAY], ...window)).toBe(`"day" = '2026/11/20'`);
  });

  it('leave nothing to ask where the table has none of them', () => {
    expect(asked([region, DAY], ...window, { regions: ['ap-south-1'] })).toBeNull();
  });

  it('are none that no path of S3 could name', () => {
    expect(asked([account, DAY], ...window, { accounts: [`1' OR '1' = '1`] })).toBeNull();
  });

  it('are those of flow logs, where the table has those of other services too', () => {
    const service = column('aws-service', { kind: 'service' });

    expect(predicate([service, DAY], ...window)).toBe(
      `"aws-service" = 'vpcflowlogs' AND "day" = '2026/11/20'`,
    );
  });

  it('are numbers where their column is one', () => {
    const scope = { accounts: ['012345678901'] };

    expect(predicate([{ ...account, type: 'number' }, DAY], ...window, scope)).toBe(
      `"accid" = 12345678901 AND "day" = '2026/11/20'`,
    );
  });

  it('must be named, or listed in the table, where Athena demands it', () => {
    const injected = { ...account, mustBeFixed: true };

    expect(asked([injected, DAY], ...window)).toEqual({
      refused: 'Athena reads the table only for named values of its partition column accid.',
      todo: 'Name the account of the source in the configuration.',
    });
    expect(predicate([{ ...injected, values: ['111122223333'] }, DAY], ...window)).toBe(
      `"accid" = '111122223333' AND "day" = '2026/11/20'`,
    );
  });

  it('cannot be named where nobody knows what they tell', () => {
    const other = column('team', { kind: 'other' }, { mustBeFixed: true });

    expect(asked([other, DAY], ...window)).toMatchObject({
      refused: 'Athena reads the table only for named values of its partition column team.',
      todo: expect.stringContaining('projection.team.type = enum'),
    });
  });
});
