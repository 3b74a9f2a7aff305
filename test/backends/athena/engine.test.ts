import { describe, expect, it } from 'vitest';
import type { Progress } from '../../../src/query/engine.ts';
import { DESTINATION, field, SOURCE } from '../../../src/query/expression.ts';
import { groups, records, sum } from '../../../src/query/flow-query.ts';
import { ALWAYS, equals, NEVER } from '../../../src/query/predicate.ts';
import { PROJECTED, tableReply } from '../../kit/athena-catalog.ts';
import {
  athenaSource,
  executionReply,
  flowLogsInS3,
  mockAthena,
  NOW,
  resultsReply,
} from '../../kit/athena-source.ts';
import { ec2Error, logsError, ok } from '../../kit/aws-mock.ts';
import { flowLog } from '../../kit/scope.ts';

const window = { start: NOW - 3600, end: NOW };
const signal = new AbortController().signal;

const BUSIEST = groups({
  window,
  where: equals(field('action'), 'REJECT'),
  columns: { from: SOURCE, to: DESTINATION },
  measures: { bytes: sum(field('bytes')) },
  orderBy: [{ by: 'bytes', descending: true }],
  limit: 2,
});
const PORTS = records({ window, where: ALWAYS, columns: { port: field('srcPort') }, limit: 5000 });

const HEADER = ['c0', 'c1', 'c2'];

