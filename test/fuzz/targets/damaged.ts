/** Files of records as they lie on a disk: cut, with bits flipped, of another format, and with columns that somebody else named. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { expect } from 'vitest';
import { createFilesEngine } from '../../../src/backends/files/engine.ts';
import { quotedName, quotedText } from '../../../src/backends/files/sql.ts';
import { createMemoryEngine } from '../../../src/backends/memory/memory-engine.ts';
import type { QueryResult } from '../../../src/query/engine.ts';
import { field } from '../../../src/query/expression.ts';
import { count, groups, records, sum } from '../../../src/query/flow-query.ts';
import { ALWAYS } from '../../../src/query/predicate.ts';
import { SourceError } from '../../../src/query/source-error.ts';
import { DEFAULT_FORMAT, formatNames } from '../../../src/record/format.ts';
import { parseText } from '../../../src/record/parse-lines.ts';
import { meanText } from '../../kit/mean-text.ts';
import { START, WINDOW } from '../../kit/query-cases.ts';
import { mangled } from '../mutated.ts';
import { target } from '../target.ts';

const HEADER = formatNames(DEFAULT_FORMAT);
const MANY = 3000;

function lineOf(number: number): string {
  const action = number % 3 === 0 ? 'REJECT' : 'ACCEPT';
  return `2 111122223333 eni-0a 10.0.1.${number % 250} 10.0.2.9 ${49_152 + (number % 999)} ${number % 60_000} 6 ${number % 17} ${number % 977} ${START + 60} ${START + 90} ${action} OK`;
}

function textOf(lines: number): string {
  return [HEADER, ...Array.from({ length: lines }, (_, number) => lineOf(number)), ''].join('\n');
}

const LISTED = records({
  window: WINDOW,
  where: ALWAYS,
  columns: { port: field('dstPort'), action: field('action') },
  limit: 2 * MANY,
});
const SUMMED = groups({
  window: WINDOW,
  where: ALWAYS,
  columns: { to: field('dstAddr') },
  measures: { records: count(), bytes: sum(field('bytes')) },
  limit: 2 * MANY,
});

type Listed = QueryResult<{ readonly port: number | null; readonly action: string | null }>;

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'flows-damaged-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What a file of that content is answered; null where it is refused, which names the file. */
function asked(content: Uint8Array | string, name: string): Promise<Listed | null> {
  return inFolder(async (folder) => {
    const path = join(folder, name);
    writeFileSync(path, content);
    const engine = createFilesEngine({ paths: [path], tempFolder: folder });
    const { signal } = new AbortController();
    try {
      const both = await Promise.all([engine.run(LISTED, { signal }), engine.run(SUMMED, { signal })]);
      return both[0];
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      const { code, attempted, happened } = error;
      expect({ code, attempted }).toEqual({ code: 'unreadable', attempted: `read records from ${path}` });
      expect(happened).not.toMatch(/\n|read_parquet|read_csv/);
      return null;
    } finally {
      await engine.close();
    }
  });
}

interface Column {
  readonly name: string;
  readonly type: string;
  readonly value: string;
}

/** @param select what is written, in SQL */
async function parquet(select: string, options: string): Promise<Buffer> {
  return inFolder(async (folder) => {
    const path = join(folder, 'made.parquet');
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    try {
      await connection.run(`COPY (${select}) TO ${quotedText(path)} (FORMAT parquet${options})`);
      return readFileSync(path);
    } finally {
      connection.closeSync();
      instance.closeSync();
    }
  });
}

/** As AWS writes it: names with underscores, numbers as numbers. */
function delivered(lines: number): string {
  const columns = HEADER.split(' ').map((name) => {
    const type = /port$|^(?:version|protocol|packets|bytes|start|end)$/.test(name) ? 'BIGINT' : 'VARCHAR';
    return { name: name.replaceAll('-', '_'), type };
  });
  const rows = Array.from({ length: lines }, (_, number) => {
    const values = lineOf(number).split(' ');
    return `(${columns.map(({ type }, index) => `CAST(${quotedText(values[index] ?? '')} AS ${type})`).join(', ')})`;
  });
  return `SELECT * FROM (VALUES ${rows.join(', ')}) AS made(${columns.map(({ name }) => quotedName(name)).join(', ')})`;
}

const PARQUET = {
  snappy: () => parquet(delivered(40), ''),
  gzip: () => parquet(delivered(300), ', COMPRESSION gzip'),
  plain: () => parquet(delivered(40), ', COMPRESSION uncompressed'),
  zstd: () => parquet(delivered(300), ', COMPRESSION zstd, ROW_GROUP_SIZE 2048'),
} as const;
const GZIP = { few: () => gzipSync(textOf(20)), many: () => gzipSync(textOf(MANY)) } as const;

/** Each is made once. */
function remembered<N extends string>(
  makers: Readonly<Record<N, () => Buffer | Promise<Buffer>>>,
): (name: N) => Promise<Buffer> {
  const made = new Map<N, Promise<Buffer>>();
  return (name) => {
    const known = made.get(name) ?? Promise.resolve(makers[name]());
    made.set(name, known);
    return known;
  };
}
const parquetOf = remembered(PARQUET);
const gzipOf = remembered(GZIP);

const change = fc.record({
  how: fc.constantFrom('cut', 'flip', 'write', 'clear', 'drop', 'repeat'),
  /** From the end, where Parquet says what is where. */
  atEnd: fc.boolean(),
  place: fc.nat(100_000),
  length: fc.integer({ min: 1, max: 20 }),
  byte: fc.nat(255),
});
const changes = fc.array(change, { minLength: 1, maxLength: 3 });
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

