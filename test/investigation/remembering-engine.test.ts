import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rememberingEngine } from '../../src/investigation/remembering-engine.ts';
import type { Engine, Progress, RunOptions } from '../../src/query/engine.ts';
import { count, groups } from '../../src/query/flow-query.ts';
import { ok } from '../kit/aws-mock.ts';
import { type HeldRun, heldEngine, queryOf, resultOf } from '../kit/held-engine.ts';
import { flowLogsReply, insightsSource, mockInsights, resultsReply, until } from '../kit/insights-source.ts';
import { NOW } from '../kit/scope.ts';

const CURRENT = queryOf({ start: NOW - 3600, end: NOW });
const PAST = queryOf({ start: NOW - 7200, end: NOW - 3600 });
const NOTHING_SCANNED = { queries: 0, bytes: 0, records: 0, estimatedUsd: 0, milliseconds: 0 };

function options(changes: Partial<RunOptions> = {}): RunOptions {
  return { signal: new AbortController().signal, ...changes };
}

/** A remembering engine over one that is held, with a clock that the test sets. */
function remembering(changes: Partial<Engine> = {}, bounds = { results: 200, rows: 200_000 }) {
  const inner = heldEngine(changes);
  const clock = { at: NOW };
  const engine = rememberingEngine(inner, { now: () => clock.at, bounds });
  const nth = (index: number): HeldRun => {
    const run = inner.runs[index];
    if (!run) throw new RangeError(`there is no run ${index}`);
    return run;
  };
  /** Asks, and ends the run where one begins. */
  const answered = async (query = CURRENT, given: Partial<RunOptions> = {}, result = resultOf()) => {
    const before = inner.runs.length;
    const asked = engine.run(query, options(given));
    if (inner.runs.length > before) nth(before).finish(result);
    return asked;
  };
  return { engine, runs: inner.runs, nth, clock, answered };
}

describe('people who ask the same at the same time', () => {
  it('share one run, for which one of them pays', async () => {
    const { engine, runs, nth } = remembering();

    const asked = Array.from({ length: 100 }, () => engine.run(CURRENT, options()));
    nth(0).finish({ rows: [{ records: 7 }] });
    const results = await Promise.all(asked);

    expect(runs).toHaveLength(1);
    expect(results.every(({ rows }) => rows.length === 1)).toBe(true);
    expect(results.map(({ scan }) => scan.queries)).toEqual([1, ...Array(99).fill(0)]);
    expect(results[0]).not.toHaveProperty('askedAt');
    expect(results[1]).toMatchObject({ askedAt: NOW, scan: NOTHING_SCANNED });
  });

  it('each hear how it goes on, those who come late what is known by then', async () => {
    const { engine, nth } = remembering();
    const heard: [Progress[], Progress[]] = [[], []];

    const first = engine.run(CURRENT, options({ onProgress: (progress) => heard[0].push(progress) }));
    nth(0).options.onProgress?.({ text: 'a tenth' });
    const second = engine.run(CURRENT, options({ onProgress: (progress) => heard[1].push(progress) }));
    nth(0).options.onProgress?.({ text: 'all' });
    nth(0).finish();
    await Promise.all([first, second]);

    expect(heard).toEqual([
      [{ text: 'a tenth' }, { text: 'all' }],
      [{ text: 'a tenth' }, { text: 'all' }],
    ]);
  });

  it('can each give up, and the run is aborted when the last has', async () => {
    const { engine, nth } = remembering();
    const [one, two] = [new AbortController(), new AbortController()];
    const asked = [one, two].map(({ signal }) => engine.run(CURRENT, options({ signal })));

    one.abort(new Error('one gave up'));
    await expect(asked[0]).rejects.toThrow('one gave up');
    expect(nth(0).isOpen()).toBe(true);

    two.abort(new Error('two gave up'));
    await expect(asked[1]).rejects.toThrow('two gave up');
    expect(nth(0).options.signal.reason).toEqual(new Error('two gave up'));
  });

  it('pay where the one who began it has given up', async () => {
    const { engine, nth } = remembering();
    const first = new AbortController();
    const [gone, stays] = [first.signal, options().signal].map((signal) =>
      engine.run(CURRENT, options({ signal })),
    );

    first.abort(new Error('gave up'));
    nth(0).finish();

    await expect(gone).rejects.toThrow('gave up');
    expect((await stays)?.scan.queries).toBe(1);
  });

  it('begin a new run where the one before was given up', async () => {
    const { engine, runs, nth } = remembering();
    const first = new AbortController();
    const gone = engine.run(CURRENT, options({ signal: first.signal }));
    first.abort(new Error('gave up'));
    await expect(gone).rejects.toThrow();

    const second = engine.run(CURRENT, options());
    const third = engine.run(CURRENT, options());
    nth(1).finish();
    await Promise.all([second, third]);

    expect(runs).toHaveLength(2);
  });

  it('all hear of its failure, which is not remembered', async () => {
    const { engine, runs, nth, answered } = remembering();
    const asked = [1, 2].map(() => engine.run(CURRENT, options()));

    nth(0).fail(new Error('throttled'));

    for (const one of asked) await expect(one).rejects.toThrow('throttled');
    expect(await answered()).toMatchObject({ scan: { queries: 1 } });
    expect(runs).toHaveLength(2);
  });
});

