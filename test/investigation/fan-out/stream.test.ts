import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMemoryEngine } from '../../../src/backends/memory/memory-engine.ts';
import { createFanOutEngine } from '../../../src/investigation/fan-out/engine.ts';
import { createOutcomes } from '../../../src/investigation/fan-out/outcomes.ts';
import type { Engine, QueryResult } from '../../../src/query/engine.ts';
import { field } from '../../../src/query/expression.ts';
import { type FlowQuery, records } from '../../../src/query/flow-query.ts';
import { ALWAYS } from '../../../src/query/predicate.ts';
import { SourceError } from '../../../src/query/source-error.ts';
import type { FlowRecord } from '../../../src/record/record.ts';
import { ask, CASE_RECORDS } from '../../kit/engine-contract.ts';
import { WINDOW } from '../../kit/query-cases.ts';
import { anyQuery, anyRecord } from '../../kit/random-queries.ts';

const EVERY = records({ window: WINDOW, where: ALWAYS, columns: { at: field('interfaceId') }, limit: 100 });

/** Gives its rows two at a time. */
function paging(all: readonly FlowRecord[], failAfter = Number.POSITIVE_INFINITY): Engine {
  const engine = createMemoryEngine(all);
  return {
    ...engine,
    async *stream<Row>(query: FlowQuery<Row>, options: Parameters<Engine['run']>[1]) {
      const { rows, ...rest } = await engine.run(query, options);
      for (let at = 0; at < rows.length; at += 2) {
        if (at >= failAfter) {
          throw new SourceError({
            code: 'unavailable',
            attempted: 'read on',
            happened: 'it ended.',
            todo: 'Ask again.',
          });
        }
        yield rows.slice(at, at + 2);
      }
      return rest;
    },
  };
}

function fanOut(engines: readonly Engine[], outcomes = createOutcomes(['a', 'b', 'c'], [])): Engine {
  return createFanOutEngine(
    engines.map((engine, index) => ({ name: 'abc'[index] ?? '', engine })),
    outcomes,
  );
}

async function streamed<Row>(
  engine: Engine,
  query: FlowQuery<Row>,
  signal = new AbortController().signal,
): Promise<QueryResult<Row>> {
  const pages = engine.stream?.(query, { signal });
  if (!pages) throw new TypeError('the engine does not stream');
  const rows: Row[] = [];
  let next = await pages.next();
  while (!next.done) {
    rows.push(...next.value);
    next = await pages.next();
  }
  return { rows, ...next.value };
}

function thirds<T>(all: readonly T[]): readonly (readonly T[])[] {
  return [0, 1, 2].map((place) => all.filter((_, index) => index % 3 === place));
}

describe('records of several sources a page at a time', () => {
  it('are what one engine over all records would give at once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyRecord, { maxLength: 40 }), anyQuery, async (all, query) => {
        const found = await streamed(fanOut(thirds(all).map((some) => paging(some))), query);
        const expected = await ask(createMemoryEngine(all), query);

        expect(found.rows).toEqual(expected.rows);
        expect(found.cutOff).toBe(expected.cutOff);
      }),
    );
  });

  it('may come from engines of which some give all at once', async () => {
    const [one = [], two = [], three = []] = thirds(CASE_RECORDS);
    const engine = fanOut([paging(one), createMemoryEngine(two), paging(three)]);

    expect((await streamed(engine, EVERY)).rows).toEqual(
      (await ask(createMemoryEngine(CASE_RECORDS), EVERY)).rows,
    );
  });

  it('go on without a source that fails on the way', async () => {
    const outcomes = createOutcomes(['a', 'b', 'c'], []);
    const [one = [], two = [], three = []] = thirds(CASE_RECORDS);
    const engine = fanOut([paging(one), paging(two, 2), paging(three)], outcomes);

    const { rows } = await streamed(engine, EVERY);

    expect(rows.length).toBeGreaterThan(one.length);
    expect(outcomes.list().map(({ outcome }) => outcome)).toEqual(['answered', 'failed', 'answered']);
  });

  it('end with what all sources told', async () => {
    const { scan } = await streamed(fanOut(thirds(CASE_RECORDS).map((some) => paging(some))), EVERY);

    expect(scan.records).toBe(CASE_RECORDS.length);
  });

  it('stop when the question is cancelled', async () => {
    await expect(
      streamed(
        fanOut([paging(CASE_RECORDS)]),
        EVERY,
        AbortSignal.abort(new Error('somebody pressed Cancel')),
      ),
    ).rejects.toThrow('somebody pressed Cancel');
  });

  it('stop at each source where nobody wants more of them', async () => {
    let stopped = 0;
    const endless: Engine = {
      ...createMemoryEngine([]),
      async *stream() {
        try {
          for (;;) yield Array.from({ length: 1000 }, () => ({ at: 'eni-0a' }) as never);
        } finally {
          stopped += 1;
        }
      },
    };
    const { signal } = new AbortController();
    const pages = fanOut([endless, endless]).stream?.({ ...EVERY, limit: 1e6 }, { signal });

    await pages?.next();
    await pages?.return({} as never);

    expect(stopped).toBe(2);
  });

  it('stop at a source that has begun where the question is cancelled while others begin', async () => {
    let stopped = 0;
    const stop = new AbortController();
    const begun: Engine = {
      ...createMemoryEngine([]),
      async *stream() {
        try {
          for (;;) yield [{ at: 'eni-0a' } as never];
        } finally {
          stopped += 1;
        }
      },
    };
    const slow: Engine = {
      ...createMemoryEngine([]),
      async *stream() {
        await new Promise((resolve) => setImmediate(resolve));
        stop.abort(new Error('somebody pressed Cancel'));
        throw stop.signal.reason;
      },
    };

    await expect(streamed(fanOut([begun, slow]), EVERY, stop.signal)).rejects.toThrow('pressed Cancel');

    expect(stopped).toBe(1);
  });

  it('are not offered where no source gives pages', () => {
    const { stream: _, ...plain } = createMemoryEngine([]);

    expect(fanOut([plain]).stream).toBeUndefined();
  });
});