describe('a query of Athena', () => {
  const aws = mockAthena();

  it('is started, followed until it has succeeded, and its rows are decoded', async () => {
    aws.reply('StartQueryExecution', ok({ QueryExecutionId: 'q-1' }));
    aws.reply(
      'GetQueryExecution',
      executionReply('QUEUED', { bytes: 0 }),
      executionReply('RUNNING', { bytes: 0 }),
      executionReply('RUNNING', { bytes: 1_500_000 }),
      executionReply('SUCCEEDED', { bytes: 12_300_000 }),
    );
    aws.reply('GetQueryResults', resultsReply([HEADER, ['10.0.1.5', null, '1500']]));
    const progress: Progress[] = [];

    const { rows, cutOff, scan, notes, malformed } = await athenaSource().engine.run(BUSIEST, {
      signal,
      onProgress: (one) => progress.push(one),
    });

    expect(rows).toEqual([{ from: '10.0.1.5', to: null, bytes: 1500 }]);
    expect({ cutOff, notes, malformed: malformed.count }).toEqual({ cutOff: false, notes: [], malformed: 0 });
    expect(scan).toMatchObject({ queries: 1, bytes: 12_300_000, records: null, estimatedUsd: 0.000_065 });
    expect(progress).toEqual([
      { text: 'queued by Athena' },
      { text: 'running' },
      { text: 'running', bytesScanned: 1_500_000 },
    ]);
  });

  it('is asked of the table that has records of its kind', async () => {
    aws.reply('StartQueryExecution', ok({ QueryExecutionId: 'q-1' }));
    aws.reply('GetQueryExecution', executionReply('SUCCEEDED'));
    aws.reply('GetQueryResults', resultsReply([HEADER]));
    aws.reply(
      'GetTableMetadata',
      tableReply({ ...PROJECTED, columns: 'tgw_id string, srcport int, start bigint, end bigint' }),
    );

    await athenaSource({ transitGatewayTable: 'tgw' }).engine.run(
      { ...PORTS, of: 'transit-gateway' },
      { signal },
    );

    expect(aws.of('GetTableMetadata')).toMatchObject([{ TableName: 'tgw' }]);
    expect(aws.of('StartQueryExecution')[0]?.['QueryString']).toContain('"tgw"');
  });

  it('finds nothing of transit gateways, and asks nothing, where there is no table of them', async () => {
    const { rows, scan } = await athenaSource().engine.run({ ...PORTS, of: 'transit-gateway' }, { signal });

    expect({ rows, queries: scan.queries }).toEqual({ rows: [], queries: 0 });
    expect(aws.of('StartQueryExecution')).toEqual([]);
  });

  it('is asked in its workgroup and catalog, with the values of the question beside the statement', async () => {
    aws.reply('StartQueryExecution', ok({ QueryExecutionId: 'q-1' }));
    aws.reply('GetQueryExecution', executionReply('SUCCEEDED'));
    aws.reply('GetQueryResults', resultsReply([HEADER]));

    await athenaSource().engine.run(BUSIEST, { signal });

    const [started] = aws.of('StartQueryExecution');
    expect(started).toMatchObject({
      WorkGroup: 'flows',
      QueryExecutionContext: { Catalog: 'AwsDataCatalog', Database: 'flows' },
      ResultConfiguration: { OutputLocation: 's3://results/flows/' },
      ExecutionParameters: ["'REJECT'"],
    });
    expect(String(started?.['QueryString'])).not.toContain('REJECT');
    expect(aws.of('GetTableMetadata')).toEqual([
      { CatalogName: 'AwsDataCatalog', DatabaseName: 'flows', TableName: 'vpc_flow_logs' },
    ]);
  });

  it('leaves out what was not configured, and a list of parameters that is empty', async () => {
    aws.reply('StartQueryExecution', ok({ QueryExecutionId: 'q-1' }));
    aws.reply('GetQueryExecution', executionReply('SUCCEEDED'));
    aws.reply('GetQueryResults', resultsReply([['c0']]));

    await athenaSource({ output: undefined }).engine.run(PORTS, { signal });

    const [started = {}] = aws.of('StartQueryExecution');
    expect(Object.keys(started).sort()).toEqual([
      'ClientRequestToken',
      'QueryExecutionContext',
      'QueryString',
      'WorkGroup',
    ]);
  });

  it('reads every page of its rows, of which the first alone begins with the names of the columns', async () => {
    const page = (from: number, size: number) =>
      Array.from({ length: size }, (_, index) => [String(from + index)]);
    aws.reply('StartQueryExecution', ok({ QueryExecutionId: 'q-1' }));
    aws.reply('GetQueryExecution', executionReply('SUCCEEDED'));
    aws.reply(
      'GetQueryResults',
      resultsReply([['c0'], ...page(0, 999)], 'page-2'),
      resultsReply(page(999, 1000), 'page-3'),
      resultsReply(page(1999, 5)),
    );

    const { rows, cutOff } = await athenaSource().engine.run(PORTS, { signal });

    expect(rows.map(({ port }) => port)).toEqual(Array.from({ length: 2004 }, (_, index) => index));
    expect(cutOff).toBe(false);
    expect(aws.of('GetQueryResults')).toEqual([
      { QueryExecutionId: 'q-1', MaxResults: 1000 },
      { QueryExecutionId: 'q-1', MaxResults: 1000, NextToken: 'page-2' },
      { QueryExecutionId: 'q-1', MaxResults: 1000, NextToken: 'page-3' },
    ]);
  });

  it('says that there are more rows than were asked for', async () => {
    const row = ['10.0.1.5', '10.0.2.9', '40'];
    aws.reply('StartQueryExecution', ok({ QueryExecutionId: 'q-1' }));
    aws.reply('GetQueryExecution', executionReply('SUCCEEDED'));
    aws.reply('GetQueryResults', resultsReply([HEADER, row, row, row]));

    const { rows, cutOff } = await athenaSource().engine.run(BUSIEST, { signal });

    expect(rows).toHaveLength(2);
    expect(cutOff).toBe(true);
  });

  it('gives its rows a page at a time where they are wanted so, and what it tells of the query at the end', async () => {
    aws.reply('StartQueryExecution', ok({ QueryExecutionId: 'q-1' }));
    aws.reply('GetQueryExecution', executionReply('SUCCEEDED'));
    aws.reply(
      'GetQueryResults',
      resultsReply([['c0'], ['1'], ['2']], 'page-2'),
      resultsReply([['3'], ['4']]),
    );
    const pages = athenaSource().engine.stream?.({ ...PORTS, limit: 3 }, { signal });
    if (!pages) throw new TypeError('the engine has no stream');

    expect((await pages.next()).value).toEqual([{ port: 1 }, { port: 2 }]);
    expect(aws.of('GetQueryResults')).toHaveLength(1);
    expect((await pages.next()).value).toEqual([{ port: 3 }]);
    expect(await pages.next()).toMatchObject({
      done: true,
      value: { cutOff: true, scan: { queries: 1, bytes: 2_000_000 } },
    });
  });

  it('is not run where it can match nothing', async () => {
    const { rows, scan } = await athenaSource().engine.run({ ...BUSIEST, where: NEVER }, { signal });

    expect(rows).toEqual([]);
    expect(scan).toMatchObject({ queries: 0, bytes: 0, estimatedUsd: 0 });
  });

  it('says which field the table does not have, instead of looking as if nothing had been found', async () => {
    const { rows, notes } = await athenaSource().engine.run(
      { ...BUSIEST, where: equals(field('subnetId'), 'subnet-1') },
      { signal },
    );

    expect(rows).toEqual([]);
    expect(notes).toEqual([
      'The table has no column for subnet-id, so no condition on it holds for any record.',
    ]);
  });
});

