import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coverageQuery } from '../../../src/analyzers/coverage.ts';
import { createMemoryEngine } from '../../../src/backends/memory/memory-engine.ts';
import { createFanOutEngine } from '../../../src/investigation/fan-out/engine.ts';
import { createOutcomes } from '../../../src/investigation/fan-out/outcomes.ts';
import type { Engine, Progress, QueryResult } from '../../../src/query/engine.ts';
import { field } from '../../../src/query/expression.ts';
import {
  count,
  countDistinct,
  type FlowQuery,
  groups,
  max,
  min,
  records,
  sum,
} from '../../../src/query/flow-query.ts';
import { ALWAYS } from '../../../src/query/predicate.ts';
import { SourceError } from '../../../src/query/source-error.ts';
import type { FlowRecord } from '../../../src/record/record.ts';
import {
  answersAsMemoryDoes,
  ask,
  CASE_RECORDS,
  GATEWAY_RECORDS,
  tellsKindsApart,
} from '../../kit/engine-contract.ts';
import { QUERY_CASES, WINDOW } from '../../kit/query-cases.ts';
import { anyQuery, anyRecord } from '../../kit/random-queries.ts';

const NAMES = ['payments', 'core', 'staging', 'archive'];

function fanOut(engines: readonly Engine[]): Engine {
  const sources = engines.map((engine, index) => ({ name: NAMES[index] ?? '', engine }));
  return createFanOutEngine(
    sources,
    createOutcomes(
      sources.map(({ name }) => name),
      [],
    ),
  );
}

/** Records dealt out to so many engines, `places` saying to which. */
function dealt<T>(all: readonly T[], places: readonly number[], count: number): readonly (readonly T[])[] {
  return Array.from({ length: count }, (_, place) =>
    all.filter((_one, index) => (places[index % places.length] ?? 0) % count === place),
  );
}

const anyDeal = fc.record({
  places: fc.array(fc.nat(3), { minLength: 1, maxLength: 40 }),
  count: fc.integer({ min: 1, max: 4 }),
});

/** Returns no more rows than so many, whatever is asked. */
function capped(engine: Engine, most: number): Engine {
  return {
    ...engine,
    run: (query, options) => engine.run({ ...query, limit: Math.min(query.limit, most) }, options),
  };
}

function memory(all: readonly FlowRecord[]): Engine {
  return createMemoryEngine(all);
}

function changed(engine: Engine, changes: Partial<Omit<QueryResult<unknown>, 'rows'>>): Engine {
  return {
    ...engine,
    run: async (query, options) => ({ ...(await engine.run(query, options)), ...changes }),
  };
}

function failing(error: unknown): Engine {
  return { ...memory([]), run: () => Promise.reject(error) };
}

const REFUSED = new SourceError({
  code: 'access-denied',
  attempted: 'query /core/flow',
  happened: 'the permission logs:StartQuery is missing.',
  todo: 'Allow it.',
});

/** Few hosts with few values, so that they share and tie. */
const anySmallRecord: fc.Arbitrary<FlowRecord> = fc.record({
  interfaceId: fc.constantFrom('a', 'b', 'c', 'd', 'e', null),
  subnetId: fc.constantFrom('x', 'y'),
  bytes: fc.option(fc.integer({ min: 0, max: 9 }), { nil: null, freq: 5 }),
  start: fc.constant(WINDOW.start),
});

const RANKED = groups({
  window: WINDOW,
  where: ALWAYS,
  columns: { host: field('interfaceId') },
  measures: {
    total: sum(field('bytes')),
    records: count(),
    least: min(field('bytes')),
    greatest: max(field('bytes')),
    different: countDistinct(field('bytes')),
  },
  limit: 100,
});

const anyRanking = fc
  .record({
    by: fc.uniqueArray(fc.constantFrom('host', 'net', ...Object.keys(RANKED.measures ?? {})), {
      maxLength: 3,
    }),
    descending: fc.boolean(),
    limit: fc.integer({ min: 1, max: 4 }),
  })
  .map(({ by, descending, limit }) => ({
    ...RANKED,
    columns: { ...RANKED.columns, net: field('subnetId') },
    orderBy: by.map((name) => ({ by: name, descending })),
    limit,
  }));

const EVERY = records({ window: WINDOW, where: ALWAYS, columns: { at: field('interfaceId') }, limit: 100 });

