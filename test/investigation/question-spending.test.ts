import { describe, expect, it } from 'vitest';
import type { Overspend } from '../../src/diagnosis/overspend.ts';
import type { Budgets } from '../../src/investigation/budget.ts';
import { createLedger } from '../../src/investigation/ledger.ts';
import { type Decision, QuestionSpending } from '../../src/investigation/question-spending.ts';
import type { Estimate, Scan } from '../../src/query/engine.ts';
import { heldEngine, queryOf } from '../kit/held-engine.ts';
import { NOW } from '../kit/scope.ts';

const WINDOW = { start: NOW - 3600, end: NOW };
const BUDGETS: Budgets = { question: { bytes: 100 }, personPerDay: { bytes: 1000 }, perDay: { bytes: 5000 } };
const QUERIES = [queryOf(WINDOW, 1), queryOf(WINDOW, 2)];

function scan(bytes: number, estimatedUsd: number | null = bytes / 100): Scan {
  return { queries: 1, bytes, records: 1, estimatedUsd, milliseconds: 1 };
}

interface Given {
  /** One for each stage. */
  readonly estimates?: readonly Partial<Estimate>[];
  /** What is answered, one after the other; null: nobody can be asked. */
  readonly decisions?: readonly (Decision | null)[];
  readonly budgets?: Budgets;
}

function spending({ estimates = [], decisions, budgets = BUDGETS }: Given = {}) {
  const [left, answers] = [[...estimates], [...(decisions ?? [])]];
  const ledger = createLedger(() => NOW);
  const asked: Overspend[] = [];
  const engine = heldEngine({
    estimate: async () => ({ bytes: null, usd: null, basis: 'told', ...left.shift() }),
  });
  const decide = async (over: Overspend) => {
    asked.push(over);
    return answers.shift() ?? null;
  };
  const own = new QuestionSpending({ budgets, ledger, ...(decisions ? { decide } : {}) }, 'U0ASKER');
  const controller = new AbortController();
  const allow = (queries = QUERIES) =>
    own.allow(engine, queries, { signal: controller.signal, window: WINDOW });
  /** A stage that takes so many bytes, half with each query. */
  const stage = async (bytes: number) => {
    for (const meter of await allow()) await meter.end(scan(bytes / 2));
  };
  return { allow, stage, asked, ledger, controller };
}

