import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFilesEngine, type FilesOptions } from '../../../src/backends/files/engine.ts';
import type { QueryResult } from '../../../src/query/engine.ts';
import { field } from '../../../src/query/expression.ts';
import { count, groups, records, sum } from '../../../src/query/flow-query.ts';
import { ALWAYS } from '../../../src/query/predicate.ts';
import { SourceError } from '../../../src/query/source-error.ts';
import { isFormatProblem, parseFormat } from '../../../src/record/format.ts';
import {
  answersAsMemoryDoes,
  ask,
  CASE_TEXT,
  GATEWAY_TEXT,
  tellsKindsApart,
} from '../../kit/engine-contract.ts';
import { CASE_HEADER, CASE_LINES, GATEWAY_HEADER, START, WINDOW } from '../../kit/query-cases.ts';

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'flows-files-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function write(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}

function formatOf(names: string) {
  const format = parseFormat(names);
  if (isFormatProblem(format)) throw new TypeError(format.problem);
  return format;
}

async function writeParquet(name: string, content = CASE_TEXT, header = CASE_HEADER): Promise<string> {
  const text = write(`${name}.log`, content);
  const path = join(folder, name);
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const columns = header.split(' ').map((column) => {
    const type = /port$|^(version|protocol|tcp-flags)$/.test(column)
      ? 'INTEGER'
      : /^(packets.*|bytes|start|end)$/.test(column)
        ? 'BIGINT'
        : 'VARCHAR';
    // AWS writes `-` into text columns, and leaves number columns empty.
    return `CAST(${type === 'VARCHAR' ? `"${column}"` : `nullif("${column}", '-')`} AS ${type}) AS "${column.replaceAll('-', '_')}"`;
  });
  await connection.run(
    `COPY (SELECT ${columns.join(', ')} FROM read_csv('${text}', delim=' ', header=true, all_varchar=true)) TO '${path}' (FORMAT parquet)`,
  );
  connection.closeSync();
  return path;
}

const LAST_HOUR = records({
  window: WINDOW,
  where: ALWAYS,
  columns: { at: field('start'), port: field('dstPort') },
  limit: 1000,
});

async function read(options: FilesOptions): Promise<QueryResult<{ at: number | null; port: number | null }>> {
  const engine = createFilesEngine(options);
  try {
    return await ask(engine, LAST_HOUR);
  } finally {
    await engine.close();
  }
}

const V2_NAMES =
  'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status';

function line(port: number, at = START + 60): string {
  return `2 123456789010 eni-0a 10.0.1.5 10.0.2.9 49152 ${port} 6 1 40 ${at} ${at + 30} ACCEPT OK`;
}

function manyLines(): string {
  return [V2_NAMES, ...Array.from({ length: 20_000 }, (_, port) => line(port))].join('\n');
}

/** Packed as it is, so that it has more than a megabyte. */
function large(text: string): Buffer {
  return gzipSync(text, { level: 0 });
}

describe('a text file with its header line', () => {
  answersAsMemoryDoes(async () => createFilesEngine({ paths: [write('cases.log', CASE_TEXT)] }));
});

describe('a gzip file without a header line, its format told', () => {
  answersAsMemoryDoes(async () =>
    createFilesEngine({
      paths: [write('cases.gz', gzipSync(CASE_LINES.join('\n')))],
      format: formatOf(CASE_HEADER),
    }),
  );
});

describe('a Parquet file', () => {
  answersAsMemoryDoes(async () => createFilesEngine({ paths: [await writeParquet('cases.parquet')] }));
});

describe('records that a pipeline wrapped in JSON', () => {
  const wrapped = [CASE_HEADER, ...CASE_LINES].map((message) => JSON.stringify({ message })).join('\n');
  answersAsMemoryDoes(async () => createFilesEngine({ paths: [write('cases.jsonl', wrapped)] }));
});