function changed(bytes: Buffer, { how, atEnd, place, length, byte }: Change): Buffer {
  const at = atEnd ? Math.max(0, bytes.length - 1 - (place % 1500)) : place % Math.max(1, bytes.length);
  const [before, stretch, after] = [
    bytes.subarray(0, at),
    Buffer.from(bytes.subarray(at, at + length)),
    bytes.subarray(at + length),
  ];
  switch (how) {
    case 'cut':
      return before;
    case 'flip':
      return Buffer.concat([
        before,
        stretch.map((old, index) => (index === 0 ? old ^ (1 << (byte % 8)) : old)),
        after,
      ]);
    case 'write':
      return Buffer.concat([before, stretch.fill(byte), after]);
    case 'clear':
      return Buffer.concat([before, stretch.fill(0), after]);
    case 'drop':
      return Buffer.concat([before, after]);
    default:
      return Buffer.concat([before, stretch, stretch, after]);
  }
}

function typesHold({ rows, malformed }: Listed): void {
  for (const { port, action } of rows) {
    expect(port === null || Number.isSafeInteger(port)).toBe(true);
    expect(action === null || typeof action === 'string').toBe(true);
  }
  expect(malformed.samples.length).toBeLessThanOrEqual(malformed.count);
}

export const DAMAGED = [
  target({
    name: 'a damaged gzip file',
    cases: 300,
    input: fc.record({ sample: fc.constantFrom('few' as const, 'many' as const), changes }),
    holds: async ({ sample, changes }) => {
      const found = await asked(changes.reduce(changed, await gzipOf(sample)), 'a.log.gz');
      if (!found) return;
      typesHold(found);
      // Whatever is not all of it says so.
      const isWhole = found.malformed.count === 0 && found.notes.length === 0;
      if (isWhole) expect(found.rows).toHaveLength(sample === 'few' ? 20 : MANY);
    },
  }),
  target({
    name: 'a damaged Parquet file',
    cases: 400,
    input: fc.record({
      sample: fc.constantFrom('snappy' as const, 'gzip' as const, 'plain' as const, 'zstd' as const),
      changes,
    }),
    holds: async ({ sample, changes }) => {
      const found = await asked(changes.reduce(changed, await parquetOf(sample)), 'a.parquet');
      if (found) typesHold(found);
    },
  }),
  target({
    name: 'a file of another format than its name says',
    cases: 200,
    input: fc.record({
      name: fc.constantFrom('a.log', 'a.log.gz', 'a.parquet', 'a.json', "it's.log"),
      begun: fc.constantFrom('', 'PAR1', '\u001f\u008b\b', HEADER),
      text: fc.oneof(meanText, mangled([textOf(5)])),
      end: fc.constantFrom('', 'PAR1', '\u0001\0\0\0PAR1', '\n'),
    }),
    holds: async ({ name, begun, text, end }) => {
      const found = await asked(Buffer.from(begun + text + end, 'latin1'), name);
      if (found) typesHold(found);
    },
  }),
  target({
    name: 'a text file with lines that are no records',
    cases: 300,
    input: fc.record({
      text: mangled([textOf(12), textOf(1), textOf(300)]),
      line: fc.oneof(
        meanText,
        fc.nat(30_000).map((length) => '1 '.repeat(length)),
      ),
      at: fc.nat(20),
    }),
    holds: async ({ text, line, at }) => {
      const lines = text.split('\n');
      const whole = [...lines.slice(0, at), line, ...lines.slice(at)].join('\n');
      const found = await asked(whole, 'a.log');
      const { records, malformed } = parseText(Buffer.from(whole).toString('utf8'), { file: 'a.log' });
      const engine = createMemoryEngine(records);
      const { rows } = await engine.run(LISTED, { signal: new AbortController().signal });
      if (!found) throw new TypeError('A file of text was refused.');
      // DuckDB takes any word for an address, and leaves out a line of another time before it looks at its words.
      const unread = rows.length - found.rows.length;
      expect(unread).toBeLessThanOrEqual(0);
      expect(-unread).toBeLessThanOrEqual(malformed.count);
      expect(found.malformed.count).toBeLessThanOrEqual(malformed.count);
    },
  }),
  target({
    name: 'the columns and values of a Parquet file',
    cases: 200,
    input: fc.array(
      fc.record({
        name: fc.oneof(
          fc.constantFrom(...HEADER.split(' ').map((name) => name.replaceAll('-', '_'))),
          meanText,
        ),
        type: fc.constantFrom(
          'VARCHAR',
          'BIGINT',
          'DOUBLE',
          'BLOB',
          'UHUGEINT',
          'VARCHAR[]',
          'TIMESTAMP',
          'BOOLEAN',
          'DATE',
        ),
        value: fc.oneof(fc.constantFrom('-', '6', `${START + 60}`, 'ACCEPT'), meanText),
      }),
      { minLength: 1, maxLength: 8 },
    ),
    holds: async (columns) => {
      const content = await parquet(strange(columns), '').catch(() => null);
      if (content === null) return;
      const found = await asked(content, 'a.parquet');
      if (found) typesHold(found);
    },
  }),
];

/** Values that are not of the column's type are missing; names stand once, whatever their case. */
function strange(columns: readonly Column[]): string {
  const byName = new Map(columns.map((column) => [column.name.toLowerCase(), column]));
  const selected = [...byName.values()].map(
    ({ name, type, value }) => `TRY_CAST(${quotedText(value)} AS ${type}) AS ${quotedName(name)}`,
  );
  return `SELECT ${selected.join(', ')}`;
}
