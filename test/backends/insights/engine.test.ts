import { describe, expect, it } from 'vitest';
import type { Progress } from '../../../src/query/engine.ts';
import { DESTINATION, field, SOURCE } from '../../../src/query/expression.ts';
import { type FlowQuery, groups, records, sum } from '../../../src/query/flow-query.ts';
import { ALWAYS, all, any, equals, isOneOf, NEVER } from '../../../src/query/predicate.ts';
import { ec2Error, logsError, ok } from '../../kit/aws-mock.ts';
import {
  fieldsReply,
  flowLogsReply,
  insightsSource,
  mockInsights,
  resultsReply,
} from '../../kit/insights-source.ts';

const window = { start: 1_790_000_000, end: 1_790_003_600 };

const BUSIEST = groups({
  window,
  where: equals(field('action'), 'REJECT'),
  columns: { from: SOURCE, to: DESTINATION },
  measures: { bytes: sum(field('bytes')) },
  orderBy: [{ by: 'bytes', descending: true }],
  limit: 10,
});

const signal = new AbortController().signal;

describe('a query of CloudWatch Logs Insights', () => {
  const aws = mockInsights();

  it('is started, followed until it is complete, and its rows are decoded', async () => {
    aws.reply('DescribeFlowLogs', flowLogsReply());
    aws.reply('StartQuery', ok({ queryId: 'q-1' }));
    aws.reply(
      'GetQueryResults',
      resultsReply('Scheduled'),
      resultsReply('Running'),
      resultsReply('Complete', [{ rSrcAddr: '10.0.1.5', rDstAddr: '-', mBytes: '1.5E3' }]),
    );
    const progress: Progress[] = [];

    const { rows, cutOff, scan, notes } = await insightsSource().engine.run(BUSIEST, {
      signal,
      onProgress: (one) => progress.push(one),
    });

    expect(rows).toEqual([{ from: '10.0.1.5', to: null, bytes: 1500 }]);
    expect({ cutOff, notes }).toEqual({ cutOff: false, notes: [] });
    expect(scan).toMatchObject({ queries: 1, bytes: 2_000_000, records: 1000, estimatedUsd: 0.00001 });
    expect(progress).toEqual([
      { text: 'scheduled' },
      { text: 'running', recordsScanned: 1000, bytesScanned: 2_000_000 },
    ]);
  });

  it('searches from one aggregation interval before the window, because an event has the time of its start', async () => {
    aws.reply('DescribeFlowLogs', flowLogsReply([{ interval: 60 }, { interval: 600 }]));
    aws.reply('StartQuery', ok({ queryId: 'q-1' }));
    aws.reply('GetQueryResults', resultsReply('Complete'));

    await insightsSource().engine.run(BUSIEST, { signal });

    expect(aws.of('StartQuery')).toMatchObject([
      { logGroupNames: ['/vpc/flow'], startTime: window.start - 600, endTime: window.end - 1, limit: 211 },
    ]);
  });

  it('fetches every page of its rows', async () => {
    const row = (port: number) => ({ rSrcPort: String(port) });
    const pages = [0, 1, 2].map((page) =>
      Array.from({ length: page < 2 ? 10_000 : 5 }, (_, index) => row(page * 10_000 + index)),
    );
    aws.reply('DescribeFlowLogs', flowLogsReply());
    aws.reply('StartQuery', ok({ queryId: 'q-1' }));
    aws.reply(
      'GetQueryResults',
      resultsReply('Complete', pages[0], { nextToken: 'page-2' }),
      resultsReply('Complete', pages[1], { nextToken: 'page-3' }),
      resultsReply('Complete', pages[2]),
    );
    const ports = records({ window, where: ALWAYS, columns: { port: field('srcPort') }, limit: 50_000 });

    const { rows, cutOff } = await insightsSource().engine.run(ports, { signal });

    expect(rows).toHaveLength(20_005);
    expect(rows.at(-1)).toEqual({ port: 20_004 });
    expect(cutOff).toBe(false);
    expect(aws.of('GetQueryResults').map(({ nextToken }) => nextToken)).toEqual([
      undefined,
      'page-2',
      'page-3',
    ]);
  });

  it('says that there are more rows than were asked for, and whose choice it was which', async () => {
    aws.reply('DescribeFlowLogs', flowLogsReply());
    aws.reply('StartQuery', ok({ queryId: 'q-1' }));
    const alike = Array.from({ length: 211 }, (_, index) => ({
      rSrcAddr: `10.0.0.${index}`,
      rDstAddr: '10.1.1.1',
      mBytes: '40',
    }));
    aws.reply('GetQueryResults', resultsReply('Complete', alike));

    const { rows, cutOff, notes } = await insightsSource().engine.run(BUSIEST, { signal });

    expect(rows).toHaveLength(10);
    expect(cutOff).toBe(true);
    expect(notes).toEqual([
      "There were more than 10 rows. Of those that are equal in bytes, which are left out is CloudWatch's choice.",
    ]);
  });

  it('is not run where it can match nothing', async () => {
    aws.reply('DescribeFlowLogs', flowLogsReply());

    const { rows, scan } = await insightsSource().engine.run({ ...BUSIEST, where: NEVER }, { signal });

    expect(rows).toEqual([]);
    expect(scan).toMatchObject({ queries: 0, bytes: 0, estimatedUsd: 0 });
  });

  it('says which field the flow logs do not record, instead of looking as if nothing had been found', async () => {
    aws.reply('DescribeFlowLogs', flowLogsReply());

    const { rows, notes } = await insightsSource().engine.run(
      { ...BUSIEST, where: equals(field('subnetId'), 'subnet-1') },
      { signal },
    );

    expect(rows).toEqual([]);
    expect(notes).toEqual([
      'The flow logs do not record subnet-id, so no condition on it holds for any record.',
    ]);
  });

  it('is asked in parts where it is longer than AWS takes', async () => {
    const pair = (n: number) =>
      all(
        isOneOf(SOURCE, [`10.0.0.${n}`, `10.0.1.${n}`]),
        isOneOf(
          field('srcPort'),
          Array.from({ length: 100 }, (_, port) => 40_000 + port),
        ),
      );
    const pairs = records({
      window,
      where: any(...Array.from({ length: 25 }, (_, n) => pair(n))),
      columns: { from: SOURCE, port: field('srcPort') },
      limit: 10,
    });
    aws.reply('DescribeFlowLogs', flowLogsReply());
    const texts: string[] = [];
    aws.always('StartQuery', ({ queryString }) => ok({ queryId: `q-${texts.push(String(queryString))}` }));
    aws.always('GetQueryResults', resultsReply('Complete', [{ rSrcAddr: '10.0.0.7', rSrcPort: '40001' }]));

    const { rows, scan } = await insightsSource().engine.run(pairs, { signal });

    expect(texts.length).toBeGreaterThan(1);
    expect(texts.every((text) => text.length <= 10_000)).toBe(true);
    expect(scan.queries).toBe(texts.length);
    expect(rows).toEqual([{ from: '10.0.0.7', port: 40_001 }]);
  });
});

