import { mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFilesEngine } from '../../../src/backends/files/engine.ts';
import { createMemoryEngine } from '../../../src/backends/memory/memory-engine.ts';
import type { Engine } from '../../../src/query/engine.ts';
import { DESTINATION, field, SOURCE } from '../../../src/query/expression.ts';
import { count, type FlowQuery, groups, max, sum } from '../../../src/query/flow-query.ts';
import { ALWAYS, all, equals, isOneOf, type Predicate, present } from '../../../src/query/predicate.ts';
import { parseIpAddress } from '../../../src/record/address.ts';
import { FIELDS } from '../../../src/record/fields.ts';
import { formatNames, formatOfNames } from '../../../src/record/format.ts';
import { formatRecord } from '../../../src/record/format-record.ts';
import { parseText } from '../../../src/record/parse-lines.ts';
import { ask, CASE_RECORDS, CASE_TEXT } from '../../kit/engine-contract.ts';
import { WINDOW } from '../../kit/query-cases.ts';
import { anyRecord, anyTwoStages, RECORD_FIELDS } from '../../kit/random-queries.ts';

const FORMAT = formatOfNames(RECORD_FIELDS.map((key) => FIELDS[key].name));
const LINES = [
  formatNames(FORMAT),
  ...fc.sample(anyRecord, { numRuns: 300, seed: 23 }).map((record) => formatRecord(record, FORMAT)),
].join('\n');

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'flows-parts-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function write(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** The same records in Parquet, with every value as text: as DuckDB reads `-`, and as a pipeline may write numbers. */
async function writeParquet(name: string, text: string): Promise<string> {
  const [lines, path] = [write(`${name}.log`, text), join(folder, name)];
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(
    `COPY (SELECT * FROM read_csv('${lines}', delim=' ', header=true, quote='', escape='', all_varchar=true)) TO '${path}' (FORMAT parquet)`,
  );
  connection.closeSync();
  instance.closeSync();
  return path;
}

/** In whole seconds, which every file system keeps. */
function setTime(path: string): void {
  utimesSync(path, WINDOW.end, WINDOW.end);
}

/** Replaces what is in the file so that nothing tells it but reading it. */
function spoil(path: string): void {
  writeFileSync(path, 'x'.repeat(statSync(path).size));
  setTime(path);
}

const MEASURES = { bytes: sum(field('bytes')), flows: count() };

function pairs(where: Predicate = ALWAYS) {
  const columns = { from: SOURCE, to: DESTINATION };
  return groups({ window: WINDOW, where, columns, measures: MEASURES, limit: 2 });
}

const WHOLE = groups({
  window: WINDOW,
  where: ALWAYS,
  columns: {},
  measures: { ...MEASURES, last: max(field('end')) },
  limit: 1,
});
const SKIPPED = groups({
  window: WINDOW,
  where: equals(field('logStatus'), 'SKIPDATA'),
  columns: { interfaceId: field('interfaceId') },
  measures: { records: count() },
  limit: 9,
});
const FIRST: readonly FlowQuery<unknown>[] = [pairs(), WHOLE, SKIPPED];

const address = parseIpAddress('10.0.1.5');
if (!address) throw new TypeError('10.0.1.5 is an address');
/** The other way of pairs with one of the ends. */
const REVERSE = groups({
  window: WINDOW,
  where: all(ALWAYS, isOneOf(SOURCE, [address])),
  columns: { from: DESTINATION, to: SOURCE },
  measures: MEASURES,
  limit: 1000,
});

/** Asks the first stage. @returns what asks a later one. */
async function stages(engine: Engine, between: () => void = () => {}) {
  const { signal } = new AbortController();
  await Promise.all(FIRST.map((query) => engine.run(query, { signal })));
  between();
  return (query: FlowQuery<unknown>) => engine.run(query, { signal });
}