describe('the table of a source', () => {
  const aws = mockAthena();

  it('is looked up once for all who ask together', async () => {
    aws.always('StartQueryExecution', ok({ QueryExecutionId: 'q-1' }));
    aws.always('GetQueryExecution', executionReply('SUCCEEDED'));
    aws.always('GetQueryResults', resultsReply([['c0']]));
    const { engine } = athenaSource();

    await Promise.all([1, 2, 3].map((limit) => engine.run({ ...PORTS, limit }, { signal })));

    expect(aws.of('GetTableMetadata')).toHaveLength(1);
  });

  it('is not looked up again by the same question where it could not be read', async () => {
    aws.reply('DescribeFlowLogs', flowLogsInS3());
    aws.reply('GetTableMetadata', logsError('MetadataException', 'EntityNotFoundException: not found'));
    const source = athenaSource();

    await source.flowLogSettings(signal);

    await expect(source.engine.run(PORTS, { signal })).rejects.toMatchObject({ code: 'not-found' });
    expect(aws.of('GetTableMetadata')).toHaveLength(1);
  });

  it('must be named before it can be asked', async () => {
    await expect(athenaSource({ table: undefined }).engine.run(PORTS, { signal })).rejects.toMatchObject({
      code: 'misconfigured',
      happened: 'the source names no table of VPC flow logs in flows.',
      todo: expect.stringContaining('athena-setup'),
    });
  });

  it('is asked for the partitions of the account that the source is for', async () => {
    aws.reply('StartQueryExecution', ok({ QueryExecutionId: 'q-1' }));
    aws.reply('GetQueryExecution', executionReply('SUCCEEDED'));
    aws.reply('GetQueryResults', resultsReply([['c0']]));

    await athenaSource({ account: '444455556666' }).engine.run(PORTS, { signal });

    const text = String(aws.of('StartQueryExecution')[0]?.['QueryString']);
    expect(text).toContain('444455556666');
    expect(text).not.toContain('111122223333');
  });

  it('is not asked for an account that it does not list, which would look as if there were no records', async () => {
    await expect(
      athenaSource({ account: '999999999999' }).engine.run(PORTS, { signal }),
    ).rejects.toMatchObject({
      code: 'misconfigured',
      happened: 'the source is for the account 999999999999, and the table lists 111122223333, 444455556666.',
    });
  });

  it('is asked for the region where Athena wants a partition column fixed', async () => {
    aws.reply(
      'GetTableMetadata',
      tableReply({
        ...PROJECTED,
        parameters: { ...PROJECTED.parameters, 'projection.region.type': 'injected' },
      }),
    );
    aws.reply('StartQueryExecution', ok({ QueryExecutionId: 'q-1' }));
    aws.reply('GetQueryExecution', executionReply('SUCCEEDED'));
    aws.reply('GetQueryResults', resultsReply([['c0']]));

    await athenaSource().engine.run(PORTS, { signal });

    expect(String(aws.of('StartQueryExecution')[0]?.['QueryString'])).toContain("'us-east-1'");
  });

  it('that tells no time is refused, because every question would read all of it', async () => {
    aws.reply('GetTableMetadata', tableReply({ columns: 'srcaddr string, srcport int, start bigint' }));

    await expect(athenaSource().engine.run(PORTS, { signal })).rejects.toMatchObject({
      code: 'rejected-query',
      attempted: 'query flows.vpc_flow_logs with Athena',
      happened: expect.stringMatching(/^no partition column of flows.vpc_flow_logs tells the day/),
      todo: expect.stringContaining('athena-setup'),
    });
  });
});

