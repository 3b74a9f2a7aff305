import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMemoryEngine } from '../../src/backends/memory/memory-engine.ts';
import { answer, understand } from '../../src/commands/answer.ts';
import type { Engine } from '../../src/query/engine.ts';
import type { FlowQuery } from '../../src/query/flow-query.ts';
import type { Subject } from '../../src/query/request.ts';
import { ABOUT } from '../kit/about.ts';
import { network, networkInterface } from '../kit/networks.ts';
import { NOW } from '../kit/scope.ts';

const PIECES = [
  ...['"', "'", "''", '\\', ';', '`', '--', '/*', '|', '?', '$1', '{{x}}', '%', '\n', '\u0000', '\u202e'],
  ...["' OR '1' = '1", '| limit 0', 'é', '日本', '👩‍👩‍👧', '\ud83e', 'eni-0db', '10.0.2.9', '0.0.0.0/0'],
];
const hostile = fc
  .array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 5 })
  .map((pieces) => `x${pieces.join('')}`);

/** What is asked of the records when a network interface has the name that a question is about. */
async function asked(verb: string, name: string): Promise<readonly FlowQuery<unknown>[]> {
  const queries: FlowQuery<unknown>[] = [];
  const memory = createMemoryEngine([]);
  const engine: Engine = {
    id: 'recording',
    run: (query, options) => {
      queries.push(query as FlowQuery<unknown>);
      return memory.run(query, options);
    },
    close: memory.close,
  };
  const of = network({ instances: [], networkInterfaces: [networkInterface({ name })] });
  const understood = understand(`${verb} placeholder`, { now: NOW, timeZone: 'UTC' });
  if (understood.kind !== 'question') throw new TypeError(`${verb} is no question`);
  const subjects: Subject[] = [{ kind: 'name', name }];
  const { kind } = await answer(
    { ...understood, request: { ...understood.request, subjects } },
    {
      now: NOW,
      monotonic: () => 0,
      sources: [
        {
          name: 'test',
          about: ABOUT,
          engine,
          flowLogSettings: async () => ({ flowLogs: null, notes: [] }),
          network: async () => ({ network: of, readAt: null, calls: 0, notes: [] }),
        },
      ],
      signal: new AbortController().signal,
    },
  );
  expect(kind).toBe('diagnosis');
  return queries;
}

describe('a name that means something to a query language', () => {
  it.each(['reject', 'top', 'talk', 'timeline', 'records'])(
    'stands for what has it, and is in no query: %s',
    async (verb) => {
      const harmless = await asked(verb, 'web-1');
      expect(harmless.length).toBeGreaterThan(0);

      await fc.assert(
        fc.asyncProperty(hostile, async (name) => {
          expect(await asked(verb, name)).toEqual(harmless);
        }),
        { numRuns: 40 },
      );
    },
  );
});
