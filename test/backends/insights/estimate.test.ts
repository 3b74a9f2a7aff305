import { describe, expect, it } from 'vitest';
import type { Progress } from '../../../src/query/engine.ts';
import { field } from '../../../src/query/expression.ts';
import { count, type FlowQuery, groups } from '../../../src/query/flow-query.ts';
import { equals, NEVER } from '../../../src/query/predicate.ts';
import { type AwsMock, ec2Error, logsError, ok, type Reply } from '../../kit/aws-mock.ts';
import {
  flowLogsReply,
  insightsSource,
  mockInsights,
  resultsReply,
  until,
} from '../../kit/insights-source.ts';

const signal = new AbortController().signal;
const HOUR = 3600;

/** A query of its own for each port, over so many seconds. */
function rejects(port: number, seconds = HOUR, start = 1_790_000_000): FlowQuery<unknown> {
  return groups({
    window: { start, end: start + seconds },
    where: equals(field('dstPort'), port),
    columns: {},
    measures: { records: count() },
    limit: 1,
  });
}

const COUNTED = [{ mRecords: '1' }];

interface Served {
  /** The row that an estimate returns. */
  readonly row?: Readonly<Record<string, string>>;
  /** Answers what starts an estimate. */
  readonly start?: Reply;
  /** By what is no estimate. */
  readonly bytesScanned?: number;
}

/** CloudWatch Logs that estimates, and runs everything else. */
function serve(aws: AwsMock, { row = {}, start, bytesScanned }: Served): void {
  aws.maybe('StartQuery', ({ queryString }) => {
    const estimating = String(queryString).endsWith('| estimate');
    return estimating && start ? start : ok({ queryId: estimating ? 'estimate' : 'query' });
  });
  aws.maybe('GetQueryResults', ({ queryId }) =>
    queryId === 'estimate'
      ? resultsReply('Complete', [row], { bytesScanned: 0 })
      : resultsReply('Complete', COUNTED, bytesScanned === undefined ? {} : { bytesScanned }),
  );
}

const UNKNOWN_COMMAND = logsError('MalformedQueryException', 'unexpected symbol found estimate');

function estimates(aws: AwsMock) {
  return aws.of('StartQuery').filter(({ queryString }) => String(queryString).endsWith('| estimate'));
}

function source(aws: AwsMock) {
  aws.reply('DescribeFlowLogs', flowLogsReply());
  const { engine } = insightsSource();
  if (!engine.estimate) throw new TypeError('the engine gives no estimate');
  return { run: engine.run, estimate: engine.estimate };
}

describe('what queries would cost', () => {
  const aws = mockInsights();

  it('is what CloudWatch Logs estimates of the time that they search', async () => {
    serve(aws, { row: { estimatedBytesToScan: '12000000000' } });

    const found = await source(aws).estimate([rejects(22)], { signal });

    expect(found).toEqual({
      bytes: 12e9,
      usd: 0.06,
      basis: 'at most: 1 query over all that CloudWatch Logs estimates of that time',
    });
    expect(aws.of('StartQuery')).toEqual([
      {
        logGroupNames: ['/vpc/flow'],
        queryString: 'fields @timestamp\n| estimate',
        startTime: 1_790_000_000 - 60,
        endTime: 1_790_003_599,
        limit: 1,
      },
    ]);
  });

  it('is asked once of each time, and counted for each query that searches it', async () => {
    aws.maybe('StartQuery', ({ startTime }) => ok({ queryId: String(startTime) }));
    aws.maybe('GetQueryResults', ({ queryId }) =>
      resultsReply('Complete', [{ bytes: queryId === String(1_790_000_000 - 60) ? '1e9' : '5e9' }]),
    );

    const { bytes, basis } = await source(aws).estimate(
      [rejects(22), rejects(23), rejects(80, HOUR, 1_789_000_000)],
      { signal },
    );

    expect(bytes).toBe(7e9);
    expect(basis).toContain('3 queries');
    expect(estimates(aws)).toHaveLength(2);
  });

  it('is asked once, when several ask for it at the same time and soon after', async () => {
    serve(aws, { row: { bytes: '1e9' } });
    const { estimate } = source(aws);

    const both = await Promise.all([1, 2].map((port) => estimate([rejects(port)], { signal })));
    const later = await estimate([rejects(3)], { signal });

    expect([...both, later].map(({ bytes }) => bytes)).toEqual([1e9, 1e9, 1e9]);
    expect(estimates(aws)).toHaveLength(1);
  });

  it.each([
    ['the only number there is', { '@ptr': 'abc', 'Estimated size': '4096' }, 4096],
    ['the one that is named after bytes', { records: '900000', estimatedBytes: '4096' }, 4096],
    ['none where there is no number', { message: 'about 4 kB' }, null],
  ])('is read from whichever column has it: %s', async (_, row, bytes) => {
    serve(aws, { row });

    expect(await source(aws).estimate([rejects(22)], { signal })).toMatchObject({ bytes });
  });

  it('is nothing where the queries can match nothing', async () => {
    const found = await source(aws).estimate([{ ...rejects(22), where: NEVER }], { signal });

    expect(found).toMatchObject({ bytes: 0, usd: 0 });
  });

  it('tells where it waits in the queue', async () => {
    const progress: Progress[] = [];
    aws.reply('StartQuery', logsError('LimitExceededException', 'Resource limit exceeded.'));
    serve(aws, { row: { bytes: '1e9' } });

    await source(aws).estimate([rejects(22)], { signal, onProgress: (one) => progress.push(one) });

    expect(progress).toEqual([
      {
        text: 'next in the queue: the account runs as many queries as it may',
        ahead: 0,
      },
    ]);
  });

  it('tells who asks again, not who asked before', async () => {
    aws.reply('StartQuery', logsError('AccessDeniedException', 'not authorized'));
    aws.reply('StartQuery', logsError('LimitExceededException', 'Resource limit exceeded.'));
    serve(aws, { row: { bytes: '1e9' } });
    const { estimate } = source(aws);
    const told: string[] = [];

    for (const name of ['first', 'second'])
      await estimate([rejects(22)], { signal, onProgress: () => told.push(name) });

    expect(told).toEqual(['second']);
  });

  it('is given up with the question', async () => {
    const cancel = new AbortController();
    aws.reply('StartQuery', () => {
      cancel.abort('enough');
      return ok({ queryId: 'estimate' });
    });
    aws.maybe('GetQueryResults', resultsReply('Complete', [{ bytes: '1e9' }]));
    const { estimate } = source(aws);

    await expect(estimate([rejects(22)], { signal: cancel.signal })).rejects.toBe('enough');
  });
});

