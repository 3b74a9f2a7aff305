import { describe, expect, it } from 'vitest';
import { field } from '../../../src/query/expression.ts';
import { count, type FlowQuery, groups, records, sum } from '../../../src/query/flow-query.ts';
import { ALWAYS, equals, isOneOf, NEVER } from '../../../src/query/predicate.ts';
import { ok } from '../../kit/aws-mock.ts';
import {
  flowLogsReply,
  insightsSource,
  mockInsights,
  resultsReply,
  until,
} from '../../kit/insights-source.ts';

const window = { start: 1_790_000_000, end: 1_790_003_600 };
const signal = new AbortController().signal;

const RECORDS = records({
  window,
  where: ALWAYS,
  columns: { port: field('srcPort'), bytes: field('bytes') },
  orderBy: [{ by: 'bytes', descending: true }],
  limit: 3,
});

function row(port: number, bytes: number) {
  return { rSrcPort: String(port), rBytes: String(bytes) };
}

/** The pages, and what is told at the end. */
async function streamed<Row>(query: FlowQuery<Row>, options = { signal }) {
  const { engine } = insightsSource();
  if (!engine.stream) throw new TypeError('the engine gives no stream');
  const stream = engine.stream(query, options);
  const pages: (readonly Row[])[] = [];
  for (;;) {
    const next = await stream.next();
    if (next.done) return { pages, told: next.value };
    pages.push(next.value);
  }
}