describe('records in several engines', () => {
  answersAsMemoryDoes(async () => fanOut(dealt(CASE_RECORDS, [0, 1, 2], 3).map(memory)));
  tellsKindsApart(async () => fanOut(dealt([...CASE_RECORDS, ...GATEWAY_RECORDS], [0, 1, 2], 3).map(memory)));

  it('are answered as if one engine had them all, however they are dealt out: the common questions', async () => {
    await fc.assert(
      fc.asyncProperty(anyDeal, fc.constantFrom(...QUERY_CASES), async ({ places, count: of }, { query }) => {
        const found = await ask(fanOut(dealt(CASE_RECORDS, places, of).map(memory)), query);
        const expected = await ask(memory(CASE_RECORDS), query);

        expect(found.rows).toEqual(expected.rows);
        expect(found.cutOff).toBe(expected.cutOff);
      }),
    );
  });

  it('are answered as if one engine had them all: any question', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyRecord, { maxLength: 60 }),
        anyDeal,
        anyQuery,
        async (all, { places, count: of }, query) => {
          const found = await ask(fanOut(dealt(all, places, of).map(memory)), query);
          const expected = await ask(memory(all), query);

          expect(found.rows).toEqual(expected.rows);
          expect(found.cutOff).toBe(expected.cutOff);
          expect(found.notes).toEqual([]);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('are either answered so, or it is said what may be low, where engines return only some of their groups', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anySmallRecord, { maxLength: 30 }),
        anyDeal,
        anyRanking,
        fc.integer({ min: 1, max: 4 }),
        async (all, { places, count: of }, query, most) => {
          const engines = dealt(all, places, of).map((some) => capped(memory(some), most));
          const asked = { ...query, limit: Math.min(query.limit, most) };
          const found = await ask(fanOut(engines), asked);
          const expected = await ask(memory(all), asked);

          if (found.notes.length === 0) expect(found.rows).toEqual(expected.rows);
          expect(found.cutOff).toBe(expected.cutOff);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('are never lower than is said', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anySmallRecord, { maxLength: 30 }),
        anyDeal,
        fc.integer({ min: 1, max: 4 }),
        async (all, { places, count: of }, most) => {
          const query = { ...RANKED, orderBy: [{ by: 'total', descending: true }] };
          const engines = dealt(all, places, of).map((some) => capped(memory(some), most));
          const { rows, notes } = await ask(fanOut(engines), { ...query, limit: most });
          const whole = await ask(memory(all), { ...query, limit: 100 });

          const atMost = Number(/by at most (\d+) total each/.exec(notes.join(' '))?.[1] ?? 0);
          for (const { host, total } of rows) {
            const truth = whole.rows.find((row) => row.host === host)?.total ?? 0;
            expect(truth - total).toBeGreaterThanOrEqual(0);
            expect(truth - total).toBeLessThanOrEqual(atMost);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('groups that a source left out', () => {
  const bytes = (host: string, amount: number): FlowRecord => ({
    interfaceId: host,
    bytes: amount,
    start: WINDOW.start,
    end: WINDOW.start,
  });
  const top: FlowQuery<unknown> = groups({
    window: WINDOW,
    where: ALWAYS,
    columns: { host: field('interfaceId') },
    measures: { bytes: sum(field('bytes')) },
    orderBy: [{ by: 'bytes', descending: true }],
    limit: 2,
  });

  it('are bounded by its last row, so that the rows are known to be exact where they are far ahead', async () => {
    const found = await ask(
      fanOut([
        capped(memory([bytes('a', 900), bytes('b', 500), bytes('c', 3)]), 2),
        memory([bytes('b', 100), bytes('a', 100)]),
      ]),
      top,
    );

    expect(found).toMatchObject({
      rows: [
        { host: 'a', bytes: 1000 },
        { host: 'b', bytes: 600 },
      ],
      cutOff: true,
      notes: [],
    });
  });

  it('make figures low by at most so much, and the note says how much', async () => {
    const found = await ask(
      fanOut([
        capped(memory([bytes('a', 900), bytes('c', 40), bytes('b', 39)]), 2),
        memory([bytes('b', 500)]),
      ]),
      top,
    );

    expect(found.rows).toEqual([
      { host: 'a', bytes: 900 },
      { host: 'b', bytes: 500 },
    ]);
    expect(found.notes).toEqual([
      'payments had more groups than were read, so the figures of 1 of these rows may be low, by at most 40 bytes each.',
    ]);
  });

  it('are asked for in greater number than the rows that are wanted', async () => {
    const found = await ask(
      fanOut([
        memory([bytes('a', 900), bytes('c', 60), bytes('d', 50), bytes('b', 49)]),
        memory([bytes('b', 30)]),
      ]),
      top,
    );

    expect(found).toMatchObject({
      rows: [
        { host: 'a', bytes: 900 },
        { host: 'b', bytes: 79 },
      ],
      notes: [],
    });
  });
});

describe('different values', () => {
  const ports = (count: number): readonly FlowRecord[] =>
    Array.from({ length: count }, (_, srcPort) => ({ interfaceId: 'eni-0a', srcPort, start: WINDOW.start }));
  const query = groups({
    window: WINDOW,
    where: ALWAYS,
    columns: { host: field('interfaceId') },
    measures: { records: count(), ports: countDistinct(field('srcPort')) },
    limit: 10,
  });

  it('are counted once, though two sources have them', async () => {
    expect((await ask(fanOut([memory(ports(5)), memory(ports(3))]), query)).rows).toEqual([
      { host: 'eni-0a', records: 8, ports: 5 },
    ]);
  });

  it('may be more than it says where there are more than are read, and a note tells', async () => {
    const found = await ask(fanOut([memory(ports(12_000)), memory(ports(3))]), query);

    expect(found.rows).toEqual([{ host: 'eni-0a', records: 12_003, ports: 12_000 }]);
    expect(found.notes).toEqual([expect.stringMatching(/^ports: payments had more different values/)]);
  });
});

describe('a source that fails', () => {
  it('is left out, and asked nothing more', async () => {
    let asked = 0;
    const refusing: Engine = {
      ...failing(REFUSED),
      run: () => {
        asked += 1;
        return Promise.reject(REFUSED);
      },
    };
    const engine = fanOut([memory(CASE_RECORDS), refusing]);

    const first = await ask(engine, EVERY);
    await ask(engine, EVERY);

    expect(first.rows.length).toBeGreaterThan(0);
    expect(asked).toBe(1);
  });

  it('is the failure where it is the only one', async () => {
    await expect(ask(fanOut([failing(REFUSED)]), EVERY)).rejects.toBe(REFUSED);
  });

  it('is named with the others where all fail', async () => {
    const other = new SourceError({
      code: 'not-found',
      attempted: 'read a.log',
      happened: 'it is not there.',
      todo: 'Check the path.',
    });

    await expect(ask(fanOut([failing(REFUSED), failing(other)]), EVERY)).rejects.toMatchObject({
      attempted: 'ask payments and core',
      happened:
        'payments: could not query /core/flow: the permission logs:StartQuery is missing. core: could not read a.log: it is not there.',
      todo: 'payments: Allow it. core: Check the path.',
    });
  });

  it('fails alone with a defect of its own too, which is called one', async () => {
    const outcomes = createOutcomes(['payments', 'core'], []);
    const sources = [
      { name: 'payments', engine: memory(CASE_RECORDS) },
      { name: 'core', engine: failing(new TypeError('x is undefined')) },
    ];

    await ask(createFanOutEngine(sources, outcomes), EVERY);

    expect(outcomes.list()).toEqual([
      { name: 'payments', outcome: 'answered', because: null },
      {
        name: 'core',
        outcome: 'failed',
        because: expect.stringContaining('flows itself failed: x is undefined. This is a defect'),
        isOfSource: false,
      },
    ]);
  });

  it('is not what a cancelled question is', async () => {
    const stop = new AbortController();
    const engine = fanOut([
      memory(CASE_RECORDS),
      {
        ...memory([]),
        run: () => {
          stop.abort(new Error('somebody pressed Cancel'));
          return Promise.reject(new Error('stream closed'));
        },
      },
    ]);

    await expect(engine.run(EVERY, { signal: stop.signal })).rejects.toThrow('somebody pressed Cancel');
  });
});

describe('what sources tell of themselves', () => {
  it('is added up', async () => {
    const scan = { queries: 1, bytes: 10, records: 2, estimatedUsd: 0.5, milliseconds: 30 };
    const found = await ask(
      fanOut([
        changed(memory([]), { scan, notes: ['same', 'only here'] }),
        changed(memory([]), { scan: { ...scan, milliseconds: 70 }, notes: ['same'] }),
      ]),
      EVERY,
    );

    expect(found.scan).toEqual({ queries: 2, bytes: 20, records: 4, estimatedUsd: 1, milliseconds: 70 });
    expect(found.notes).toEqual(['same', 'payments: only here']);
  });

  it('is not from memory where more had to be asked', async () => {
    const askedBefore = (engine: Engine): Engine => ({
      ...engine,
      run: async (query, options) => {
        const found = await engine.run(query, options);
        return 'distinctValue' in query.columns ? found : { ...found, askedAt: 5 };
      },
    });
    const one = askedBefore(memory([{ interfaceId: 'a', bytes: 1, start: WINDOW.start }]));

    expect((await ask(fanOut([one, one]), RANKED)).askedAt).toBeUndefined();
    expect((await ask(fanOut([one, one]), EVERY)).askedAt).toBe(5);
  });

  it('names an interface of whose traffic two of them have records, because it is counted twice', async () => {
    const traffic: FlowRecord = {
      interfaceId: 'eni-0a',
      logStatus: 'OK',
      action: 'ACCEPT',
      start: WINDOW.start,
    };
    const coverage = coverageQuery(WINDOW);
    const notesOf = async (other: Partial<FlowRecord>) =>
      (await ask(fanOut([memory([traffic]), memory([{ ...traffic, ...other }])]), coverage)).notes;

    expect(await notesOf({})).toEqual([
      'Records of eni-0a are in payments and core: what both have is counted twice. Name one of them with `in`.',
    ]);
    expect(await notesOf({ interfaceId: 'eni-0b' })).toEqual([]);
    expect(await notesOf({ action: 'REJECT' })).toEqual([]);
  });

  it('is shown with how many have answered', async () => {
    const told: Progress[] = [];
    const engine = fanOut([
      memory(CASE_RECORDS),
      {
        ...memory([]),
        run: async (query, options) => {
          await new Promise((resolve) => setImmediate(resolve));
          options.onProgress?.({ text: '12 MB scanned', bytesScanned: 12e6 });
          return memory([]).run(query, options);
        },
      },
    ]);

    await engine.run(EVERY, { signal: new AbortController().signal, onProgress: (one) => told.push(one) });

    expect(told).toEqual([{ text: '1 of 2 sources answered · core: 12 MB scanned', bytesScanned: 12e6 }]);
  });

  it('hands on who asks, and that it is asked anew', async () => {
    const asked: unknown[] = [];
    const engine: Engine = {
      ...memory([]),
      run: (query, { asker, fresh, signal }) => {
        asked.push({ asker, fresh });
        return memory([]).run(query, { signal });
      },
    };

    await fanOut([engine, engine]).run(EVERY, {
      signal: new AbortController().signal,
      asker: 'U1',
      fresh: true,
    });

    expect(asked).toEqual([
      { asker: 'U1', fresh: true },
      { asker: 'U1', fresh: true },
    ]);
  });

  it('is added up before anything is run, as far as they can tell', async () => {
    const telling = (bytes: number, basis: string): Engine => ({
      ...memory([]),
      estimate: async () => ({ bytes, usd: bytes / 8, basis }),
    });
    const estimate = await fanOut([telling(10, 'files'), telling(5, 'files'), memory([])]).estimate?.(
      [EVERY],
      { signal: new AbortController().signal },
    );

    expect(estimate).toEqual({
      bytes: 15,
      usd: 1.875,
      basis: 'payments: files · core: files · staging: it cannot tell',
    });
    expect(fanOut([memory([])]).estimate).toBeUndefined();
  });

  it('counts what is read for nothing only where nothing costs', async () => {
    const { signal } = new AbortController();
    const telling = (bytes: number, usd: number): Engine => ({
      ...memory([]),
      estimate: async () => ({ bytes, usd, basis: 'told' }),
    });

    expect(await fanOut([telling(9e9, 0), telling(5, 1)]).estimate?.([EVERY], { signal })).toMatchObject({
      bytes: 5,
      usd: 1,
    });
    expect(await fanOut([telling(7, 0), telling(2, 0)]).estimate?.([EVERY], { signal })).toMatchObject({
      bytes: 9,
      usd: 0,
    });
  });
});
