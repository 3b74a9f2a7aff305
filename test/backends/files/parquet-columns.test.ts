import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFilesEngine } from '../../../src/backends/files/engine.ts';
import { commonColumns, parquetColumns } from '../../../src/backends/files/parquet-columns.ts';
import type { ParquetColumn } from '../../../src/backends/files/relation.ts';
import { field, SOURCE } from '../../../src/query/expression.ts';
import { records } from '../../../src/query/flow-query.ts';
import { ALWAYS } from '../../../src/query/predicate.ts';
import type { FieldKey } from '../../../src/record/fields.ts';
import { ask } from '../../kit/engine-contract.ts';
import { START, WINDOW } from '../../kit/query-cases.ts';

let folder = '';
let connection: DuckDBConnection;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'flows-parquet-'));
  connection = await (await DuckDBInstance.create(':memory:')).connect();
});

afterAll(() => {
  connection.closeSync();
  rmSync(folder, { recursive: true, force: true });
});

/** Two row groups of two kinds of values, so that what is told has to hold in both. */
async function write(name: string, columns: string): Promise<string> {
  const path = join(folder, `${name}.parquet`);
  await connection.run(
    `COPY (SELECT ${columns} FROM range(4096) AS rows(i)) TO '${path}' (FORMAT parquet, ROW_GROUP_SIZE 2048)`,
  );
  return path;
}

async function columnsOf(name: string, columns: string): Promise<ReadonlyMap<FieldKey, ParquetColumn>> {
  const path = await write(name, columns);
  return (await parquetColumns(connection, [path])).get(path) ?? new Map();
}

const late = (value: string, otherwise: string) => `CASE WHEN i < 4000 THEN ${value} ELSE ${otherwise} END`;

describe('the columns of a Parquet file', () => {
  it('are full where no record lacks a value', async () => {
    const found = await columnsOf(
      'full',
      `i AS "start", ${late('i', 'NULL')} AS "end", '10.0.0.1' AS srcaddr`,
    );

    expect(found.get('start')).toMatchObject({ name: 'start', isFull: true, isPlain: false });
    expect(found.get('end')).toMatchObject({ name: 'end', isFull: false, isPlain: false });
    expect(found.get('srcAddr')).toMatchObject({ name: 'srcaddr', isFull: true, isPlain: true });
  });

  it('are neither full nor plain where a text is `-` in some record', async () => {
    const found = await columnsOf('dash', `${late("'10.0.0.1'", "'-'")} AS srcaddr`);

    expect(found.get('srcAddr')).toMatchObject({ name: 'srcaddr', isFull: false, isPlain: false });
  });

  it('have one value only where the statistics of every file say the same', async () => {
    const paths = [
      await write('ok', "'OK' AS log_status, 'ACCEPT' AS action"),
      await write('ok-too', `'OK' AS log_status, ${late("'ACCEPT'", "'REJECT'")} AS action`),
      await write('skipped', "'SKIPDATA' AS log_status, 'ACCEPT' AS action"),
    ];
    const [ok = new Map(), okToo = new Map(), skipped = new Map()] = [
      ...(await parquetColumns(connection, paths)).values(),
    ];
    const onlyOf = (...files: readonly ReadonlyMap<FieldKey, ParquetColumn>[]) =>
      [...commonColumns(files).values()].map(({ only }) => only);

    expect(onlyOf(ok, okToo)).toEqual(['OK', null]);
    expect(onlyOf(ok, skipped)).toEqual([null, 'ACCEPT']);
  });

  it('are those of each file, where several are looked at together', async () => {
    const paths = [await write('one', "'10.0.0.1' AS srcaddr"), await write('two', "'-' AS srcaddr")];

    const found = await parquetColumns(connection, paths);

    expect(paths.map((path) => found.get(path)?.get('srcAddr')?.isFull)).toEqual([true, false]);
  });

  it('are plain and not full where a text is missing in some record', async () => {
    const found = await columnsOf('missing', `${late("'10.0.0.1'", 'NULL')} AS srcaddr`);

    expect(found.get('srcAddr')).toMatchObject({ name: 'srcaddr', isFull: false, isPlain: true });
  });

  it('are not full where a number is written as text, which may be none', async () => {
    const found = await columnsOf('words', `${late("'1790000000'", "'soon'")} AS "start"`);

    expect(found.get('start')).toMatchObject({ isFull: false });
  });

  it('are in several files what they are in each', async () => {
    const [whole, lacking] = await Promise.all([
      columnsOf('several-a', `'10.0.0.1' AS srcaddr`),
      columnsOf('several-b', `${late("'10.0.0.1'", "'-'")} AS srcaddr`),
    ]);

    expect(commonColumns([whole, lacking]).get('srcAddr')).toMatchObject({ isFull: false, isPlain: false });
    expect(commonColumns([whole]).get('srcAddr')).toMatchObject({ isFull: true, isPlain: true });
  });
});

describe('files whose statistics differ', () => {
  it('give all their records: those without times, and with the address that the packet had', async () => {
    const [address, time] = ["'10.0.0.1' AS srcaddr", `${START} + i % 60`];
    const pkt = (sql: string) => `${sql} AS pkt_srcaddr`;
    await write('mixed-a', `${address}, ${pkt("'10.0.0.2'")}, ${time} AS "start", ${time} AS "end"`);
    await write(
      'mixed-b',
      `${address}, ${pkt(late("'-'", 'NULL'))}, NULL::BIGINT AS "start", NULL::BIGINT AS "end"`,
    );
    const engine = createFilesEngine({ paths: [join(folder, 'mixed-*.parquet')] });

    const { rows } = await ask(
      engine,
      records({
        window: WINDOW,
        where: ALWAYS,
        columns: { from: SOURCE, at: field('start') },
        limit: 10_000,
      }),
    );
    await engine.close();

    const from = (text: string) => rows.filter((row) => row.from === text);
    expect(from('10.0.0.2')).toHaveLength(4096);
    expect(from('10.0.0.1')).toHaveLength(4096);
    expect(from('10.0.0.1').every(({ at }) => at === null)).toBe(true);
  });
});