describe('several files of several kinds', () => {
  answersAsMemoryDoes(async () => {
    const half = Math.ceil(CASE_LINES.length / 2);
    const directory = join('mixed', 'AWSLogs', 'aws-account-id=111122223333', 'year=2026');
    write(join(directory, 'a.log.gz'), gzipSync([CASE_HEADER, ...CASE_LINES.slice(0, half)].join('\n')));
    const rest = [CASE_HEADER, ...CASE_LINES.slice(half)].map((message) => JSON.stringify({ message }));
    write(join(directory, 'b.json'), rest.join('\n'));
    return createFilesEngine({ paths: [join(folder, 'mixed')] });
  });
});

describe('records of transit gateways beside those of network interfaces', () => {
  describe('in text files', () => {
    tellsKindsApart(async () => {
      const paths = [write('interfaces.log', CASE_TEXT), write('gateway.log', GATEWAY_TEXT)];
      return createFilesEngine({ paths });
    });
  });

  describe('in Parquet files', () => {
    tellsKindsApart(async () => {
      const gateway = await writeParquet('gateway.parquet', GATEWAY_TEXT, GATEWAY_HEADER);
      return createFilesEngine({ paths: [await writeParquet('interfaces.parquet'), gateway] });
    });
  });

  describe('in one file, wrapped in JSON', () => {
    tellsKindsApart(async () => {
      const lines = `${CASE_TEXT}${GATEWAY_TEXT}`.trimEnd().split('\n');
      const wrapped = lines.map((message) => JSON.stringify({ message })).join('\n');
      return createFilesEngine({ paths: [write('both.jsonl', wrapped)] });
    });
  });
});

