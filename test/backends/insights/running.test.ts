import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { createInsightsService } from '../../../src/backends/insights/service.ts';
import type { Progress } from '../../../src/query/engine.ts';
import { field } from '../../../src/query/expression.ts';
import { count, groups } from '../../../src/query/flow-query.ts';
import { equals } from '../../../src/query/predicate.ts';
import { CREDENTIALS, logsError, ok, REGION } from '../../kit/aws-mock.ts';
import { combinedSignals } from '../../kit/combined-signals.ts';
import { jumpingClock } from '../../kit/insights-clock.ts';
import {
  flowLogsReply,
  insightsSource,
  mockInsights,
  resultsReply,
  until,
} from '../../kit/insights-source.ts';

/** A query of its own for each port. */
function rejects(port: number) {
  return groups({
    window: { start: 1_790_000_000, end: 1_790_003_600 },
    where: equals(field('dstPort'), port),
    columns: {},
    measures: { records: count() },
    limit: 1,
  });
}

/** Numbers each query as it starts: `q-1`, `q-2`. */
function numbered() {
  let started = 0;
  return () => {
    started += 1;
    return ok({ queryId: `q-${started}` });
  };
}

const never = new AbortController().signal;
const tooMany = logsError('LimitExceededException', 'Resource limit exceeded.');