describe.each(['text', 'parquet'])('a later, narrower query of a question over %s', (kind) => {
  const records = (name: string, text: string) =>
    kind === 'text' ? write(`${name}.log`, text) : writeParquet(`${name}.parquet`, text);

  it('gives the rows that it gives in memory, and so do those before it', { timeout: 120_000 }, async () => {
    const engine = createFilesEngine({ paths: [await records('any', LINES)] });
    const memory = createMemoryEngine(parseText(LINES, { file: 'any.log' }).records);

    await fc.assert(
      fc.asyncProperty(anyTwoStages, async ({ first, second }) => {
        const { signal } = new AbortController();
        const before = await Promise.all(first.map((query) => engine.run(query, { signal })));
        const after = await engine.run(second, { signal });

        const found = [...before, after].map(({ rows, cutOff }) => ({ rows, cutOff }));
        const expected = await Promise.all([...first, second].map((query) => ask(memory, query)));
        expect(found).toEqual(expected.map(({ rows, cutOff }) => ({ rows, cutOff })));
        expect(after.scan.bytes).toBe(0);
      }),
      { numRuns: 150 },
    );
    await engine.close();
  });

  it('reads no file again', async () => {
    const path = await records('spoilt', CASE_TEXT);
    setTime(path);
    const engine = createFilesEngine({ paths: [path] });

    const later = await stages(engine, () => spoil(path));
    const { rows, scan, malformed } = await later(REVERSE);
    await engine.close();

    expect(rows).toEqual((await ask(createMemoryEngine(CASE_RECORDS), REVERSE)).rows);
    expect(rows).not.toEqual([]);
    expect(scan).toMatchObject({ bytes: 0, records: null, queries: 0 });
    expect(malformed.count).toBe(0);
  });

  it('reads a file that was written anew', async () => {
    const path = await records('grown', CASE_TEXT);
    const engine = createFilesEngine({ paths: [path] });

    const later = await stages(engine, () => writeFileSync(path, `${CASE_TEXT}${CASE_TEXT}`));
    const { scan } = await later(REVERSE);
    await engine.close();

    expect(scan.bytes).toBe(2 * CASE_TEXT.length);
  });

  const others: readonly (readonly [string, FlowQuery<unknown>])[] = [
    ['looks at a field that the groups do not tell apart', pairs(present('protocol'))],
    ['measures something else', { ...REVERSE, measures: { packets: sum(field('packets')) } }],
    ['groups by something else', { ...REVERSE, columns: { at: field('interfaceId') } }],
    ['is about another window', { ...REVERSE, window: { ...WINDOW, end: WINDOW.end - 60 } }],
    ['is about other records', { ...REVERSE, of: 'transit-gateway' }],
    [
      'shows records themselves',
      { window: WINDOW, where: ALWAYS, columns: { from: SOURCE }, orderBy: [], limit: 3 },
    ],
  ];

  it.each(others)('reads the files where it %s', async (_, query) => {
    const engine = createFilesEngine({ paths: [await records('others', CASE_TEXT)] });

    const later = await stages(engine);
    const { rows, scan } = await later(query);
    await engine.close();

    expect(rows).toEqual((await ask(createMemoryEngine(CASE_RECORDS), query)).rows);
    expect(scan.bytes).toBeGreaterThan(0);
  });
});

describe('the groups of a question', () => {
  it('are not those of another one', async () => {
    const engine = createFilesEngine({ paths: [write('another.log', CASE_TEXT)] });

    await stages(engine);
    const { scan } = await ask(engine, REVERSE);
    await engine.close();

    expect(scan.bytes).toBe(CASE_TEXT.length);
  });

  it('stay while one other question is asked, and go after that', async () => {
    const engine = createFilesEngine({ paths: [write('several.log', CASE_TEXT)] });

    const oldest = await stages(engine);
    const older = await stages(engine);
    await stages(engine);
    const scans = [await older(REVERSE), await oldest(REVERSE)].map(({ scan }) => scan.bytes);
    await engine.close();

    expect(scans).toEqual([0, CASE_TEXT.length]);
  });

  it('hold the records of lines that DuckDB refuses, and what is told of malformed ones', async () => {
    const odd = CASE_TEXT.trimEnd().split('\n').at(-1) ?? '';
    const text = `${CASE_TEXT}${odd.replaceAll(' ', '  ')}\nno record\n`;
    const engine = createFilesEngine({ paths: [write('odd.log', text)] });

    const { rows, malformed } = await (await stages(engine))(REVERSE);
    await engine.close();

    const memory = createMemoryEngine(parseText(text, { file: 'odd.log' }).records);
    expect(rows).toEqual((await ask(memory, REVERSE)).rows);
    expect(malformed.count).toBe(1);
  });

  it('are read again after a question that was cancelled meanwhile', async () => {
    const engine = createFilesEngine({ paths: [write('cancelled.log', CASE_TEXT)] });
    const stop = new AbortController();
    const reason = new Error('enough');

    const asked = FIRST.map((query) =>
      engine.run(query, { signal: stop.signal, onProgress: () => stop.abort(reason) }),
    );
    const ended = await Promise.allSettled(asked);
    const later = await (await stages(engine))(REVERSE);
    await engine.close();

    expect(ended).toEqual(FIRST.map(() => ({ status: 'rejected', reason })));
    expect(later.scan.bytes).toBe(0);
  });
});
