import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compileStatement } from '../../src/backends/athena/compile.ts';
import { createFilesEngine } from '../../src/backends/files/engine.ts';
import { createMemoryEngine } from '../../src/backends/memory/memory-engine.ts';
import type { Engine } from '../../src/query/engine.ts';
import { field } from '../../src/query/expression.ts';
import { count, type FlowQuery, groups, records } from '../../src/query/flow-query.ts';
import { equals, isOneOf, not, type Predicate } from '../../src/query/predicate.ts';
import { FIELDS } from '../../src/record/fields.ts';
import type { FlowRecord } from '../../src/record/record.ts';
import { type AthenaStandIn, openAthena } from '../kit/athena-stand-in.ts';
import { SHAPES, type Shape, tableOf } from '../kit/athena-tables.ts';
import { ask } from '../kit/engine-contract.ts';
import { askInsights, eventOf, formatOf, linesOf } from '../kit/insights-events.ts';
import { START, WINDOW } from '../kit/query-cases.ts';
import { openTrino } from '../kit/trino-on-duckdb.ts';

/**
 * What means something to SQL, to the language of Logs Insights, to JSON, or to those who take text for less than it is. A byte order mark has
 * something before it: DuckDB's bindings leave one out that text begins with when they hand it back.
 */
const PIECES = [
  ...`' '' " \\ ; \` ? -- /* */ # | , ( ) [ ] { } {{x}} $1 $$ % _ * = <> :x @ & ~ ^ !`.split(' '),
  ...['\n', '\r\n', '\t', ' ', '\u00a0', '\u2028', 'x\ufeff', '\u202e', '\u200b'],
  ...['é', 'e\u0301', '\u0301', 'İ', 'ß', '日本', '🧨', '👩‍👩‍👧', '𝕏', '\u{10ffff}', '\ufffd'],
  ...[
    "' OR '1' = '1",
    "'; DROP TABLE flows; --",
    '" OR true --',
    '| limit 0',
    "\\' OR 1=1 --",
    'UNION ALL SELECT 1',
  ],
  ...['eni-', 'web', '0', 'NULL', 'true', 'IPADDRESS', 'TRY_CAST(', 'AS', '-'],
];

const hostile = fc.array(fc.constantFrom(...PIECES), { maxLength: 6 }).map((pieces) => pieces.join(''));
/** In questions there may be text that no file can hold, and text longer than one parameter. */
const asked = fc.oneof(
  { weight: 6, arbitrary: hostile },
  {
    weight: 1,
    arbitrary: fc.string({ unit: 'binary', maxLength: 20 }).map((text) => text.replaceAll('\0', '')),
  },
  { weight: 1, arbitrary: fc.constantFrom('\ud83e', 'x\udde8', "'".repeat(1500), '🧨'.repeat(700)) },
);

const KEYS = ['interfaceId', 'instanceTag', 'ecsServiceName'] as const;
const FORMAT = formatOf('version interface-id srcaddr start end instance-tag ecs-service-name');

function recordsWith(texts: readonly string[]): readonly FlowRecord[] {
  return texts.map((text, index) => {
    const others = KEYS.map((key, at) => [key, texts[(index * (at + 2)) % texts.length] ?? text] as const);
    const values = Object.fromEntries(others.map(([key, value]) => [key, value === '-' ? null : value]));
    return { version: 11, srcAddr: '10.0.1.5', start: START + 10, end: START + 60, ...values };
  });
}

/** Questions whose texts come from the records as often as not, so that something is found. */
function questionAbout(known: readonly string[]): fc.Arbitrary<FlowQuery<unknown>> {
  const text = fc.oneof(fc.constantFrom(...known), asked);
  const where = fc
    .tuple(fc.constantFrom(...KEYS), fc.array(text, { minLength: 1, maxLength: 3 }), fc.boolean())
    .map(([key, texts, isNot]): Predicate => {
      const [only = ''] = texts;
      const among = texts.length === 1 ? equals(field(key), only) : isOneOf(field(key), texts);
      return isNot ? not(among) : among;
    });
  const columns = Object.fromEntries(KEYS.map((key) => [key, field(key)]));
  return fc.tuple(where, fc.boolean()).map(([condition, isGrouped]) => {
    const common = { window: WINDOW, where: condition, columns, limit: 1000 };
    return isGrouped ? groups({ ...common, measures: { records: count() } }) : records(common);
  });
}

