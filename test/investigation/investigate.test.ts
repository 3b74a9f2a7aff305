import { describe, expect, it, vi } from 'vitest';
import type { Analyzer } from '../../src/analyzers/analyzer.ts';
import type { Finding } from '../../src/diagnosis/diagnosis.ts';
import { type Investigation, investigate } from '../../src/investigation/investigate.ts';
import { UNKNOWN_NETWORK } from '../../src/network/network.ts';
import type { Engine, QueryResult } from '../../src/query/engine.ts';
import { field } from '../../src/query/expression.ts';
import { count, type FlowQuery, groups } from '../../src/query/flow-query.ts';
import { ALWAYS, NEVER, type Predicate } from '../../src/query/predicate.ts';
import { SourceError } from '../../src/query/source-error.ts';
import { ABOUT } from '../kit/about.ts';
import { heldEngine } from '../kit/held-engine.ts';
import { flowLog, NOW, request } from '../kit/scope.ts';

function result(changes: Partial<QueryResult<unknown>> = {}): QueryResult<unknown> {
  return {
    rows: [],
    cutOff: false,
    scan: { queries: 1, bytes: 1000, records: 10, estimatedUsd: 0.001, milliseconds: 5 },
    malformed: { count: 0, samples: [] },
    notes: [],
    ...changes,
  };
}

/** An engine that answers every query alike and remembers what it was asked. */
function recordingEngine(
  answer: () => QueryResult<unknown> = result,
): Engine & { readonly asked: FlowQuery<unknown>[] } {
  const asked: FlowQuery<unknown>[] = [];
  return {
    id: 'recording',
    asked,
    run: async (query) => {
      asked.push(query as FlowQuery<unknown>);
      return answer() as never;
    },
    close: async () => {},
  };
}

function query(where: Predicate): FlowQuery<unknown> {
  return groups({
    window: request().window,
    where,
    columns: { interfaceId: field('interfaceId') },
    measures: { records: count() },
    limit: 10,
  });
}

const HEALTHY: Finding = {
  verdict: 'healthy',
  confidence: 0.9,
  summary: 'fine',
  blocker: null,
  evidence: [],
  nextCheck: 'none',
};

function analyzer(changes: Partial<Analyzer> = {}): Analyzer {
  return {
    id: 'sample',
    title: 'Sample',
    summary: 'For tests.',
    needs: () => ({ rows: query(ALWAYS) }),
    follow: () => ({}),
    analyze: () => ({ findings: [HEALTHY] }),
    ...changes,
  };
}

function ask(engine: Engine, analyzers: readonly Analyzer[], changes: Partial<Investigation> = {}) {
  return investigate({
    request: request(),
    analyzers,
    source: {
      name: 'test',
      engine,
      about: ABOUT,
      flowLogSettings: async () => ({ flowLogs: [flowLog()], notes: ['settings as told'] }),
    },
    now: NOW,
    monotonic: () => 0,
    signal: new AbortController().signal,
    ...changes,
  });
}