describe('a line that is no regular record', () => {
  it('is read all the same when it has repeated spaces, tabs or further values', async () => {
    const odd = [
      line(1),
      line(2).replace(' 10.0.1.5', '   10.0.1.5'),
      line(3).replaceAll(' ', '\t'),
      `${line(4)} further values`,
      line(5),
    ];

    const inOneFile = await read({ paths: [write('odd.log', [V2_NAMES, ...odd].join('\n'))] });
    const late = [...Array.from({ length: 2000 }, () => line(9)), ...odd];
    const afterMany = await read({ paths: [write('odd-late.log', [V2_NAMES, ...late].join('\n'))] });

    expect(inOneFile.rows.map(({ port }) => port)).toEqual([1, 2, 3, 4, 5]);
    expect(inOneFile.notes).toEqual([expect.stringContaining('1 record has more values')]);
    expect(afterMany.malformed.count).toBe(0);
    expect(afterMany.cutOff).toBe(true);
  });

  it('is counted and kept as a sample with its line number and reason, and stops nothing', async () => {
    const lines = [
      V2_NAMES,
      line(1),
      line(99_999),
      'not a record',
      line(2).replace('ACCEPT', 'ALLOW'),
      line(3),
    ];

    const { rows, malformed } = await read({ paths: [write('bad.log', lines.join('\n'))] });

    expect(rows.map(({ port }) => port)).toEqual([1, 3]);
    expect(malformed.count).toBe(3);
    expect(malformed.samples).toMatchObject([
      { line: 3, reason: expect.stringContaining('dstport is "99999"') },
      { line: 4, text: 'not a record', reason: expect.stringContaining('found 3 fields') },
      { line: 5, reason: expect.stringContaining('action is "ALLOW"') },
    ]);
  });

  it('is counted where a number is larger than any field holds, and takes no other line with it', async () => {
    const earlier = Array.from({ length: 2000 }, () => line(9, START - 7200));
    const lines = [
      V2_NAMES,
      ...earlier,
      line(1),
      line(2).replace(' 40 ', ' 18446744073709551615 '),
      line(3).replace(' 40 ', ' 9007199254740993 '),
      line(4).replace(` ${START + 60} `, ` ${START + 60}${START + 60} `),
      line(5).replace(' 1 40 ', ' -1 40 '),
      line(6).replace(' 40 ', ' 750000000000 '),
    ];

    const { rows, malformed } = await read({ paths: [write('vast.log', lines.join('\n'))] });

    expect(rows.map(({ port }) => port)).toEqual([1, 6]);
    expect(malformed.count).toBe(4);
    expect(malformed.samples.map(({ line, reason }) => `${line} ${reason}`)).toEqual([
      expect.stringContaining('2003 bytes is "18446744073709551615"'),
      expect.stringContaining('2004 bytes is "9007199254740993"'),
      expect.stringContaining(`2005 start is "${START + 60}${START + 60}"`),
      expect.stringContaining('2006 packets is "-1"'),
    ]);
  });

  it('is counted once where several of its values are wrong and an empty line follows', async () => {
    const cut = V2_NAMES.slice('version account'.length);
    const lines = [cut, '', line(2), line(3), line(4).replace('ACCEPT', 'ALLOW'), line(5)];

    const { rows, malformed } = await read({ paths: [write('twice.log', lines.join('\n'))] });

    expect(rows.map(({ port }) => port)).toEqual([2, 3, 5]);
    expect(malformed.count).toBe(2);
    expect(malformed.samples.map(({ line }) => line)).toEqual([1, 5]);
  });

  it('may be as long as a file and have as many values, which DuckDB would take a minute for', async () => {
    const lines = [V2_NAMES, line(1), '1234567 '.repeat(40_000), line(2)];

    const { rows, malformed } = await read({ paths: [write('long-line.log', lines.join('\n'))] });

    expect(rows.map(({ port }) => port)).toEqual([1, 2]);
    expect(malformed.count).toBe(1);
  });

  it('is malformed whatever the question looks at', async () => {
    const path = write('value.log', [V2_NAMES, line(1), line(99_999)].join('\n'));
    const engine = createFilesEngine({ paths: [path] });

    const found = await ask(
      engine,
      groups({
        window: WINDOW,
        where: ALWAYS,
        columns: {},
        measures: { bytes: sum(field('bytes')) },
        limit: 1,
      }),
    );
    await engine.close();

    expect(found.rows).toEqual([{ bytes: 40 }]);
    expect(found.malformed.count).toBe(1);
  });

  it('is a header that changes the format for those after it', async () => {
    const lines = [V2_NAMES, line(1), 'dstport start end', `2 ${START + 5} ${START + 6}`];

    const early = await read({ paths: [write('two-formats.log', lines.join('\n'))] });
    const many = [V2_NAMES, ...Array.from({ length: 500 }, () => line(1)), ...lines.slice(2)];
    const late = await read({ paths: [write('two-formats-late.log', many.join('\n'))] });

    expect(early.rows.map(({ port }) => port)).toEqual([2, 1]);
    expect(late.rows).toHaveLength(501);
    expect(late.malformed.count).toBe(0);
  });
});

