import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { createAthenaService } from '../../../src/backends/athena/service.ts';
import { field } from '../../../src/query/expression.ts';
import { records } from '../../../src/query/flow-query.ts';
import { equals } from '../../../src/query/predicate.ts';
import { athenaSource, executionReply, mockAthena, NOW, resultsReply } from '../../kit/athena-source.ts';
import { CREDENTIALS, logsError, ok, REGION } from '../../kit/aws-mock.ts';
import { combinedSignals } from '../../kit/combined-signals.ts';
import { jumpingClock } from '../../kit/insights-clock.ts';
import { until } from '../../kit/insights-source.ts';

/** A query of its own for each port. */
function about(port: number) {
  return records({
    window: { start: NOW - 3600, end: NOW },
    where: equals(field('dstPort'), port),
    columns: { port: field('dstPort') },
    limit: 10,
  });
}

/** Numbers each query as it starts: `q-1`, `q-2`. */
function numbered() {
  let started = 0;
  return () => {
    started += 1;
    return ok({ QueryExecutionId: `q-${started}` });
  };
}

const never = new AbortController().signal;
const full = logsError('TooManyRequestsException', 'You have exceeded the limit.', {
  Reason: 'CONCURRENT_QUERY_LIMIT_EXCEEDED',
});
const throttled = logsError('TooManyRequestsException', 'Rate exceeded');

describe('a query that runs', () => {
  const aws = mockAthena();

  function ending(): void {
    aws.always('GetQueryExecution', executionReply('SUCCEEDED'));
    aws.always('GetQueryResults', resultsReply([['c0'], ['443']]));
  }

  it('may go back to the queue, as Athena does after failures that pass', async () => {
    aws.reply('StartQueryExecution', ok({ QueryExecutionId: 'q-1' }));
    aws.reply(
      'GetQueryExecution',
      ...['QUEUED', 'RUNNING', 'QUEUED', 'RUNNING'].map((state) => executionReply(state, { bytes: 0 })),
    );
    ending();
    const told: string[] = [];

    const { rows } = await athenaSource().engine.run(about(443), {
      signal: never,
      onProgress: ({ text }) => told.push(text),
    });

    expect(rows).toEqual([{ port: 443 }]);
    expect(told).toEqual(['queued by Athena', 'running', 'queued by Athena', 'running']);
  });

  it('is started with the same token however often that is tried, so that it never runs twice', async () => {
    aws.reply(
      'StartQueryExecution',
      throttled,
      logsError('InternalServerException', 'Sorry.', {}, 500),
      full,
    );
    aws.always('StartQueryExecution', numbered());
    ending();
    const { engine } = athenaSource();

    await engine.run(about(443), { signal: never });
    await engine.run(about(80), { signal: never });

    const tokens = aws.of('StartQueryExecution').map((started) => String(started['ClientRequestToken']));
    expect(tokens).toHaveLength(5);
    expect(new Set(tokens.slice(0, 4)).size).toBe(1);
    expect(tokens[4]).not.toBe(tokens[0]);
    expect(tokens.every(({ length }) => length >= 32 && length <= 128)).toBe(true);
  });

  it('outlasts throttling and an unavailable service while it is followed and read', async () => {
    const unavailable = logsError('InternalServerException', 'Sorry.', {}, 500);
    aws.reply('StartQueryExecution', ok({ QueryExecutionId: 'q-1' }));
    aws.reply('GetQueryExecution', throttled, unavailable);
    aws.reply('GetQueryResults', throttled, unavailable);
    ending();

    const { rows } = await athenaSource().engine.run(about(443), { signal: never });

    expect(rows).toEqual([{ port: 443 }]);
  });

  it('is run once more where Athena failed and says that it may succeed', async () => {
    aws.always('StartQueryExecution', numbered());
    aws.reply(
      'GetQueryExecution',
      executionReply('FAILED', { reason: 'INTERNAL_ERROR', error: { ErrorCategory: 1, Retryable: true } }),
    );
    ending();

    const { rows, scan } = await athenaSource().engine.run(about(443), { signal: never });

    expect(rows).toEqual([{ port: 443 }]);
    expect(scan.queries).toBe(2);
    expect(aws.of('GetQueryResults')).toMatchObject([{ QueryExecutionId: 'q-2' }]);
  });

  it('is asked about less often the longer it runs', async () => {
    const clock = jumpingClock();
    const at: number[] = [];
    aws.reply('StartQueryExecution', ok({ QueryExecutionId: 'q-1' }));
    aws.always('GetQueryExecution', () => {
      at.push(clock.now());
      return executionReply(at.length < 10 ? 'RUNNING' : 'SUCCEEDED');
    });
    aws.always('GetQueryResults', resultsReply([['c0']]));

    await athenaSource({ clock }).engine.run(about(443), { signal: never });

    const gaps = at.slice(1).map((time, index) => time - (at[index] ?? 0));
    expect(gaps).toEqual([...gaps].sort((a, b) => a - b));
    expect(at[0]).toBeLessThan(500);
    expect(gaps.at(-1)).toBe(3000);
  });
});