describe('an investigation', () => {
  it('asks the same query once, however many analyzers need it', async () => {
    const engine = recordingEngine();

    await ask(engine, [analyzer(), analyzer({ id: 'other' })]);

    expect(engine.asked).toHaveLength(1);
  });

  it('does not ask what can match nothing', async () => {
    const engine = recordingEngine();

    await ask(engine, [analyzer({ needs: () => ({ rows: query(NEVER) }) })]);

    expect(engine.asked).toEqual([]);
  });

  it('asks what the first rows make possible', async () => {
    const engine = recordingEngine();
    const following = analyzer({ follow: () => ({ more: { ...query(ALWAYS), limit: 99 } }) });

    await ask(engine, [following]);

    expect(engine.asked.map(({ limit }) => limit)).toEqual([10, 99]);
  });

  it('turns the failure of one analyzer into a finding that says so, and keeps the others', async () => {
    const broken = analyzer({
      title: 'Broken',
      analyze: () => {
        throw new RangeError('index 7 is out of range');
      },
    });

    const diagnosis = await ask(recordingEngine(), [analyzer(), broken]);

    expect(diagnosis.verdict).toBe('healthy');
    expect(diagnosis.findings[1]).toMatchObject({ verdict: 'logs-incomplete', confidence: 0 });
    expect(diagnosis.findings[1]?.summary).toContain('index 7 is out of range');
  });

  it('fails as a whole when its source fails', async () => {
    const failure = new SourceError({
      code: 'not-found',
      attempted: 'read a',
      happened: 'it is gone.',
      todo: 'Look.',
    });
    const engine = recordingEngine(() => {
      throw failure;
    });

    await expect(ask(engine, [analyzer()])).rejects.toBe(failure);
  });

  it('stops what it still asks when it fails, since nobody waits for it any more', async () => {
    const engine = heldEngine();
    const needs = () => ({ one: query(ALWAYS), other: { ...query(ALWAYS), limit: 11 } });
    const answered = ask(engine, [analyzer({ needs })]);
    const failed = expect(answered).rejects.toThrow('refused');
    await vi.waitFor(() => expect(engine.runs).toHaveLength(2));

    engine.runs[0]?.fail(new Error('refused'));
    await failed;

    expect(engine.runs.map((run) => run.isOpen())).toEqual([false, false]);
  });

  it('adds up what its queries cost', async () => {
    const two = analyzer({ needs: () => ({ a: query(ALWAYS), b: { ...query(ALWAYS), limit: 99 } }) });

    const { cost } = await ask(recordingEngine(), [two]);

    expect(cost).toMatchObject({ bytesScanned: 2000, queries: 2, estimatedUsd: 0.002 });
  });

  it('does not pretend to know a cost that one query could not tell', async () => {
    const unknown = () =>
      result({ scan: { queries: 1, bytes: null, records: null, estimatedUsd: null, milliseconds: 5 } });

    const { cost } = await ask(recordingEngine(unknown), [analyzer()]);

    expect(cost).toMatchObject({ bytesScanned: null, estimatedUsd: null });
  });

  it('says when the service was asked, where part of the answer or all of it is remembered', async () => {
    const two = analyzer({ needs: () => ({ a: query(ALWAYS), b: { ...query(ALWAYS), limit: 99 } }) });
    const askedAt = [NOW - 50, NOW - 20];
    const some = [{ askedAt: NOW - 20 }, {}];

    const all = await ask(
      recordingEngine(() => result({ askedAt: askedAt.pop() ?? 0 })),
      [two],
    );
    const part = await ask(
      recordingEngine(() => result(some.pop())),
      [two],
    );
    const none = await ask(recordingEngine(), [two]);

    expect(all.cost).toMatchObject({ cached: true, cachedAt: NOW - 50 });
    expect(part.cost).toMatchObject({ cached: false, cachedAt: NOW - 20 });
    expect(none.cost.cached).toBe(false);
    expect(none.cost).not.toHaveProperty('cachedAt');
  });

  it('tells the engine who asks, and that it is to be asked anew', async () => {
    const told: unknown[] = [];
    const { run, ...rest } = recordingEngine();
    const engine: Engine = {
      ...rest,
      run: (one, { asker, fresh }) => {
        told.push({ asker, fresh });
        return run(one, { signal: new AbortController().signal });
      },
    };

    await ask(engine, [analyzer()], { asker: 'U0ASKER', request: request({ fresh: true }) });
    await ask(engine, [analyzer()]);

    expect(told).toEqual([
      { asker: 'U0ASKER', fresh: true },
      { asker: undefined, fresh: undefined },
    ]);
  });

  it('says what the flow log keeps, what was cut off and every note once', async () => {
    const engine = recordingEngine(() => result({ notes: ['a note', 'settings as told'] }));
    const coverage = {
      completeUntil: NOW - 400,
      skipData: { records: 0, interfaces: [] },
      interfacesNotLogged: [],
      cutOff: true,
      notes: [],
    };

    const { completeness } = await ask(engine, [
      analyzer({ analyze: () => ({ findings: [HEALTHY], coverage }) }),
    ]);

    expect(completeness).toMatchObject({ keeps: 'ALL', cutOff: true, notes: ['settings as told', 'a note'] });
  });

  it('refuses a name that only the network configuration could resolve, and says how to ask instead', async () => {
    const named = request({ subjects: [{ kind: 'name', name: 'web-1' }] });

    await expect(ask(recordingEngine(), [analyzer()], { request: named })).rejects.toThrow(
      /web-1.*Ask by address/s,
    );
  });
});

describe('the configuration that an analyzer needs', () => {
  it('is read for what it names beside the question’s subjects', async () => {
    const wanted: unknown[] = [];
    const vpc = { kind: 'vpc', id: 'vpc-0aaa' } as const;
    const source = {
      name: 'test',
      engine: recordingEngine(),
      about: ABOUT,
      flowLogSettings: async () => ({ flowLogs: [flowLog()], notes: [] }),
      network: async (one: unknown) => {
        wanted.push(one);
        return { network: UNKNOWN_NETWORK, readAt: NOW, calls: wanted.length, notes: [] };
      },
    };
    const naming = analyzer({ ends: () => ({ addresses: [], interfaceIds: [], subjects: [vpc] }) });

    const { cost } = await ask(recordingEngine(), [naming], { source });

    expect(wanted.at(-1)).toMatchObject({ subjects: [...request().subjects, vpc] });
    expect(cost.apiCalls).toBe(2);
  });
});
