import { TrinoSQL } from 'dt-sql-parser';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileStatement } from '../../../src/backends/athena/compile.ts';
import { FIELDS } from '../../../src/record/fields.ts';
import { formatOfNames } from '../../../src/record/format.ts';
import { compiled, SHAPES, tableOf } from '../../kit/athena-tables.ts';
import { formatOf } from '../../kit/insights-events.ts';
import { CASE_HEADER, QUERY_CASES } from '../../kit/query-cases.ts';
import { anyQuery, RECORD_FIELDS } from '../../kit/random-queries.ts';
import { bound } from '../../kit/trino-on-duckdb.ts';

/**
 * A parser that others made from Trino's own grammar. It knows what a statement looks like, and not what it means: not which functions and types
 * there are, not whether an operator takes these types, not what Athena lets through.
 */
const PARSER = new TrinoSQL();

function mistakesIn(text: string): readonly string[] {
  return PARSER.validate(text).map(({ message }) => message);
}

describe('the parser of Trino', () => {
  it.each([
    'SELECT "a" AS c0 FROM records WHERE "a" IN (?, ?',
    'SELECT "a" AS c0 FROM records WHERE "a" === 1',
    'SELECT "a" AS c0 FROM records ORDER "a"',
    'SELECT "a" AS c0 FROM records LIMIT 1 GROUP BY 1',
    'SELECT "a" AS c0 FROM records WHERE "a" = \'it\'s\'',
    'SELECT end FROM records',
    'SELECT aws-region FROM records WHERE [a] = 1',
  ])('finds what is wrong in %s', (text) => {
    expect(mistakesIn(text)).not.toEqual([]);
  });
});

describe('a statement of Athena', () => {
  const format = formatOf(CASE_HEADER);

  it.each(SHAPES)('is one of Trino: every question about %s', (shape) => {
    const table = tableOf(shape, format);
    const statements = QUERY_CASES.map(({ query }) => compileStatement(query, table, {})).filter(
      (one) => one !== null,
    );

    expect(statements.length).toBeGreaterThan(15);
    for (const statement of statements) {
      expect('text' in statement && mistakesIn(statement.text)).toEqual([]);
    }
  });

  it('is one of Trino, whatever is asked', { timeout: 120_000 }, () => {
    const few = formatOfNames(RECORD_FIELDS.map((key) => FIELDS[key].name));

    fc.assert(
      fc.property(anyQuery, fc.constantFrom(...SHAPES), (query, shape) => {
        const statement = compileStatement(query, tableOf(shape, few), {});
        if (statement === null) return;

        expect('text' in statement && mistakesIn(statement.text)).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it('is one statement with as many parameters as question marks', () => {
    const few = formatOfNames(RECORD_FIELDS.map((key) => FIELDS[key].name));

    fc.assert(
      fc.property(anyQuery, (query) => {
        const statement = compileStatement(query, tableOf('a table of Parquet files', few), {});
        if (statement === null || 'refused' in statement) return;

        expect(statement.text.split('?').length - 1).toBe(statement.parameters.length);
        expect(statement.text).not.toMatch(/;|--|\/\*/);
      }),
    );
  });

  it('with the literals of its parameters is one of Trino too', () => {
    const format = formatOf(CASE_HEADER);
    const statements = QUERY_CASES.map(({ query }) => query)
      .filter((query) => compileStatement(query, tableOf('a table of lines', format), {}) !== null)
      .map((query) => compiled(query, tableOf('a table of lines', format)));

    for (const { text, parameters } of statements) {
      expect(mistakesIn(bound(text, parameters))).toEqual([]);
    }
  });
});
