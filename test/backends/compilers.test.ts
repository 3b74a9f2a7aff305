import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFilesEngine } from '../../src/backends/files/engine.ts';
import { createMemoryEngine } from '../../src/backends/memory/memory-engine.ts';
import type { Engine } from '../../src/query/engine.ts';
import { field } from '../../src/query/expression.ts';
import { type FlowQuery, records } from '../../src/query/flow-query.ts';
import { isOneOf } from '../../src/query/predicate.ts';
import { SourceError } from '../../src/query/source-error.ts';
import { type AthenaStandIn, openAthena, RefusedByAthena } from '../kit/athena-stand-in.ts';
import { ask, CASE_RECORDS, CASE_TEXT } from '../kit/engine-contract.ts';
import { askInsights, eventOf, formatOf, linesOf } from '../kit/insights-events.ts';
import { CASE_HEADER, QUERY_CASES, WINDOW } from '../kit/query-cases.ts';
import { anyQuery } from '../kit/random-queries.ts';

interface Answer {
  readonly rows: readonly unknown[];
  readonly cutOff: boolean;
}

type Refused = { readonly refused: string };

const FORMAT = formatOf(CASE_HEADER);
const EVENTS = CASE_RECORDS.map((record) => eventOf(record, FORMAT));

let folder = '';
let files: Engine;
let athena: AthenaStandIn;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'flows-compilers-'));
  writeFileSync(join(folder, 'cases.log'), CASE_TEXT);
  files = createFilesEngine({ paths: [folder] });
  athena = await openAthena(CASE_RECORDS, FORMAT);
});

afterAll(async () => {
  await files.close();
  athena.close();
  rmSync(folder, { recursive: true, force: true });
});

const COMPILERS: Readonly<Record<string, (query: FlowQuery<unknown>) => Promise<Answer>>> = {
  files: (query) => ask(files, query),
  insights: async (query) => askInsights(query, linesOf(FORMAT), EVENTS),
  athena: (query) => athena.ask(query, "AWS's own table of text files"),
};

/** What each compiler makes of the question; a mistake of its own is thrown on. */
async function answers(query: FlowQuery<unknown>): Promise<Readonly<Record<string, Answer | Refused>>> {
  const each = Object.entries(COMPILERS).map(async ([name, answer]) => {
    try {
      const { rows, cutOff } = await answer(query);
      return [name, { rows, cutOff }] as const;
    } catch (error) {
      if (error instanceof SourceError) return [name, { refused: error.happened }] as const;
      if (error instanceof RefusedByAthena) return [name, { refused: error.message }] as const;
      throw error;
    }
  });
  return Object.fromEntries(await Promise.all(each));
}

/** The answer of memory for all who answer, words for all who do not. */
async function expectAlike(query: FlowQuery<unknown>): Promise<readonly string[]> {
  const { rows, cutOff } = await ask(createMemoryEngine(CASE_RECORDS), query);
  const found = Object.entries(await answers(query));
  for (const [name, answer] of found) {
    if ('refused' in answer) expect(answer.refused).toMatch(/^[^.]+\w.*\.$/);
    else expect([name, answer]).toEqual([name, { rows, cutOff }]);
  }
  return found.flatMap(([name, answer]) => ('refused' in answer ? [] : [name]));
}

describe('the compilers', () => {
  it.each(QUERY_CASES)('all take a question and agree on it: $name', async ({ query }) => {
    expect(await expectAlike(query)).toEqual(['files', 'insights', 'athena']);
  });

  it('take any question with the same meaning, or refuse it in words', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(anyQuery, async (query) => {
        await expectAlike(query);
      }),
      { numRuns: 150 },
    );
  });

  it('refuse in words what is too long for a service, and the others answer', async () => {
    const ports = Array.from({ length: 50_000 }, (_, port) => port);
    const query = records({
      window: WINDOW,
      where: isOneOf(field('srcPort'), ports),
      columns: { port: field('srcPort') },
      limit: 100,
    });

    expect(await expectAlike(query)).toEqual(['files']);
  });
});
