import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FileRow } from '../../src/analyzers/analyzer.ts';
import type { ListingColumn } from '../../src/diagnosis/diagnosis.ts';
import type { FileResult } from '../../src/investigation/result-file.ts';
import { writeFailure } from '../../src/results/failure.ts';
import { fileName } from '../../src/results/name.ts';
import { saveAt } from '../../src/results/save.ts';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'flows-results-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const COLUMNS: readonly ListingColumn[] = [
  { key: 'start', title: 'Start', unit: 'time' },
  { key: 'who', title: 'Who', unit: 'text' },
  { key: 'bytes', title: 'Bytes', unit: 'bytes' },
  { key: 'share', title: 'Share', unit: 'share' },
];
/** 2026-11-23T14:00:00Z */
const START = 1_795_442_400;
const ROWS: readonly FileRow[] = [
  { start: START, who: 'web, "one"', bytes: 2 ** 40, share: 0.25 },
  { start: null, who: '=HYPERLINK("http://x")', bytes: null, share: null },
];

function result(form: FileResult['form'], pages: FileResult['pages'] = of([ROWS])): FileResult {
  return { form, verb: 'records', columns: COLUMNS, pages };
}

async function* of(pages: readonly (readonly FileRow[])[]): AsyncGenerator<readonly FileRow[]> {
  yield* pages;
}

/** A source that gives a page and then fails, or is cancelled. */
async function* ending(end: () => void): AsyncGenerator<readonly FileRow[]> {
  yield ROWS;
  end();
  yield ROWS;
}

const { signal } = new AbortController();

async function parquetRows(path: string): Promise<readonly object[]> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const read = await connection.runAndReadAll(`SELECT * FROM read_parquet('${path}')`);
  const rows = read.getRowObjectsJS();
  connection.closeSync();
  instance.closeSync();
  return rows;
}

describe('a result as CSV', () => {
  it('has a header, moments in ISO 8601, quotes where they are needed, and no formula', async () => {
    const path = join(folder, 'a.csv');

    const size = await saveAt({ path, folder }, result('csv'), signal);

    const text = readFileSync(path, 'utf8');
    expect(text).toBe(
      'start,who,bytes,share\n2026-11-23T14:00:00Z,"web, ""one""",1099511627776,0.25\n,"\'=HYPERLINK(""http://x"")",,\n',
    );
    expect(size).toBe(text.length);
  });
});

describe('a result as Parquet', () => {
  it('has typed columns, moments among them', async () => {
    const path = join(folder, "it's.parquet");

    await saveAt({ path, folder }, result('parquet'), signal);

    expect(await parquetRows(path.replaceAll("'", "''"))).toEqual([
      { start: new Date(START * 1000), who: 'web, "one"', bytes: BigInt(2 ** 40), share: 0.25 },
      { start: null, who: '=HYPERLINK("http://x")', bytes: null, share: null },
    ]);
  });

  it('holds more rows than DuckDB takes at once, in their order', async () => {
    const path = join(folder, 'long.parquet');
    const pages = [0, 5000].map((from) =>
      Array.from({ length: 5000 }, (_, index) => ({
        start: null,
        who: 'x',
        bytes: from + index,
        share: null,
      })),
    );

    await saveAt({ path, folder }, result('parquet', of(pages)), signal);

    const rows = await parquetRows(path);
    expect(rows).toHaveLength(10_000);
    expect(rows.every((row, index) => Reflect.get(row, 'bytes') === BigInt(index))).toBe(true);
  });
});

describe.each(['csv', 'parquet'] as const)('a %s file', (form) => {
  const path = () => join(folder, `a.${form}`);

  it('is all that is left', async () => {
    await saveAt({ path: path(), folder }, result(form), signal);

    expect(readdirSync(folder)).toEqual([`a.${form}`]);
  });

  it('is not written over one that is there', async () => {
    writeFileSync(path(), 'mine');

    await expect(saveAt({ path: path(), folder }, result(form), signal)).rejects.toMatchObject({
      name: 'SourceError',
      happened: 'there is a file of that name already.',
    });
    expect(readFileSync(path(), 'utf8')).toBe('mine');
  });

  it('needs a directory that is there', async () => {
    const nowhere = join(folder, 'missing', `a.${form}`);

    await expect(saveAt({ path: nowhere, folder }, result(form), signal)).rejects.toMatchObject({
      happened: 'there is no such directory.',
    });
  });

  it('is gone where the source fails in the middle', async () => {
    const pages = ending(() => {
      throw new RangeError('the source broke');
    });

    await expect(saveAt({ path: path(), folder }, result(form, pages), signal)).rejects.toMatchObject({
      happened: 'the source broke.',
    });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is gone where the question is cancelled', async () => {
    const stop = new AbortController();
    const pages = ending(() => stop.abort(new Error('enough')));

    await expect(saveAt({ path: path(), folder }, result(form, pages), stop.signal)).rejects.toThrow(
      'enough',
    );
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('a full disk', () => {
  it.each([
    Object.assign(new Error('write'), { code: 'ENOSPC' }),
    new Error('IO Error: Could not write file "/tmp/rows.duckdb": No space left on device'),
  ])('is said in words that help: %s', (error) => {
    const { happened, todo } = writeFailure('a.csv', error);

    expect(happened).toBe('the disk is full.');
    expect(todo).toContain('TMPDIR');
  });
});

describe('the name of a file', () => {
  it('has the verb and the time in UTC, without signs that a file system refuses', () => {
    expect(fileName({ verb: 'records', form: 'csv' }, START)).toBe('flows-records-20261123T140000Z.csv');
  });
});
