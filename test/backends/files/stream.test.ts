import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFilesEngine } from '../../../src/backends/files/engine.ts';
import { createMemoryEngine } from '../../../src/backends/memory/memory-engine.ts';
import { field } from '../../../src/query/expression.ts';
import { records } from '../../../src/query/flow-query.ts';
import { ALWAYS } from '../../../src/query/predicate.ts';
import { ask, CASE_RECORDS, CASE_TEXT, streamed, streamsWhatItRuns } from '../../kit/engine-contract.ts';
import { START, WINDOW } from '../../kit/query-cases.ts';

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'flows-stream-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function write(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const HEADER =
  'version interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status';
const line = (index: number, extra = '') =>
  `2 eni-0a 10.0.1.5 10.0.2.9 ${index % 60_000} 443 6 1 ${index} ${START + (index % 3000)} ${START + (index % 3000) + 50} ACCEPT OK${extra}`;
const many = (count: number, extra = '') =>
  [HEADER, ...Array.from({ length: count }, (_, index) => line(index, extra))].join('\n');
const byBytes = (limit: number) =>
  records({
    window: WINDOW,
    where: ALWAYS,
    columns: { bytes: field('bytes') },
    orderBy: [{ by: 'bytes', descending: true }],
    limit,
  });

describe('the memory engine', () => {
  streamsWhatItRuns(async () => createMemoryEngine(CASE_RECORDS));
});

describe('the files engine', () => {
  streamsWhatItRuns(async () => createFilesEngine({ paths: [write('cases.log', CASE_TEXT)] }));
});

describe('a long result', () => {
  it('comes in many pages, in order, and says what was scanned', async () => {
    const path = write('many.log.gz', gzipSync(many(10_000)));
    const engine = createFilesEngine({ paths: [path] });
    const { signal } = new AbortController();

    const pages = engine.stream?.(byBytes(20_000), { signal });
    const sizes: number[] = [];
    const found: number[] = [];
    for await (const page of pages ?? []) {
      sizes.push(page.length);
      found.push(...page.map(({ bytes }) => bytes ?? -1));
    }
    await engine.close();

    expect(found).toEqual(Array.from({ length: 10_000 }, (_, index) => 9999 - index));
    expect(Math.max(...sizes)).toBeLessThanOrEqual(2048);
  });

  it('ends at the limit and says that there was more', async () => {
    const engine = createFilesEngine({ paths: [write('limit.log', many(5000))] });

    const { rows, cutOff, scan } = await streamed(engine, byBytes(3000));
    await engine.close();

    expect(rows).toHaveLength(3000);
    expect(cutOff).toBe(true);
    expect(scan).toMatchObject({ queries: 0, estimatedUsd: 0 });
    expect(scan.bytes).toBeGreaterThan(100_000);
  });

  it('has the records on lines that DuckDB refuses, and reports those that are none', async () => {
    const text = `${many(100)}\n2  eni-0a  10.0.1.5 10.0.2.9 1 443 6 1 777777 ${START} ${START} ACCEPT OK\nno record at all`;
    const engine = createFilesEngine({ paths: [write('odd.log', text)] });

    const { rows, malformed } = await streamed(engine, byBytes(1000));
    await engine.close();

    expect(rows[0]).toEqual({ bytes: 777_777 });
    expect(malformed.count).toBe(1);
  });

  it('can be left in the middle, and the engine goes on', async () => {
    const engine = createFilesEngine({ paths: [write('left.log', many(5000))] });
    const { signal } = new AbortController();

    for await (const _ of engine.stream?.(byBytes(5000), { signal }) ?? []) break;
    const { rows } = await ask(engine, byBytes(2));
    await engine.close();

    expect(rows).toEqual([{ bytes: 4999 }, { bytes: 4998 }]);
  });

  it('is read while other questions are answered', async () => {
    const engine = createFilesEngine({ paths: [write('both.log', many(6000))] });

    const [long, short, other] = await Promise.all([
      streamed(engine, byBytes(6000)),
      ask(engine, byBytes(1)),
      streamed(engine, byBytes(5000)),
    ]);
    await engine.close();

    expect([long.rows.length, short.rows.length, other.rows.length]).toEqual([6000, 1, 5000]);
  });

  it('ends with the reason when it is cancelled', async () => {
    const engine = createFilesEngine({ paths: [write('cancel.log', many(5000))] });
    const stop = new AbortController();

    const pages = engine.stream?.(byBytes(5000), { signal: stop.signal });
    await pages?.next();
    stop.abort(new Error('enough'));

    await expect(pages?.next()).rejects.toThrow('enough');
    await engine.close();
  });
});

describe('the estimate', () => {
  const { signal } = new AbortController();

  it('is the sizes of the files that may hold the window, and no price', async () => {
    const text = many(50);
    const name = '111122223333_vpcflowlogs_eu-west-1_fl-1';
    const at = (seconds: number) =>
      new Date(seconds * 1000)
        .toISOString()
        .replace(/[-:]/g, '')
        .replace(/\d\d\.\d{3}Z/, 'Z');
    const near = write(`${name}_${at(START)}_aaaa.log.gz`, gzipSync(text));
    const far = write(`${name}_${at(START - 90_000)}_bbbb.log.gz`, gzipSync(text));
    const engine = createFilesEngine({ paths: [near, far] });

    const estimate = await engine.estimate?.([byBytes(1), byBytes(2)], { signal });
    const { scan } = await ask(engine, byBytes(1));
    await engine.close();

    expect(estimate).toEqual({ bytes: gzipSync(text).length, usd: 0, basis: 'the size of 1 file' });
    expect(scan.bytes).toBe(estimate?.bytes);
  });

  it('is not known where a file is not there; the question itself says so', async () => {
    const engine = createFilesEngine({ paths: [join(folder, 'missing.log')] });

    expect(await engine.estimate?.([byBytes(1)], { signal })).toMatchObject({ bytes: null });
    await engine.close();
  });
});