describe('a file', () => {
  it('may have carriage returns, a byte order mark, and times of `aws logs tail` in front', async () => {
    const tail = (text: string) => `2026-11-23T14:00:00.000Z eni-0a1b2c3d-all ${text}`;

    const windows = await read({
      paths: [write('crlf.log', `\uFEFF${V2_NAMES}\r\n${line(1)}\r\n${line(2)}\r\n`)],
    });
    const exported = await read({ paths: [write('tail.txt', [tail(line(3)), tail(line(4))].join('\n'))] });

    expect(windows.rows.map(({ port }) => port)).toEqual([1, 2]);
    expect(exported.rows.map(({ port }) => port)).toEqual([3, 4]);
  });

  it('without records is no error', async () => {
    const { rows } = await read({ paths: [write('empty.log', ''), write('header.log', `${V2_NAMES}\n`)] });

    expect(rows).toEqual([]);
  });

  it('whose name has marks of a glob or of SQL is the file of that name', async () => {
    const { rows } = await read({ paths: [write("it's [1] *; drop.log", `${V2_NAMES}\n${line(7)}`)] });

    expect(rows.map(({ port }) => port)).toEqual([7]);
  });

  it('that was written anew is read anew', async () => {
    const path = write('growing.log', `${V2_NAMES}\n${line(1)}\n`);
    const engine = createFilesEngine({ paths: [path] });
    const before = await ask(engine, LAST_HOUR);

    write('growing.log', `${V2_NAMES}\n${line(1)}\n${line(2)}\n`);
    const after = await ask(engine, LAST_HOUR);
    await engine.close();

    expect([before.rows.length, after.rows.length]).toEqual([1, 2]);
  });

  it('of an S3 delivery outside the window is not opened', async () => {
    const name = (time: string) => `123_vpcflowlogs_eu-west-1_fl-0a_${time}_abc.log.gz`;
    const slot = new Date(START * 1000).toISOString().replace(/[-:]/g, '').slice(0, 13);
    write(join('s3', name(`${slot}Z`)), gzipSync(`${V2_NAMES}\n${line(1)}`));
    write(join('s3', name('20200101T0000Z')), 'this is not gzip and holds no record');

    const { rows, malformed } = await read({ paths: [join(folder, 's3')] });

    expect(rows).toHaveLength(1);
    expect(malformed.count).toBe(0);
  });

  it('is found by a glob', async () => {
    write(join('globbed', 'deep', 'a.log'), `${V2_NAMES}\n${line(1)}`);
    write(join('globbed', 'deep', 'b.txt'), `${V2_NAMES}\n${line(2)}`);

    const { rows } = await read({ paths: [join(folder, 'globbed', '**', '*.log')] });

    expect(rows.map(({ port }) => port)).toEqual([1]);
  });
});

describe('a source that cannot be read', () => {
  it.each([
    ['a file that is not there', 'nowhere.log', 'there is no such file'],
    ['a glob that matches nothing', 'nowhere/*.log', 'no file matches'],
  ])('says so for %s', async (_, name, happened) => {
    const failure = await read({ paths: [join(folder, name)] }).catch((error: unknown) => error);

    expect(failure).toBeInstanceOf(SourceError);
    expect(failure).toMatchObject({ code: 'not-found', happened: expect.stringContaining(happened) });
  });

  it('says so for a directory without records', async () => {
    write(join('pictures', 'a.png'), 'png');

    const failure = await read({ paths: [join(folder, 'pictures')] }).catch((error: unknown) => error);

    expect(failure).toMatchObject({ code: 'not-found', attempted: expect.stringContaining('pictures') });
  });

  it('names the file that is damaged', async () => {
    const packed = gzipSync(manyLines());
    packed.fill(0, 20_000, 20_100);
    const path = write('damaged.log.gz', packed);

    const failure = await read({ paths: [path] }).catch((error: unknown) => error);

    expect(failure).toMatchObject({ code: 'unreadable', attempted: expect.stringContaining(path) });
  });

  it('names the one that is damaged among several', async () => {
    const broken = await writeParquet('broken.parquet');
    writeFileSync(broken, readFileSync(broken).fill(255, 4, 2000));

    const failure = await read({ paths: [await writeParquet('whole.parquet'), broken] }).catch(
      (error: unknown) => error,
    );

    expect(failure).toMatchObject({ code: 'unreadable', attempted: `read records from ${broken}` });
  });

  // The large one has more than a megabyte, so that it is looked through while it is read.
  it.each([
    ['small', gzipSync],
    ['large', large],
  ] as const)(
    'says so for a %s gzip file whose checksum is another, whatever its records say',
    async (name, pack) => {
      const packed = pack(manyLines());
      packed.fill(0, packed.length - 8, packed.length - 4);
      const path = write(`${name}-checksum.log.gz`, packed);

      const failure = await read({ paths: [path] }).catch((error: unknown) => error);

      expect(failure).toMatchObject({ code: 'unreadable', attempted: expect.stringContaining(path) });
    },
  );
});