describe('who asks again', () => {
  it('is answered from memory, at no cost, and hears when it was asked', async () => {
    const { answered, runs, clock } = remembering();
    const first = await answered(CURRENT, {}, resultOf({ rows: [{ records: 7 }], notes: ['a note'] }));

    clock.at = NOW + 59;
    const second = await answered();

    expect(runs).toHaveLength(1);
    expect(second).toEqual({ ...first, scan: NOTHING_SCANNED, askedAt: NOW });
  });

  it.each([
    ['a minute after the first, where records may still be coming', CURRENT, 60],
    ['ten minutes after it, where the records have come', PAST, 600],
  ])('is answered anew %s', async (_, query, seconds) => {
    const { answered, runs, clock } = remembering();
    await answered(query);

    clock.at = NOW + seconds - 1;
    await answered(query);
    expect(runs).toHaveLength(1);

    clock.at = NOW + seconds;
    await answered(query);
    expect(runs).toHaveLength(2);
  });

  it('is answered anew with fresh, for everybody from then on', async () => {
    const { answered, runs, clock } = remembering();
    await answered();
    clock.at = NOW + 10;

    expect(await answered(CURRENT, { fresh: true })).not.toHaveProperty('askedAt');
    clock.at = NOW + 69;

    expect(await answered()).toMatchObject({ askedAt: NOW + 10 });
    expect(runs).toHaveLength(2);
  });

  it('joins with fresh what is under way, since nothing newer could be had', async () => {
    const { engine, runs, nth } = remembering();

    const asked = [{}, { fresh: true }].map((given) => engine.run(CURRENT, options(given)));
    nth(0).finish();
    await Promise.all(asked);

    expect(runs).toHaveLength(1);
  });

  it('is asked anew where too much came between, in results or in rows', async () => {
    const bounds = { results: 2, rows: 10 };
    const [a, b, c] = [1, 2, 3].map((limit) => queryOf({ start: NOW - 60, end: NOW }, limit));
    const rows = (length: number) => resultOf({ rows: Array.from({ length }, () => ({})) });

    const byCount = remembering({}, bounds);
    for (const query of [a, b, a, c, a, b]) await byCount.answered(query);
    expect(byCount.runs.map(({ query }) => query.limit)).toEqual([1, 2, 3, 2]);

    const byRows = remembering({}, bounds);
    await byRows.answered(a, {}, rows(6));
    await byRows.answered(b, {}, rows(5));
    await byRows.answered(b);
    await byRows.answered(a, {}, rows(11));
    await byRows.answered(a);
    expect(byRows.runs.map(({ query }) => query.limit)).toEqual([1, 2, 1, 1]);
  });
});

describe('an estimate', () => {
  it('is of what is neither remembered nor under way', async () => {
    const estimated: number[][] = [];
    const { engine, answered, runs } = remembering({
      estimate: async (queries) => {
        estimated.push(queries.map(({ limit }) => limit));
        return { bytes: 5, usd: 1, basis: 'told' };
      },
    });
    const [remembered, running, open] = [1, 2, 3].map((limit) =>
      queryOf({ start: NOW - 60, end: NOW }, limit),
    ) as [typeof CURRENT, typeof CURRENT, typeof CURRENT];
    await answered(remembered);
    const asked = engine.run(running, options());

    expect(await engine.estimate?.([remembered, running, open], options())).toMatchObject({ bytes: 5 });
    expect(await engine.estimate?.([remembered, running], options())).toMatchObject({ bytes: 0, usd: 0 });
    await engine.estimate?.([remembered, running], options({ fresh: true }));
    runs[1]?.finish();
    await asked;

    expect(estimated).toEqual([[3], [1]]);
  });

  it('is not there where the engine has none', () => {
    expect(remembering().engine).not.toHaveProperty('estimate');
    expect(remembering().engine).not.toHaveProperty('stream');
  });
});