describe('the result of a query that was run before', () => {
  const aws = mockAthena();
  const SETTLED = { ...PORTS, window: { start: NOW - 86_400, end: NOW - 10_000 } };

  function succeeding(reused: boolean): void {
    aws.always('GetQueryExecution', executionReply('SUCCEEDED', { reused, bytes: reused ? 0 : 2_000_000 }));
    aws.always('GetQueryResults', resultsReply([['c0'], ['1']]));
  }

  function reuseAsked(): readonly unknown[] {
    return aws.of('StartQueryExecution').map((started) => started['ResultReuseConfiguration']);
  }

  const FOR_AN_HOUR = { ResultReuseByAgeConfiguration: { Enabled: true, MaxAgeInMinutes: 60 } };

  it('may be given again where the window is so old that its records have all been delivered', async () => {
    aws.reply('StartQueryExecution', ok({ QueryExecutionId: 'q-1' }));
    succeeding(true);

    const { rows, scan, notes } = await athenaSource().engine.run(SETTLED, { signal });

    expect(reuseAsked()).toEqual([FOR_AN_HOUR]);
    expect(rows).toEqual([{ port: 1 }]);
    expect(scan).toMatchObject({ bytes: 0, estimatedUsd: 0 });
    expect(notes).toEqual([expect.stringContaining('gave the result of the same query again')]);
  });

  it('is not wanted while records of the window may still come, nor where the question is asked anew', async () => {
    aws.always('StartQueryExecution', ok({ QueryExecutionId: 'q-1' }));
    succeeding(false);
    const { engine } = athenaSource();

    await engine.run(PORTS, { signal });
    await engine.run(SETTLED, { signal, fresh: true });

    expect(reuseAsked()).toEqual([undefined, undefined]);
  });

  it('is done without in a workgroup that does not give it, from then on', async () => {
    aws.reply(
      'StartQueryExecution',
      logsError('InvalidRequestException', 'Query result reuse is not supported with managed query results.'),
    );
    aws.always('StartQueryExecution', ok({ QueryExecutionId: 'q-1' }));
    succeeding(false);
    const { engine } = athenaSource();

    const { rows } = await engine.run(SETTLED, { signal });
    await engine.run({ ...SETTLED, limit: 7 }, { signal });

    expect(rows).toEqual([{ port: 1 }]);
    expect(reuseAsked()).toEqual([FOR_AN_HOUR, undefined, undefined]);
    const tokens = aws.of('StartQueryExecution').map((started) => started['ClientRequestToken']);
    expect(new Set(tokens).size).toBe(3);
  });
});

describe('the flow logs of a source', () => {
  const aws = mockAthena();

  it('are those that deliver to where its table reads', async () => {
    aws.reply(
      'DescribeFlowLogs',
      flowLogsInS3('arn:aws:s3:::records', 'arn:aws:s3:::records/other/', 'arn:aws:s3:::elsewhere'),
    );

    const { flowLogs, notes } = await athenaSource({ account: '111122223333' }).flowLogSettings(signal);

    expect(flowLogs).toMatchObject([
      { flowLogId: 'fl-0', destination: 's3', account: '111122223333', region: 'us-east-1' },
    ]);
    expect(notes).toEqual([]);
    expect(aws.of('DescribeFlowLogs')).toMatchObject([{ 'Filter.1.Value.1': 's3' }]);
  });

  it('are those that were told, of which some deliver there, instead of asking EC2', async () => {
    const told = [
      flowLog({ flowLogId: 'fl-there', destination: 's3', destinationName: 'arn:aws:s3:::records' }),
      flowLog({ flowLogId: 'fl-logs', destination: 'cloud-watch-logs', destinationName: '/flow' }),
    ];

    const { flowLogs } = await athenaSource({ flowLogs: told }).flowLogSettings(signal);

    expect(flowLogs?.map(({ flowLogId }) => flowLogId)).toEqual(['fl-there']);
    expect(aws.of('DescribeFlowLogs')).toEqual([]);
  });

  it('are not known where none of this account delivers there, which is said', async () => {
    aws.reply('DescribeFlowLogs', flowLogsInS3('arn:aws:s3:::elsewhere'));

    expect(await athenaSource().flowLogSettings(signal)).toEqual({
      flowLogs: null,
      notes: [
        'No flow log of this account and region writes to s3://records/AWSLogs/, so what is recorded there, and of which interfaces, is not known.',
      ],
      unwritten: ['s3://records/AWSLogs/'],
    });
  });

  it('are not known where they may not be asked, which is a note', async () => {
    aws.reply('DescribeFlowLogs', ec2Error('UnauthorizedOperation', 'You are not authorized.'));

    expect(await athenaSource().flowLogSettings(signal)).toEqual({
      flowLogs: null,
      notes: [expect.stringContaining('ec2:DescribeFlowLogs is missing')],
    });
  });

  it('are all that deliver to S3 while there is no table', async () => {
    aws.reply('DescribeFlowLogs', flowLogsInS3('arn:aws:s3:::records', 'arn:aws:s3:::elsewhere'));

    const { flowLogs } = await athenaSource({ table: undefined }).flowLogSettings(signal);

    expect(flowLogs).toHaveLength(2);
  });

  it('are all that deliver to S3 where the table cannot be read, which a question would say', async () => {
    aws.reply('GetTableMetadata', logsError('MetadataException', 'EntityNotFoundException: not found'));
    aws.reply('DescribeFlowLogs', flowLogsInS3('arn:aws:s3:::records'));

    expect((await athenaSource().flowLogSettings(signal)).flowLogs).toHaveLength(1);
  });
});