describe('the first filter of a query, on discovered fields', () => {
  const aws = mockInsights();

  async function firstCommand(): Promise<string | undefined> {
    aws.reply('DescribeFlowLogs', flowLogsReply());
    aws.reply('StartQuery', ok({ queryId: 'q-1' }));
    aws.reply('GetQueryResults', resultsReply('Complete'));
    await insightsSource().engine.run(BUSIEST, { signal });
    return String(aws.of('StartQuery')[0]?.['queryString']).split('\n')[0];
  }

  it('is there where every event of the group has them', async () => {
    expect(await firstCommand()).toBe('filter action = "REJECT"');
    expect(aws.of('GetLogGroupFields')).toEqual([{ logGroupIdentifier: '/vpc/flow' }]);
  });

  it.each([
    ['some events lack them', fieldsReply(99)],
    ['none is discovered, as in groups of the Infrequent Access class', ok({ logGroupFields: [] })],
    ['it may not be asked', logsError('AccessDeniedException', 'not authorized')],
  ])('is not there where %s, so that it leaves out no record', async (_, reply) => {
    aws.always('GetLogGroupFields', reply);

    expect(await firstCommand()).toMatch(/^parse @message/);
  });
});

describe('the log groups of a source', () => {
  const aws = mockInsights();

  it('are those that flow logs write to, where none is named', async () => {
    aws.reply(
      'DescribeFlowLogs',
      flowLogsReply([{ logGroup: '/vpc/a' }], 'more'),
      flowLogsReply([{ logGroup: '/vpc/b' }, { logGroup: '/vpc/a' }]),
    );
    aws.reply('StartQuery', ok({ queryId: 'q-1' }));
    aws.reply('GetQueryResults', resultsReply('Complete'));

    await insightsSource({ logGroups: undefined }).engine.run(BUSIEST, { signal });

    expect(aws.of('StartQuery')).toMatchObject([{ logGroupNames: ['/vpc/a', '/vpc/b'] }]);
  });

  it('may be named by ARN, for groups of other accounts', async () => {
    const arn = 'arn:aws:logs:us-east-1:111122223333:log-group:/vpc/flow';
    aws.reply('DescribeFlowLogs', flowLogsReply());
    aws.reply('StartQuery', ok({ queryId: 'q-1' }));
    aws.reply('GetQueryResults', resultsReply('Complete'));

    const { notes } = await insightsSource({ logGroups: [`${arn}:*`] }).engine.run(BUSIEST, { signal });

    expect(aws.of('StartQuery')).toMatchObject([{ logGroupIdentifiers: [arn] }]);
    expect(notes).toEqual([]);
  });

  it('are read in the format of the flow logs that write there, several formats in one query', async () => {
    aws.reply('DescribeFlowLogs', flowLogsReply([{}, { format: 'srcaddr start action' }]));
    aws.reply('StartQuery', ok({ queryId: 'q-1' }));
    aws.reply('GetQueryResults', resultsReply('Complete'));

    await insightsSource().engine.run(BUSIEST, { signal });

    const [query] = aws.of('StartQuery');
    expect(query?.['queryString']).toContain('| parse @message /^(?<f2SrcAddr>');
  });

  it("are taken to have AWS's default format where nobody may ask for it, which is said", async () => {
    aws.reply('DescribeFlowLogs', ec2Error('UnauthorizedOperation', 'You are not authorized.'));
    aws.reply('StartQuery', ok({ queryId: 'q-1' }));
    aws.reply('GetQueryResults', resultsReply('Complete'));
    const source = insightsSource();

    const { notes } = await source.engine.run(BUSIEST, { signal });
    const settings = await source.flowLogSettings(signal);

    expect(notes).toEqual([
      "It is not known which flow logs write to /vpc/flow, so the records there are read in AWS's default format; records of another format are not found.",
    ]);
    expect(settings).toEqual({
      flowLogs: null,
      notes: [
        'The settings of the flow logs could not be read, because the permission ec2:DescribeFlowLogs is missing (You are not authorized.).',
      ],
    });
    expect(aws.of('StartQuery')).toMatchObject([{ startTime: window.start - 600 }]);
  });

  it('must be named where they can neither be found', async () => {
    aws.reply('DescribeFlowLogs', ec2Error('UnauthorizedOperation', 'You are not authorized.'));

    await expect(
      insightsSource({ logGroups: undefined }).engine.run(BUSIEST, { signal }),
    ).rejects.toMatchObject({
      code: 'misconfigured',
      happened: expect.stringContaining('ec2:DescribeFlowLogs'),
      todo: expect.stringContaining('--log-group'),
    });
  });

  it('are asked for once, for the engine and for what is told of the flow logs', async () => {
    aws.reply('DescribeFlowLogs', flowLogsReply([{}, { logGroup: '/other' }]));
    aws.always('StartQuery', ok({ queryId: 'q-1' }));
    aws.always('GetQueryResults', resultsReply('Complete'));
    const source = insightsSource();

    const [settings] = await Promise.all([
      source.flowLogSettings(signal),
      source.engine.run(BUSIEST, { signal }),
      source.engine.run({ ...BUSIEST, limit: 5 } as FlowQuery<unknown>, { signal }),
    ]);

    expect(settings.flowLogs).toMatchObject([
      { flowLogId: 'fl-0', destinationName: '/vpc/flow', keeps: 'ALL' },
    ]);
    expect(aws.of('DescribeFlowLogs')).toMatchObject([
      { 'Filter.1.Name': 'log-destination-type', 'Filter.1.Value.1': 'cloud-watch-logs' },
    ]);
  });

  it('of other accounts are read in the default format, and nobody claims to know what is recorded there', async () => {
    aws.reply('DescribeFlowLogs', flowLogsReply());
    aws.reply('StartQuery', ok({ queryId: 'q-1' }));
    aws.reply('GetQueryResults', resultsReply('Complete'));
    const source = insightsSource({ logGroups: ['/vpc/flow', '/central'] });

    const { notes } = await source.engine.run(BUSIEST, { signal });

    expect(notes).toEqual([
      expect.stringMatching(/^No flow log of this account writes to \/central, so the records/),
    ]);
    expect(await source.flowLogSettings(signal)).toEqual({
      flowLogs: null,
      notes: [expect.stringContaining('writes to /central, so what is recorded there')],
      unwritten: ['/central'],
    });
  });

  it('that are gone are not found', async () => {
    aws.reply('DescribeFlowLogs', flowLogsReply());
    aws.reply('StartQuery', logsError('ResourceNotFoundException', 'Log group does not exist.'));

    await expect(insightsSource().engine.run(BUSIEST, { signal })).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});