describe('queries that run at the same time', () => {
  const aws = mockAthena();

  it('share one pace of requests, and each is followed to its end', async () => {
    const clock = jumpingClock();
    const asked: number[] = [];
    const times = new Map<unknown, number>();
    aws.always('StartQueryExecution', numbered());
    aws.always('GetQueryExecution', ({ QueryExecutionId: id }) => {
      asked.push(clock.now());
      times.set(id, (times.get(id) ?? 0) + 1);
      return executionReply((times.get(id) ?? 0) < 6 ? 'RUNNING' : 'SUCCEEDED');
    });
    aws.always('GetQueryResults', resultsReply([['c0']]));
    const { engine } = athenaSource({ clock });

    await Promise.all(Array.from({ length: 10 }, (_, port) => engine.run(about(port), { signal: never })));

    expect([...times.values()]).toEqual(Array.from({ length: 10 }, () => 6));
    const inOneSecond = asked.map((from) => asked.filter((at) => at >= from && at < from + 1000).length);
    expect(Math.max(...inOneSecond)).toBeLessThanOrEqual(25);
  });

  it('wait for a place where as many run as may, and are told theirs', async () => {
    const clock = jumpingClock();
    const service = createAthenaService({
      region: REGION,
      credentials: CREDENTIALS,
      monotonic: clock.now,
      clock,
      random: () => 0.5,
      concurrentQueries: 1,
    });
    const running = new Set<unknown>();
    let most = 0;
    const start = numbered();
    aws.always('StartQueryExecution', () => {
      const reply = start();
      running.add((reply.body as { QueryExecutionId: string }).QueryExecutionId);
      most = Math.max(most, running.size);
      return reply;
    });
    aws.always('GetQueryExecution', ({ QueryExecutionId }) => {
      running.delete(QueryExecutionId);
      return executionReply('SUCCEEDED');
    });
    aws.always('GetQueryResults', resultsReply([['c0']]));
    const { engine } = athenaSource({ clock, service });
    const told: string[] = [];

    await Promise.all(
      [1, 2, 3].map((port) =>
        engine.run(about(port), {
          signal: never,
          onProgress: ({ text }) => text.startsWith('queued behind') && told.push(text),
        }),
      ),
    );

    expect(most).toBe(1);
    expect(told).toContain('queued behind 2 queries');
  });

  it('are told when it is the account that runs as many as it may', async () => {
    aws.reply('StartQueryExecution', full, full);
    aws.always('StartQueryExecution', numbered());
    aws.always('GetQueryExecution', executionReply('SUCCEEDED'));
    aws.always('GetQueryResults', resultsReply([['c0']]));
    const told: string[] = [];

    await athenaSource().engine.run(about(1), { signal: never, onProgress: ({ text }) => told.push(text) });

    expect(told).toContainEqual(expect.stringContaining('the account runs as many queries as it may'));
  });

  it('leave no listener on the signal that they share', async () => {
    const { signal } = new AbortController();
    aws.always('StartQueryExecution', numbered());
    aws.always('GetQueryExecution', executionReply('SUCCEEDED'));
    let most = 0;
    aws.always('GetQueryResults', () => {
      most = Math.max(most, getEventListeners(signal, 'abort').length);
      return resultsReply([['c0']]);
    });
    const { engine } = athenaSource();

    await Promise.all(Array.from({ length: 20 }, (_, port) => engine.run(about(port), { signal })));

    expect(most).toBe(0);
  });

  it('leave no listener on any signal once they have ended', async () => {
    const listeners = combinedSignals();
    aws.always('StartQueryExecution', numbered());
    aws.always('GetQueryExecution', executionReply('SUCCEEDED'));
    let most = 0;
    aws.always('GetQueryResults', () => {
      most = Math.max(most, listeners());
      return resultsReply([['c0']]);
    });
    const { engine } = athenaSource();
    const { signal } = new AbortController();

    await Promise.all(Array.from({ length: 5 }, (_, port) => engine.run(about(port), { signal })));

    expect(most).toBeGreaterThan(0);
    expect(listeners()).toBe(0);
  });
});

