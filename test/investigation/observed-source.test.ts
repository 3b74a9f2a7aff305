import { describe, expect, it } from 'vitest';
import { observedSource } from '../../src/investigation/observed-source.ts';
import type { Source } from '../../src/investigation/source.ts';
import type { Engine } from '../../src/query/engine.ts';
import { SOURCE } from '../../src/query/expression.ts';
import { records } from '../../src/query/flow-query.ts';
import { ALWAYS } from '../../src/query/predicate.ts';
import { ABOUT } from '../kit/about.ts';
import { listening } from '../kit/heard.ts';

const QUERY = records({
  window: { start: 0, end: 60 },
  where: ALWAYS,
  columns: { from: SOURCE },
  orderBy: [],
  limit: 5,
});
const SCAN = { queries: 1, bytes: 40, records: 2, estimatedUsd: 0.1, milliseconds: 1 };
const ABOUT_ROWS = { cutOff: false, scan: SCAN, malformed: { count: 0, samples: [] }, notes: [] };
const signal = new AbortController().signal;

function observedWith(engine: Partial<Engine>) {
  const whole: Engine = {
    id: 'insights',
    run: async () => ({ rows: [], ...ABOUT_ROWS }),
    close: async () => undefined,
    ...engine,
  };
  const source: Source = {
    ...{ name: 'core', about: ABOUT, engine: whole },
    flowLogSettings: async () => ({ flowLogs: null, notes: [] }),
  };
  return observedSource(source).engine;
}

describe('a source that is observed', () => {
  it('tells of each query who was asked and what it took, and whether that was known already', async () => {
    const { observer, heard } = listening();
    const now = observedWith({});
    const before = observedWith({ run: async () => ({ rows: [], ...ABOUT_ROWS, askedAt: 9 }) });

    await now.run(QUERY, { signal, observer });
    await before.run(QUERY, { signal, observer });

    expect(heard[0]).toEqual({
      path: 'ask',
      facts: { source: 'core', backend: 'insights', kept: false, rows: 0, bytes: 40, records: 2, usd: 0.1 },
    });
    expect(heard[1]?.facts.kept).toBe(true);
  });

  it('tells of what it runs as within the asking', async () => {
    const { observer, heard } = listening();
    const engine = observedWith({
      async run(_, options) {
        options.observer?.begin('query', {}).end({});
        return { rows: [], ...ABOUT_ROWS };
      },
    });

    await engine.run(QUERY, { signal, observer });

    expect(heard.map(({ path }) => path)).toEqual(['ask > query', 'ask']);
  });

  it('tells of pages when the last is read, or when nobody wants more of them', async () => {
    const { observer, heard } = listening();
    const engine = observedWith({
      async *stream() {
        yield [];
        yield [];
        return ABOUT_ROWS;
      },
    });

    for await (const _ of engine.stream?.(QUERY, { signal, observer }) ?? []);
    for await (const _ of engine.stream?.(QUERY, { signal, observer }) ?? []) break;

    expect(heard.map(({ facts }) => facts)).toMatchObject([{ bytes: 40 }, { failure: 'cancelled' }]);
  });

  it('can do no more than it could unobserved', () => {
    const engine = observedWith({});

    expect(engine.stream).toBeUndefined();
    expect(engine.estimate).toBeUndefined();
  });
});
