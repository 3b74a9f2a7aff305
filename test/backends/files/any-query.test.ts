import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFilesEngine } from '../../../src/backends/files/engine.ts';
import { compile } from '../../../src/backends/files/statement.ts';
import { createMemoryEngine } from '../../../src/backends/memory/memory-engine.ts';
import type { Engine } from '../../../src/query/engine.ts';
import { FIELDS } from '../../../src/record/fields.ts';
import { formatNames, formatOfNames } from '../../../src/record/format.ts';
import { formatRecord } from '../../../src/record/format-record.ts';
import { parseText } from '../../../src/record/parse-lines.ts';
import { ask } from '../../kit/engine-contract.ts';
import { anyQuery, anyRecord, HOSTILE, RECORD_FIELDS } from '../../kit/random-queries.ts';

const FORMAT = formatOfNames(RECORD_FIELDS.map((key) => FIELDS[key].name));
const RECORDS = fc.sample(anyRecord, { numRuns: 300, seed: 11 });
const LINES = [formatNames(FORMAT), ...RECORDS.map((record) => formatRecord(record, FORMAT))];

let folder = '';
let engine: Engine;
let reference: Engine;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'flows-any-'));
  const path = join(folder, 'records.log');
  writeFileSync(path, LINES.join('\n'));
  engine = createFilesEngine({ paths: [path] });
  reference = createMemoryEngine(parseText(LINES.join('\n'), { file: path }).records);
});

afterAll(async () => {
  await engine.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('any query', () => {
  it('gives the rows that it gives in memory', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(anyQuery, async (query) => {
        const [found, expected] = await Promise.all([ask(engine, query), ask(reference, query)]);

        expect(found.rows).toEqual(expected.rows);
        expect(found.cutOff).toBe(expected.cutOff);
      }),
      { numRuns: 400 },
    );
  });

  it('holds no text of the asker', () => {
    fc.assert(
      fc.property(anyQuery, (query) => {
        const { text } = compile([query], []);

        expect(HOSTILE.filter((one) => one !== '$1' && text.includes(one))).toEqual([]);
      }),
    );
  });
});