describe('over CloudWatch Logs Insights', () => {
  const aws = mockInsights();

  it('a hundred people who ask the same start one query, and get its rows', async () => {
    aws.reply('DescribeFlowLogs', flowLogsReply());
    aws.reply('StartQuery', ok({ queryId: 'q-1' }));
    aws.reply('GetQueryResults', resultsReply('Complete', [{ mRecords: '7' }]));
    const engine = rememberingEngine(insightsSource().engine, { now: () => NOW });
    const query = groups({ ...CURRENT, columns: {}, measures: { records: count() }, orderBy: [] });

    const results = await Promise.all(Array.from({ length: 100 }, () => engine.run(query, options())));

    expect(aws.of('StartQuery')).toHaveLength(1);
    expect(results.map(({ rows }) => rows)).toEqual(Array(100).fill([{ records: 7 }]));
    expect(results.reduce((sum, { scan }) => sum + (scan.bytes ?? 0), 0)).toBe(2_000_000);
  });

  it('their query is stopped when all of them have given up', async () => {
    aws.reply('DescribeFlowLogs', flowLogsReply());
    aws.reply('StartQuery', ok({ queryId: 'q-1' }));
    aws.always('GetQueryResults', resultsReply('Running'));
    aws.reply('StopQuery', ok({ success: true }));
    const source = insightsSource();
    const engine = rememberingEngine(source.engine, { now: () => NOW });
    const people = [1, 2, 3].map(() => new AbortController());
    const asked = people.map(({ signal }) => engine.run(CURRENT, options({ signal })));
    const gone = Promise.allSettled(asked);
    await until(() => aws.of('GetQueryResults').length > 2);

    for (const person of people) person.abort(new Error('gave up'));

    expect(await gone).toEqual(people.map(() => ({ status: 'rejected', reason: new Error('gave up') })));
    await engine.close();
    expect(aws.of('StopQuery')).toEqual([{ queryId: 'q-1' }]);
  });
});

describe('whatever people do, and in whatever order', () => {
  const step = fc.oneof(
    fc.record({ do: fc.constant('ask' as const), query: fc.nat(2), fresh: fc.boolean() }),
    fc.record({ do: fc.constant('give up' as const), which: fc.nat(20) }),
    fc.record({ do: fc.constant('finish' as const), which: fc.nat(20) }),
    fc.record({ do: fc.constant('fail' as const), which: fc.nat(20) }),
    fc.record({ do: fc.constant('wait' as const), seconds: fc.nat(100) }),
  );

  it('no query runs twice at once, none runs that nobody waits for, and everybody who waits is answered', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const { engine, runs, clock } = remembering();
        const people: { readonly query: number; readonly controller: AbortController; done: boolean }[] = [];
        const open = () => runs.filter((run) => run.isOpen());
        const waiting = () => people.filter(({ done }) => !done);
        for (const one of steps) {
          if (one.do === 'ask') {
            const person = { query: one.query, controller: new AbortController(), done: false };
            people.push(person);
            const { signal } = person.controller;
            const end = () => {
              person.done = true;
            };
            engine
              .run(queryOf({ start: NOW, end: NOW + 1 }, one.query), { signal, fresh: one.fresh })
              .then(end, end);
          } else if (one.do === 'give up') {
            waiting()[one.which]?.controller.abort(new Error('gave up'));
          } else if (one.do === 'finish') {
            open()[one.which]?.finish();
          } else if (one.do === 'fail') {
            open()[one.which]?.fail(new Error('failed'));
          } else {
            clock.at += one.seconds;
          }
          await new Promise<void>((resolve) => setImmediate(resolve));

          const running = open().map(({ query }) => query.limit);
          expect(new Set(running).size).toBe(running.length);
          expect(new Set(waiting().map(({ query }) => query))).toEqual(new Set(running));
        }
      }),
      { numRuns: 200 },
    );
  });
});