describe('queries that run at the same time', () => {
  const aws = mockInsights();

  it('share one poller, which asks no more often than its part of what the account allows', async () => {
    const clock = jumpingClock();
    const left = new Map<string, number>();
    aws.reply('DescribeFlowLogs', flowLogsReply());
    aws.always('StartQuery', numbered());
    aws.always('GetQueryResults', ({ queryId }) => {
      const times = (left.get(String(queryId)) ?? 0) + 1;
      left.set(String(queryId), times);
      return times < 6 ? resultsReply('Running') : resultsReply('Complete');
    });
    const { engine } = insightsSource({ clock });

    await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map((port) => engine.run(rejects(port), { signal: never })));

    expect([...left.values()]).toEqual(Array.from({ length: 8 }, () => 6));
    expect(aws.of('GetQueryResults').length).toBeLessThanOrEqual((clock.now() / 1000 + 1) * 8);
  });

  it('wait for a place where as many run as may, and are told theirs', async () => {
    const clock = jumpingClock();
    const service = createInsightsService({
      region: REGION,
      credentials: CREDENTIALS,
      monotonic: clock.now,
      clock,
      random: () => 0.5,
      concurrentQueries: 1,
    });
    const running = new Set<unknown>();
    let most = 0;
    aws.reply('DescribeFlowLogs', flowLogsReply());
    const start = numbered();
    aws.always('StartQuery', () => {
      const reply = start();
      running.add((reply.body as { queryId: string }).queryId);
      most = Math.max(most, running.size);
      return reply;
    });
    aws.always('GetQueryResults', ({ queryId }) => {
      running.delete(queryId);
      return resultsReply('Complete');
    });
    const { engine } = insightsSource({ clock, service });
    const told: string[] = [];

    await Promise.all(
      [1, 2, 3].map((port) =>
        engine.run(rejects(port), { signal: never, onProgress: ({ text }) => port === 3 && told.push(text) }),
      ),
    );

    expect(most).toBe(1);
    expect([...new Set(told)]).toEqual([
      'queued behind 2 queries',
      'queued behind 1 query',
      'next in the queue',
    ]);
  });

  it('are started in the order in which they came, though the account turns the first away for a while', async () => {
    aws.reply('DescribeFlowLogs', flowLogsReply());
    aws.reply('StartQuery', tooMany, tooMany, tooMany);
    aws.always('StartQuery', numbered());
    aws.always('GetQueryResults', resultsReply('Complete'));
    const { engine } = insightsSource();
    const told: Progress[] = [];

    await Promise.all(
      [1, 2].map((port) =>
        engine.run(rejects(port), { signal: never, onProgress: (one) => port === 2 && told.push(one) }),
      ),
    );

    const ports = aws
      .of('StartQuery')
      .map(({ queryString }) => /rDstPort = (\d)/.exec(String(queryString))?.[1]);
    expect(ports).toEqual(['1', '1', '1', '1', '2']);
    expect(told[0]).toEqual({
      text: 'queued behind 1 query: the account runs as many queries as it may',
      ahead: 1,
      trouble: 'the account runs as many queries as it may',
    });
  });

  it('are listed where there are many, and asked about when the list no longer has them', async () => {
    const clock = jumpingClock();
    const running = new Set<string>();
    aws.reply('DescribeFlowLogs', flowLogsReply());
    const start = numbered();
    aws.always('StartQuery', () => {
      const reply = start();
      running.add((reply.body as { queryId: string }).queryId);
      return reply;
    });
    aws.always('GetQueryResults', ({ queryId }) =>
      running.has(String(queryId)) ? resultsReply('Running') : resultsReply('Complete'),
    );
    aws.reply('DescribeQueries', () => {
      const queries = [...running].map((queryId) => ({ queryId, status: 'Running' }));
      return ok({ queries: queries.slice(0, 3), nextToken: 'more' });
    });
    aws.always('DescribeQueries', ({ nextToken }) => {
      const queries = [...running].map((queryId) => ({ queryId, status: 'Running' }));
      if (nextToken === undefined) running.clear();
      return ok({ queries: nextToken ? queries.slice(3) : [] });
    });
    const { engine } = insightsSource({ clock });

    const answers = await Promise.all(
      [1, 2, 3, 4, 5, 6].map((port) => engine.run(rejects(port), { signal: never })),
    );

    expect(answers.flatMap(({ notes }) => notes)).toEqual([]);
    expect(aws.of('DescribeQueries').slice(0, 2)).toEqual([
      { status: 'Running', maxResults: 1000 },
      { status: 'Running', maxResults: 1000, nextToken: 'more' },
    ]);
  });

  it('are asked about one by one where nobody may list them, and one answer says so', async () => {
    const clock = jumpingClock();
    const asked = new Map<unknown, number>();
    aws.reply('DescribeFlowLogs', flowLogsReply());
    aws.always('StartQuery', numbered());
    aws.reply('DescribeQueries', logsError('AccessDeniedException', 'not authorized'));
    aws.always('GetQueryResults', ({ queryId }) => {
      const times = (asked.get(queryId) ?? 0) + 1;
      asked.set(queryId, times);
      return resultsReply(times < 4 ? 'Running' : 'Complete');
    });
    const { engine } = insightsSource({ clock });

    const answers = await Promise.all(
      [1, 2, 3, 4, 5, 6, 7, 8].map((port) => engine.run(rejects(port), { signal: never })),
    );

    expect(aws.of('DescribeQueries')).toHaveLength(1);
    expect(answers.flatMap(({ notes }) => notes)).toEqual([
      expect.stringContaining('The permission logs:DescribeQueries is missing'),
    ]);
  });

  it('take turns between those who ask', async () => {
    const clock = jumpingClock();
    const service = createInsightsService({
      region: REGION,
      credentials: CREDENTIALS,
      monotonic: clock.now,
      clock,
      concurrentQueries: 1,
    });
    aws.reply('DescribeFlowLogs', flowLogsReply());
    aws.always('StartQuery', numbered());
    aws.always('GetQueryResults', resultsReply('Complete'));
    const { engine } = insightsSource({ clock, service });
    const ask = (asker: string) => (port: number) => engine.run(rejects(port), { signal: never, asker });

    await Promise.all([...[1, 2, 3].map(ask('ada')), ...[4].map(ask('bob'))]);

    const ports = aws
      .of('StartQuery')
      .map(({ queryString }) => /rDstPort = (\d)/.exec(String(queryString))?.[1]);
    expect(ports).toEqual(['1', '4', '2', '3']);
  });

  it('leave no listener on the signal that they share', async () => {
    const { signal } = new AbortController();
    aws.reply('DescribeFlowLogs', flowLogsReply());
    aws.always('StartQuery', numbered());
    let most = 0;
    aws.always('GetQueryResults', () => {
      most = Math.max(most, getEventListeners(signal, 'abort').length);
      return resultsReply('Complete');
    });
    const { engine } = insightsSource();

    await Promise.all(Array.from({ length: 20 }, (_, port) => engine.run(rejects(port), { signal })));

    expect(most).toBe(0);
  });

  it('leave no listener on any signal once they have ended', async () => {
    const listeners = combinedSignals();
    aws.reply('DescribeFlowLogs', flowLogsReply());
    aws.always('StartQuery', numbered());
    aws.always('GetQueryResults', resultsReply('Complete'));
    const { engine } = insightsSource();
    let most = 0;

    const asked = Array.from({ length: 5 }, (_, port) => engine.run(rejects(port), { signal: never }));
    most = listeners();
    await Promise.all(asked);

    expect(most).toBeGreaterThan(0);
    expect(listeners()).toBe(0);
  });

  it('outlast throttling and an unavailable service', async () => {
    aws.reply('DescribeFlowLogs', flowLogsReply());
    aws.reply(
      'StartQuery',
      logsError('ThrottlingException', 'Rate exceeded'),
      logsError('ServiceUnavailableException', 'Try later', {}, 503),
      ok({ queryId: 'q-1' }),
    );
    aws.reply(
      'GetQueryResults',
      logsError('ThrottlingException', 'Rate exceeded'),
      resultsReply('Running'),
      logsError('ServiceUnavailableException', 'Try later', {}, 503),
      resultsReply('Complete', [{ mRecords: '3' }]),
    );

    const { rows } = await insightsSource().engine.run(rejects(1), { signal: never });

    expect(rows).toEqual([{ records: 3 }]);
  });
});