/** Rows in an order of their own: memory and SQL do not agree on that of characters outside the basic plane. */
function unordered(rows: readonly unknown[]): readonly string[] {
  return rows.map((row) => JSON.stringify(row)).sort();
}

type Ask = (query: FlowQuery<unknown>) => Promise<{ readonly rows: readonly unknown[] }>;

async function expectSameRows(
  known: readonly FlowRecord[],
  texts: readonly string[],
  answer: Ask,
  runs = 150,
) {
  const memory = createMemoryEngine(known);
  await fc.assert(
    fc.asyncProperty(questionAbout(texts), async (query) => {
      const [found, expected] = await Promise.all([answer(query), ask(memory, query)]);

      expect(unordered(found.rows)).toEqual(unordered(expected.rows));
    }),
    { numRuns: runs },
  );
}

describe('text that means something to a query language', () => {
  const texts = [...new Set([...fc.sample(hostile, { numRuns: 40, seed: 5 }), ...PIECES])];
  const inWords = texts.filter((text) => /^[^\s\u00a0\u2028\ufeff]+$/.test(text));

  describe('in SQL over files', () => {
    const known = recordsWith(texts);
    let folder = '';
    let files: Engine;

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'flows-hostile-'));
      files = createFilesEngine({ paths: [await parquetOf(known, folder)] });
    });
    afterAll(async () => {
      await files.close();
      rmSync(folder, { recursive: true, force: true });
    });

    it('is text', { timeout: 60_000 }, () => expectSameRows(known, texts, (query) => ask(files, query)));
  });

  describe('in the language of CloudWatch Logs Insights', () => {
    // No flow log writes text in which a query's literal would need an escape, so such text is asked for and never there.
    const plain = ['eni-0a', 'eni-0b', 'web', '100%25', 'a.b', 'true', 'NULL', '0', 'arn:aws:ecs:x/y'];
    const known = recordsWith(plain);
    const events = known.map((record) => eventOf(record, FORMAT));

    it('is text', () =>
      expectSameRows(known, plain, async (query) => askInsights(query, linesOf(FORMAT), events)));
  });

  describe.each<readonly [string, readonly string[], readonly Shape[]]>([
    ['in columns', texts, ['a table of Parquet files', 'a table in which all columns are text']],
    ['in words of lines', inWords, SHAPES],
  ])('in SQL of Athena, %s', (_, held, shapes) => {
    const known = recordsWith(held);
    let athena: AthenaStandIn;

    beforeAll(async () => {
      athena = await openAthena(known, FORMAT);
    });
    afterAll(() => athena.close());

    it.each(shapes)('is text: %s', { timeout: 60_000 }, (shape) =>
      expectSameRows(known, held, (query) => athena.ask(query, shape), 60),
    );
  });

  it('never stands in a statement of Athena: it is the same whatever the text is', () => {
    const table = tableOf('a table of Parquet files', FORMAT);
    const statement = (text: string) =>
      compileStatement(
        records({ window: WINDOW, where: equals(field('instanceTag'), text), columns: {}, limit: 1 }),
        table,
        {},
      );
    const harmless = statement('web');

    fc.assert(
      fc.property(hostile, (text) => {
        expect(statement(text)).toEqual({ ...harmless, parameters: [`'${text.replaceAll("'", "''")}'`] });
      }),
    );
  });
});

/** Written by DuckDB, which is given the values apart from its statement. */
async function parquetOf(known: readonly FlowRecord[], folder: string): Promise<string> {
  const path = join(folder, 'records.parquet');
  const duckdb = await openTrino();
  const keys = FORMAT.fields.flatMap(({ key }) => key ?? []);
  const columns = keys.map((key) => {
    const type = FIELDS[key].parquetType === 'STRING' ? 'VARCHAR' : 'BIGINT';
    return `"${FIELDS[key].parquetColumn}" ${type}`;
  });
  await duckdb.connection.run(`CREATE TABLE records (${columns.join(', ')})`);
  for (const record of known) {
    await duckdb.connection.run(
      `INSERT INTO records VALUES (${keys.map((_, index) => `$${index + 1}`).join(', ')})`,
      keys.map((key) => record[key] ?? null),
    );
  }
  await duckdb.connection.run(`COPY records TO '${path}' (FORMAT parquet)`);
  duckdb.close();
  return path;
}