describe('where CloudWatch Logs does not know the command estimate', () => {
  const aws = mockInsights();

  it('it is asked once, and cannot be told before a query has ended', async () => {
    serve(aws, { start: UNKNOWN_COMMAND });
    const { estimate } = source(aws);

    const found = [
      await estimate([rejects(22)], { signal }),
      await estimate([rejects(22, 2 * HOUR)], { signal }),
    ];

    expect(found.map(({ bytes, usd }) => ({ bytes, usd }))).toEqual([
      { bytes: null, usd: null },
      { bytes: null, usd: null },
    ]);
    expect(estimates(aws)).toHaveLength(1);
  });

  it('it is told from what earlier queries of the same log groups scanned in a second', async () => {
    serve(aws, { start: UNKNOWN_COMMAND, bytesScanned: 3_660_000_000 });
    const { run, estimate } = source(aws);
    await run(rejects(22), { signal });

    const found = await estimate([rejects(23, 24 * HOUR), rejects(80, 24 * HOUR)], { signal });

    expect(found).toMatchObject({
      bytes: 2 * 1e6 * (24 * HOUR + 60),
      basis: expect.stringContaining('2 queries over as much as earlier ones of these log groups scanned'),
    });
  });

  it('it is told of all records, though an index spared an earlier query most of them', async () => {
    serve(aws, { start: UNKNOWN_COMMAND });
    aws.reply(
      'GetQueryResults',
      ok({
        status: 'Complete',
        results: [],
        statistics: { recordsScanned: 10, bytesScanned: 60_000_000, estimatedBytesSkipped: 3_600_000_000 },
      }),
    );
    const { run, estimate } = source(aws);
    await run(rejects(22), { signal });

    expect(await estimate([rejects(23)], { signal })).toMatchObject({ bytes: 3_660_000_000 });
  });

  it('what is asked instead of estimated is stopped as soon as it scans', async () => {
    aws.reply('StartQuery', ok({ queryId: 'scanning' }));
    aws.reply('GetQueryResults', resultsReply('Running', [], { bytesScanned: 1_000_000 }));
    aws.reply('StopQuery', ok({ success: true }));

    expect(await source(aws).estimate([rejects(22)], { signal })).toMatchObject({ bytes: null });
    await until(() => aws.of('StopQuery').length > 0);
  });
});

describe('an estimate that is not worth asking for, or fails', () => {
  const aws = mockInsights();

  it('is told from earlier queries where they say that it is next to nothing', async () => {
    serve(aws, { row: { bytes: '1e9' }, bytesScanned: 3_660_000 });
    const { run, estimate } = source(aws);
    await run(rejects(22), { signal });

    const found = await estimate([rejects(23)], { signal });

    expect(found).toMatchObject({ bytes: 3_660_000, basis: expect.stringContaining('earlier') });
    expect(estimates(aws)).toEqual([]);
  });

  it('is asked for where earlier queries say that it is much', async () => {
    serve(aws, { row: { bytes: '5e9' }, bytesScanned: 3_660_000_000 });
    const { run, estimate } = source(aws);
    await run(rejects(22), { signal });

    expect(await estimate([rejects(23)], { signal })).toMatchObject({ bytes: 5e9 });
  });

  it('is unknown where queries may not be started, and is asked for again the next time', async () => {
    aws.reply('StartQuery', logsError('AccessDeniedException', 'not authorized'));
    const { estimate } = source(aws);

    const first = await estimate([rejects(22)], { signal });
    serve(aws, { row: { bytes: '1e9' } });
    const second = await estimate([rejects(22)], { signal });

    expect([first.bytes, second.bytes]).toEqual([null, 1e9]);
  });

  it('is unknown, with the reason, where it is not known which log groups there are', async () => {
    aws.reply('DescribeFlowLogs', ec2Error('UnauthorizedOperation', 'not authorized'));

    const found = await insightsSource({ logGroups: undefined }).engine.estimate?.([rejects(22)], { signal });

    expect(found).toMatchObject({
      bytes: null,
      usd: null,
      basis: expect.stringContaining('no log group is named'),
    });
  });
});
