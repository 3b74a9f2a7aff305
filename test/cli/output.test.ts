import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMemoryEngine } from '../../src/backends/memory/memory-engine.ts';
import { flows, NOW, source } from './kit.ts';

const SECONDS = NOW / 1000;
const ENGINE = createMemoryEngine(
  Array.from({ length: 30 }, (_, index) => ({
    srcAddr: '10.0.1.5',
    dstAddr: '10.0.2.9',
    packets: 1,
    bytes: index,
    start: SECONDS - 600 + index,
    end: SECONDS - 600 + index,
    action: 'REJECT' as const,
  })),
);
const changes = { openSources: async () => [source(ENGINE)] };

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'flows-output-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('--output', () => {
  it('writes the whole result, in the form that the name ends in, and says where', async () => {
    const path = join(folder, 'all.csv');

    const { code, stdout } = await flows(['records', '10.0.1.5', '--output', path], changes);

    expect(code).toBe(0);
    expect(stdout).toContain('all.csv  30 rows');
    expect(readFileSync(path, 'utf8').split('\n')).toHaveLength(32);
  });

  it('writes another form where the question names it', async () => {
    const path = join(folder, 'all.data');

    const { stdout } = await flows(['records', 'as', 'parquet', '--output', path, '--json'], changes);

    expect(JSON.parse(stdout)).toMatchObject({ file: { name: path, form: 'parquet', rows: 30 } });
    expect(readFileSync(path).subarray(0, 4).toString()).toBe('PAR1');
  });

  it.each([
    ['a verb that lists nothing', ['reject', '10.0.1.5', '-o', 'a.csv'], 'reject gives none'],
    ['a name that tells no form', ['records', '-o', 'a.txt'], 'does not end in .csv or .parquet'],
  ])('is refused with %s', async (_, argv, expected) => {
    const { code, stderr } = await flows(argv, changes);

    expect(code).toBe(2);
    expect(stderr).toContain(expected);
  });

  it('never writes over a file', async () => {
    const argv = ['records', '--output', join(folder, 'once.csv')];
    await flows(argv, changes);

    const { code, stderr } = await flows(argv, changes);

    expect(code).toBe(3);
    expect(stderr).toContain('nothing is written over');
    expect(readdirSync(folder)).toEqual(['once.csv']);
  });
});
