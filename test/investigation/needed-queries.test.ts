import { describe, expect, it, vi } from 'vitest';
import { createLedger } from '../../src/investigation/ledger.ts';
import { NeededQueries } from '../../src/investigation/needed-queries.ts';
import { NotSpent } from '../../src/investigation/not-spent.ts';
import { QuestionSpending } from '../../src/investigation/question-spending.ts';
import { heldEngine, queryOf } from '../kit/held-engine.ts';
import { NOW } from '../kit/scope.ts';

const WINDOW = { start: NOW - 3600, end: NOW };

describe('the queries of a question', () => {
  it('are all stopped when they are seen to scan more than it may, though nothing was known before', async () => {
    const engine = heldEngine({ estimate: async () => ({ bytes: null, usd: null, basis: 'it is new' }) });
    const budgets = { question: { bytes: 100 }, personPerDay: {}, perDay: {} };
    const queries = new NeededQueries({
      engine,
      options: { signal: new AbortController().signal },
      stages: 1,
      spending: new QuestionSpending({ budgets, ledger: createLedger(() => NOW) }, null),
      window: WINDOW,
    });

    const rows = queries.rows({ one: queryOf(WINDOW, 1), other: queryOf(WINDOW, 2) });
    const failure = rows.catch((error: unknown) => error);
    await vi.waitUntil(() => engine.runs.length === 2);
    engine.runs[0]?.options.onProgress?.({ text: 'running', bytesScanned: 101 });

    expect(await failure).toBeInstanceOf(NotSpent);
    expect(engine.runs.map((run) => run.isOpen())).toEqual([false, false]);
  });
});