describe('what a question spends', () => {
  it('is allowed without asking within the budgets, and entered when it has run', async () => {
    const { stage, asked, ledger } = spending({ estimates: [{ bytes: 90, usd: 0.9 }], decisions: [] });

    await stage(80);

    expect(asked).toEqual([]);
    expect(await ledger.spent('U0ASKER')).toEqual({ bytes: 80, usd: 0.8 });
  });

  it('is stopped when its queries are seen to scan more than its budget, where nothing was known before', async () => {
    const { allow } = spending({ decisions: [] });
    const [one, other] = await allow();

    expect(one?.note({ text: 'running', bytesScanned: 60 })).toBeNull();
    expect(other?.note({ text: 'running', bytesScanned: 41 })?.reason).toMatchObject({
      kind: 'not-asked',
      overspend: { stopped: true, spent: { bytes: 101 }, budget: { of: 'question', limit: 100 } },
    });
  });

  it('may take as much as a person has allowed', async () => {
    const { allow } = spending({ estimates: [{ bytes: 500, usd: 5 }], decisions: [{ kind: 'go-on' }] });
    const [one] = await allow();

    expect(one?.note({ text: 'running', bytesScanned: 600 })).toBeNull();
    expect(one?.note({ text: 'running', bytesScanned: 601 })).not.toBeNull();
  });

  it('counts as estimated for all others as long as it runs', async () => {
    const { allow, ledger } = spending({ estimates: [{ bytes: 90, usd: 0.9 }] });

    await allow();

    expect(await ledger.spent()).toEqual({ bytes: 90, usd: 0.9 });
  });

  it('is asked about before it would pass a budget, with what it would fit into', async () => {
    const estimates = [{ bytes: 200, usd: 2 }];
    const { stage, asked } = spending({ estimates, decisions: [{ kind: 'go-on' }] });

    await stage(200);

    expect(asked).toMatchObject([
      { estimate: { bytes: 200, usd: 2 }, budget: { of: 'question', limit: 100, spent: 0 } },
    ]);
    expect(asked[0]?.narrowed).toEqual({ start: NOW - 20 * 60, end: NOW });
  });

  it.each([
    ['nobody can be asked', { estimates: [{ bytes: 400 }] }, 'not-asked'],
    ['asking failed', { estimates: [{ bytes: 400 }], decisions: [null] }, 'not-asked'],
    [
      'somebody stops it',
      { estimates: [{ bytes: 400 }], decisions: [{ kind: 'stop', because: 'too much' }] },
      'stop',
    ],
    [
      'it is to be narrowed to what is none',
      { estimates: [{ bytes: 9e9 }], decisions: [{ kind: 'narrow' }] },
      'not-asked',
    ],
    ['it is to be narrowed', { estimates: [{ bytes: 200 }], decisions: [{ kind: 'narrow' }] }, 'narrow'],
  ] as const)('is not spent where %s', async (_, given, kind) => {
    const { allow, ledger } = spending(given);

    await expect(allow()).rejects.toMatchObject({ reason: { kind } });
    expect(await ledger.spent()).toEqual({ bytes: 0, usd: 0 });
  });

  it('is asked about before the next stage where it was more than anybody knew', async () => {
    const { stage, asked } = spending({ decisions: [{ kind: 'go-on' }] });

    await stage(150);
    expect(asked).toEqual([]);
    await stage(10);

    expect(asked).toMatchObject([{ budget: { spent: 150 }, spent: { bytes: 150 }, narrowed: null }]);
  });

  it('may be what was allowed and one budget on top, before it is asked about again', async () => {
    const estimates = [{ bytes: 400 }, { bytes: 90 }, { bytes: 50 }];
    const go = { kind: 'go-on' } as const;
    const { stage, asked } = spending({ estimates, decisions: [go, go] });

    await stage(400);
    await stage(90);
    expect(asked).toHaveLength(1);
    await stage(50);

    expect(asked).toHaveLength(2);
  });

  it('is what was seen of queries that were stopped or failed', async () => {
    const { allow, ledger } = spending({ estimates: [{ bytes: 80, usd: 0.8 }] });

    const [stopped, failed] = await allow();
    stopped?.note({ text: 'running', bytesScanned: 30 });
    await stopped?.end(null);
    await failed?.end(null);

    expect(await ledger.spent()).toEqual({ bytes: 30, usd: 0.3 });
  });

  it('is nothing where it is free, or remembered', async () => {
    const { allow, ledger } = spending({ estimates: [{ bytes: 9e15, usd: 0 }] });

    const [one, two] = await allow();
    one?.note({ text: 'reading', bytesScanned: 9e15 });
    await one?.end(null);
    await two?.end(scan(9e15, 0));

    expect(await ledger.spent()).toEqual({ bytes: 0, usd: 0 });
  });

  it('is asked about one stage after the other', async () => {
    const { allow, asked } = spending({
      estimates: [{ bytes: 400 }, { bytes: 50 }],
      decisions: [{ kind: 'go-on' }],
    });

    await Promise.all([allow(), allow([queryOf(WINDOW, 3)])]);

    expect(asked).toHaveLength(1);
  });

  it('counts what still runs for what may run beside it', async () => {
    const estimates = [{ bytes: 60 }, { bytes: 60 }];
    const { allow, asked } = spending({ estimates, decisions: [{ kind: 'go-on' }] });

    await allow();
    await allow([queryOf(WINDOW, 3)]);

    expect(asked).toMatchObject([{ estimate: { bytes: 60 }, budget: { of: 'question', spent: 60 } }]);
  });

  it('counts what runs as more than was expected as soon as it is seen', async () => {
    const { allow, asked } = spending({ estimates: [{}, { bytes: 60 }], decisions: [{ kind: 'go-on' }] });

    const [one] = await allow();
    one?.note({ text: 'running', bytesScanned: 70 });
    await allow([queryOf(WINDOW, 3)]);

    expect(asked).toMatchObject([{ budget: { spent: 70 } }]);
  });

  it('is what was seen of a query where its engine cannot tell in the end', async () => {
    const { allow, ledger } = spending({ estimates: [{ bytes: 80, usd: 0.8 }] });

    const [one, other] = await allow();
    one?.note({ text: 'running', bytesScanned: 30 });
    await one?.end({ ...scan(0), bytes: null, estimatedUsd: null });
    await other?.end(scan(10));

    expect((await ledger.spent()).bytes).toBe(40);
  });

  it('is not estimated where there is no limit at all', async () => {
    const estimates = [{ bytes: 9e15 }];
    const { stage, ledger } = spending({
      estimates,
      budgets: { question: {}, personPerDay: {}, perDay: {} },
    });

    await stage(10);

    expect(estimates).toHaveLength(1);
    expect((await ledger.spent()).bytes).toBe(10);
  });

  it('is nothing where nobody can count it, and says so', async () => {
    const broken = async () => Promise.reject(new Error('connection refused'));
    const own = new QuestionSpending({ budgets: BUDGETS, ledger: { enter: broken, spent: broken } }, null);
    const { signal } = new AbortController();

    await expect(own.allow(heldEngine({}), QUERIES, { signal, window: WINDOW })).rejects.toMatchObject({
      name: 'SourceError',
      happened: 'connection refused.',
      todo: expect.stringContaining('Nothing was run.'),
    });
  });

  it('is not asked about once the question is stopped', async () => {
    const { allow, asked, controller } = spending({ estimates: [{ bytes: 400 }], decisions: [] });
    controller.abort(new Error('somebody pressed Cancel'));

    await expect(allow()).rejects.toThrow('somebody pressed Cancel');
    expect(asked).toEqual([]);
  });
});