describe('a query that nobody waits for any more', () => {
  const aws = mockInsights();

  it('is stopped where it runs', async () => {
    const cancel = new AbortController();
    aws.reply('DescribeFlowLogs', flowLogsReply());
    aws.reply('StartQuery', ok({ queryId: 'q-1' }));
    aws.always('GetQueryResults', resultsReply('Running'));
    aws.reply('StopQuery', ok({ success: true }));
    const run = insightsSource().engine.run(rejects(1), {
      signal: cancel.signal,
      onProgress: () => cancel.abort('enough'),
    });

    await expect(run).rejects.toBe('enough');
    await until(() => aws.of('StopQuery').length > 0);

    expect(aws.of('StopQuery')).toEqual([{ queryId: 'q-1' }]);
  });

  it('is stopped as soon as it has started, when it is given up meanwhile', async () => {
    const cancel = new AbortController();
    aws.reply('DescribeFlowLogs', flowLogsReply());
    aws.reply('StartQuery', () => {
      cancel.abort('enough');
      return ok({ queryId: 'q-1' });
    });
    aws.reply('StopQuery', ok({ success: true }));

    await expect(insightsSource().engine.run(rejects(1), { signal: cancel.signal })).rejects.toBe('enough');
    await until(() => aws.of('StopQuery').length > 0);

    expect(aws.of('GetQueryResults')).toEqual([]);
  });

  it('is not started at all, when it is given up in the queue', async () => {
    const cancel = new AbortController();
    aws.reply('DescribeFlowLogs', flowLogsReply());
    aws.always('StartQuery', tooMany);

    const run = insightsSource().engine.run(rejects(1), {
      signal: cancel.signal,
      onProgress: () => cancel.abort('enough'),
    });

    await expect(run).rejects.toBe('enough');
    expect(aws.of('StartQuery')).toHaveLength(1);
  });

  it('is stopped when its source is closed', async () => {
    aws.reply('DescribeFlowLogs', flowLogsReply());
    aws.always('StartQuery', numbered());
    aws.always('GetQueryResults', resultsReply('Running'));
    aws.always('StopQuery', ok({ success: true }));
    const { engine } = insightsSource();
    const runs = [1, 2].map((port) => engine.run(rejects(port), { signal: never }));
    const settled = Promise.allSettled(runs);
    await until(() => aws.of('GetQueryResults').length > 2);

    await engine.close();

    expect(
      aws
        .of('StopQuery')
        .map(({ queryId }) => queryId)
        .sort(),
    ).toEqual(['q-1', 'q-2']);
    expect(await settled).toMatchObject([
      { status: 'rejected', reason: { code: 'unavailable' } },
      { status: 'rejected', reason: { code: 'unavailable' } },
    ]);
  });

  it('is stopped when its source is closed, while other sources of the service go on', async () => {
    const clock = jumpingClock();
    const service = createInsightsService({
      region: REGION,
      credentials: CREDENTIALS,
      monotonic: clock.now,
      clock,
    });
    aws.always('DescribeFlowLogs', flowLogsReply());
    aws.always('StartQuery', numbered());
    let finish = false;
    aws.always('GetQueryResults', ({ queryId }) =>
      finish && queryId === 'q-2' ? resultsReply('Complete', [{ mRecords: '1' }]) : resultsReply('Running'),
    );
    aws.reply('StopQuery', ok({ success: true }));
    const [one, other] = [insightsSource({ clock, service }), insightsSource({ clock, service })];
    const closed = one.engine.run(rejects(1), { signal: never });
    const refused = expect(closed).rejects.toMatchObject({ code: 'unavailable' });
    await until(() => aws.of('StartQuery').length === 1);
    const kept = other.engine.run(rejects(2), { signal: never });
    await until(() => aws.of('GetQueryResults').some(({ queryId }) => queryId === 'q-2'));

    await one.engine.close();
    finish = true;

    await refused;
    expect((await kept).rows).toEqual([{ records: 1 }]);
    expect(aws.of('StopQuery')).toEqual([{ queryId: 'q-1' }]);
  });

  it('is stopped when it has scanned more than it may, and the error says how much that was', async () => {
    aws.reply('DescribeFlowLogs', flowLogsReply());
    aws.reply('StartQuery', ok({ queryId: 'q-1' }));
    aws.reply(
      'GetQueryResults',
      resultsReply('Running', [], { bytesScanned: 900_000_000 }),
      resultsReply('Running', [], { bytesScanned: 4_200_000_000 }),
    );
    aws.reply('StopQuery', ok({ success: true }));

    const run = insightsSource({ maxBytesPerQuery: 1_000_000_000 }).engine.run(rejects(1), { signal: never });

    await expect(run).rejects.toMatchObject({
      code: 'rejected-query',
      happened: 'it had scanned 4.2 GB, about $0.02, when it was stopped: a query may scan 1.0 GB here.',
      todo: expect.stringContaining('shorter time'),
    });
    await until(() => aws.of('StopQuery').length > 0);
  });
});