describe('a query that nobody waits for any more', () => {
  const aws = mockAthena();
  const given = new Error('given up');

  it('is stopped where it runs, and its place is free', async () => {
    const giveUp = new AbortController();
    aws.reply('StartQueryExecution', ok({ QueryExecutionId: 'q-1' }));
    aws.always('GetQueryExecution', () => {
      giveUp.abort(given);
      return executionReply('RUNNING');
    });
    aws.reply('StopQueryExecution', ok({}));
    const source = athenaSource();

    await expect(source.engine.run(about(443), { signal: giveUp.signal })).rejects.toBe(given);
    await source.engine.close();

    expect(aws.of('StopQueryExecution')).toEqual([{ QueryExecutionId: 'q-1' }]);
  });

  it('is stopped also where it was given up while it was being started', async () => {
    const giveUp = new AbortController();
    aws.reply('StartQueryExecution', async () => {
      giveUp.abort(given);
      return ok({ QueryExecutionId: 'q-1' });
    });
    aws.reply('StopQueryExecution', ok({}));

    await expect(athenaSource().engine.run(about(443), { signal: giveUp.signal })).rejects.toBe(given);
    await until(() => aws.of('StopQueryExecution').length > 0);

    expect(aws.of('StopQueryExecution')).toEqual([{ QueryExecutionId: 'q-1' }]);
  });

  it('is not started where it was given up before', async () => {
    await expect(athenaSource().engine.run(about(443), { signal: AbortSignal.abort(given) })).rejects.toBe(
      given,
    );

    expect(aws.requests).toEqual([]);
  });

  it('is stopped when its source is closed, which waits for that', async () => {
    aws.reply('StartQueryExecution', ok({ QueryExecutionId: 'q-1' }));
    aws.always('GetQueryExecution', executionReply('RUNNING'));
    aws.reply('StopQueryExecution', ok({}));
    const { engine } = athenaSource();
    const run = engine.run(about(443), { signal: never });
    const ended = expect(run).rejects.toMatchObject({ code: 'unavailable', todo: 'Ask again.' });
    await until(() => aws.of('GetQueryExecution').length > 0);

    await engine.close();

    await ended;
    expect(aws.of('StopQueryExecution')).toHaveLength(1);
  });

  it('is stopped where it has scanned more than it may', async () => {
    aws.reply('StartQueryExecution', ok({ QueryExecutionId: 'q-1' }));
    aws.reply('GetQueryExecution', executionReply('RUNNING', { bytes: 4e9 }));
    aws.reply('GetQueryExecution', executionReply('RUNNING', { bytes: 6e9 }));
    aws.reply('StopQueryExecution', ok({}));
    const source = athenaSource({ maxBytesPerQuery: 5e9 });

    await expect(source.engine.run(about(443), { signal: never })).rejects.toMatchObject({
      code: 'rejected-query',
      happened: 'it had scanned 6.0 GB, about $0.03, when it was stopped: a query may scan 5.0 GB here.',
      todo: expect.stringContaining('maxBytesPerQuery'),
    });
    await source.engine.close();
  });
});