describe('a file that ends in the middle', () => {
  it('gives the records that it has, and its last line as a malformed one, and says that there may be more', async () => {
    const packed = gzipSync(manyLines());
    const path = write('cut.log.gz', packed.subarray(0, packed.length / 2));

    const { rows, malformed, notes } = await read({ paths: [path] });

    expect(rows).toHaveLength(1000);
    expect(malformed.count).toBe(1);
    expect(notes).toEqual([`1 file ends in the middle, so that records may be missing: ${path}.`]);
  });

  it('does so also where only the line parser opens it', async () => {
    const wrapped = manyLines()
      .split('\n')
      .map((message) => JSON.stringify({ message }));
    const packed = gzipSync(wrapped.join('\n'));
    const path = write('cut.json.gz', packed.subarray(0, packed.length / 2));

    const { rows, notes } = await read({ paths: [path] });

    expect(rows).toHaveLength(1000);
    expect(notes).toEqual([expect.stringContaining('1 file ends in the middle')]);
  });
});

describe('a file so large that it is looked through while it is read', () => {
  it('is told of that it ends in the middle', async () => {
    const packed = large(manyLines());
    const path = write('large-cut.log.gz', packed.subarray(0, packed.length - 100_000));

    const { rows, notes } = await read({ paths: [path] });

    expect(rows).toHaveLength(1000);
    expect(notes).toEqual([expect.stringContaining('1 file ends in the middle')]);
  });

  it('has a line as long as a file noted as malformed, and all others read', async () => {
    const path = write('large-line.log.gz', large(`${manyLines()}\n${'1234567 '.repeat(2000)}\n${line(1)}`));
    const engine = createFilesEngine({ paths: [path] });
    const counted = groups({
      window: WINDOW,
      where: ALWAYS,
      columns: {},
      measures: { lines: count() },
      limit: 1,
    });

    const { rows, malformed } = await ask(engine, counted);
    await engine.close();

    expect(rows).toEqual([{ lines: 20_001 }]);
    expect(malformed.count).toBe(1);
  });

  it('can be given up at once', async () => {
    const stop = new AbortController();
    const reason = new Error('enough');
    const engine = createFilesEngine({ paths: [write('large.log.gz', large(manyLines()))] });

    const asked = engine.run(LAST_HOUR, { signal: stop.signal, onProgress: () => stop.abort(reason) });

    await expect(asked).rejects.toBe(reason);
    await engine.close();
  });
});

describe('a question to files', () => {
  it('is stopped where it runs', async () => {
    const path = write('long.log', [V2_NAMES, ...Array.from({ length: 50_000 }, () => line(1))].join('\n'));
    const engine = createFilesEngine({ paths: [path] });
    const stop = new AbortController();
    const reason = new Error('enough');

    const asked = engine.run(LAST_HOUR, { signal: stop.signal, onProgress: () => stop.abort(reason) });

    await expect(asked).rejects.toBe(reason);
    await expect(ask(engine, LAST_HOUR)).resolves.toMatchObject({ cutOff: true });
    await engine.close();
  });

  it('that asks several queries reads the files once', async () => {
    const path = write('once.log', CASE_TEXT);
    const engine = createFilesEngine({ paths: [path] });
    const { signal } = new AbortController();
    const query = (name: 'srcAddr' | 'dstAddr') =>
      groups({
        window: WINDOW,
        where: ALWAYS,
        columns: { of: field(name) },
        measures: { records: count() },
        limit: 9,
      });

    const both = await Promise.all(
      [query('srcAddr'), query('dstAddr')].map((one) => engine.run(one, { signal })),
    );
    await engine.close();

    expect(both.map(({ scan }) => scan.bytes)).toEqual([CASE_TEXT.length, 0]);
  });
});