describe('rows that are streamed', () => {
  const aws = mockInsights();

  it('come a page at a time, and what is told of the query comes at the end', async () => {
    aws.reply('DescribeFlowLogs', flowLogsReply());
    aws.reply('StartQuery', ok({ queryId: 'q-1' }));
    aws.reply(
      'GetQueryResults',
      resultsReply('Running'),
      resultsReply('Complete', [row(1, 900), row(2, 800)], { nextToken: 'page-2' }),
      resultsReply('Complete', [row(3, 700)]),
    );

    const { pages, told } = await streamed(RECORDS);

    expect(pages).toEqual([
      [
        { port: 1, bytes: 900 },
        { port: 2, bytes: 800 },
      ],
      [{ port: 3, bytes: 700 }],
    ]);
    expect(told).toMatchObject({ cutOff: false, notes: [], scan: { queries: 1, bytes: 2_000_000 } });
    expect(aws.of('GetQueryResults').map(({ maxItems, nextToken }) => ({ maxItems, nextToken }))).toEqual([
      { maxItems: 10_000 },
      { maxItems: 10_000 },
      { maxItems: 10_000, nextToken: 'page-2' },
    ]);
  });

  it('are fetched only as they are taken', async () => {
    aws.reply('DescribeFlowLogs', flowLogsReply());
    aws.reply('StartQuery', ok({ queryId: 'q-1' }));
    aws.reply('GetQueryResults', resultsReply('Complete', [row(1, 900)], { nextToken: 'page-2' }));
    const stream = insightsSource().engine.stream?.(RECORDS, { signal });

    for await (const page of stream ?? []) {
      expect(page).toEqual([{ port: 1, bytes: 900 }]);
      break;
    }

    expect(aws.of('GetQueryResults')).toHaveLength(1);
  });

  it('end with the limit, and it is said that there are more', async () => {
    aws.reply('DescribeFlowLogs', flowLogsReply());
    aws.reply('StartQuery', ok({ queryId: 'q-1' }));
    aws.reply(
      'GetQueryResults',
      resultsReply('Complete', [row(1, 900), row(2, 800)], { nextToken: 'page-2' }),
      resultsReply('Complete', [row(3, 700), row(4, 600)]),
    );

    const { pages, told } = await streamed(RECORDS);

    expect(pages.flat().map(({ port }) => port)).toEqual([1, 2, 3]);
    expect(told.cutOff).toBe(true);
  });

  it('tell whose choice it was which are left out, where the last ones are alike', async () => {
    aws.reply('DescribeFlowLogs', flowLogsReply());
    aws.reply('StartQuery', ok({ queryId: 'q-1' }));
    const alike = Array.from({ length: 204 }, (_, port) => row(port, 40));
    aws.reply('GetQueryResults', resultsReply('Complete', alike));

    const { told } = await streamed(RECORDS);

    expect(told.notes).toEqual([
      "There were more than 3 rows. Of those that are equal in bytes, which are left out is CloudWatch's choice.",
    ]);
  });

  it('tell that text is in the order of CloudWatch, as they are not sorted again', async () => {
    aws.reply('DescribeFlowLogs', flowLogsReply());
    aws.reply('StartQuery', ok({ queryId: 'q-1' }));
    aws.reply(
      'GetQueryResults',
      resultsReply('Complete', [{ rSrcAddr: '10.0.0.9' }, { rSrcAddr: '10.0.0.10' }]),
    );

    const { pages, told } = await streamed(
      records({
        window,
        where: ALWAYS,
        columns: { from: field('srcAddr') },
        orderBy: [{ by: 'from' }],
        limit: 10,
      }),
    );

    expect(pages).toEqual([[{ from: '10.0.0.9' }, { from: '10.0.0.10' }]]);
    expect(told.notes).toEqual([expect.stringContaining("CloudWatch's own order of from")]);
  });

  it('leave out a group of no records', async () => {
    aws.reply('DescribeFlowLogs', flowLogsReply());
    aws.reply('StartQuery', ok({ queryId: 'q-1' }));
    aws.reply('GetQueryResults', resultsReply('Complete', [{ mRecords: '0' }]));

    const { pages } = await streamed(
      groups({
        window,
        where: equals(field('action'), 'REJECT'),
        columns: {},
        measures: { records: count() },
        limit: 1,
      }),
    );

    expect(pages).toEqual([]);
  });

  it('are put together first, where the question takes several queries', async () => {
    const ports = Array.from({ length: 4000 }, (_, port) => 20_000 + port);
    aws.reply('DescribeFlowLogs', flowLogsReply());
    aws.always('StartQuery', ok({ queryId: 'q-1' }));
    aws.always('GetQueryResults', resultsReply('Complete', [{ rSrcPort: '20001', mBytes: '5' }]));

    const { pages, told } = await streamed(
      groups({
        window,
        where: isOneOf(field('srcPort'), ports),
        columns: { port: field('srcPort') },
        measures: { bytes: sum(field('bytes')) },
        limit: 10,
      }),
    );

    expect(pages).toEqual([[{ port: 20_001, bytes: 5 }]]);
    expect(told.scan.queries).toBeGreaterThan(1);
  });

  it('are none where the question can match nothing, and nothing is asked', async () => {
    aws.reply('DescribeFlowLogs', flowLogsReply());

    const { pages, told } = await streamed({ ...RECORDS, where: NEVER });

    expect(pages.flat()).toEqual([]);
    expect(told.scan.queries).toBe(0);
  });

  it('are given up with the question, between two pages too', async () => {
    const cancel = new AbortController();
    aws.reply('DescribeFlowLogs', flowLogsReply());
    aws.reply('StartQuery', ok({ queryId: 'q-1' }));
    aws.reply('GetQueryResults', resultsReply('Complete', [row(1, 900)], { nextToken: 'page-2' }));
    const stream = insightsSource().engine.stream?.(RECORDS, { signal: cancel.signal });
    await stream?.next();

    cancel.abort('enough');

    await expect(stream?.next()).rejects.toBe('enough');
  });

  it('do not begin when the question is given up while the query runs, which is stopped', async () => {
    const cancel = new AbortController();
    aws.reply('DescribeFlowLogs', flowLogsReply());
    aws.reply('StartQuery', ok({ queryId: 'q-1' }));
    aws.always('GetQueryResults', () => {
      cancel.abort('enough');
      return resultsReply('Running');
    });
    aws.reply('StopQuery', ok({ success: true }));

    await expect(streamed(RECORDS, { signal: cancel.signal })).rejects.toBe('enough');
    await until(() => aws.of('StopQuery').length > 0);
  });
});
