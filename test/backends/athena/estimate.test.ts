import { describe, expect, it } from 'vitest';
import { queryUsd } from '../../../src/backends/athena/price.ts';
import { field } from '../../../src/query/expression.ts';
import { records } from '../../../src/query/flow-query.ts';
import { ALWAYS, NEVER } from '../../../src/query/predicate.ts';
import { athenaSource, executionReply, mockAthena, NOW, resultsReply } from '../../kit/athena-source.ts';
import { logsError, ok } from '../../kit/aws-mock.ts';

const signal = new AbortController().signal;

/** About so many hours before now. The table has days as partitions. */
function last(hours: number, where = ALWAYS) {
  return records({
    window: { start: NOW - hours * 3600, end: NOW },
    where,
    columns: { port: field('dstPort') },
    limit: 10,
  });
}

/** Days of UTC that a window and what is delivered late of it touch. NOW is at 15:13 on a 21st of September. */
const TODAY = last(2);
const THREE_DAYS = last(48);

describe('what a query is likely to cost', () => {
  const aws = mockAthena();
  const noWorkgroup = logsError('AccessDeniedException', 'not authorized');

  async function ran(query: typeof TODAY, bytes: number, reused = false) {
    aws.always('StartQueryExecution', ok({ QueryExecutionId: 'q-1' }));
    aws.always('GetQueryExecution', executionReply('SUCCEEDED', { bytes, reused }));
    aws.always('GetQueryResults', resultsReply([['c0']]));
    const { engine } = athenaSource();
    await engine.run(query, { signal });
    return engine;
  }

  it('is not known before any has run, but how many partitions it reads is', async () => {
    aws.reply('GetWorkGroup', noWorkgroup);

    expect(await athenaSource().engine.estimate?.([THREE_DAYS], { signal })).toEqual({
      bytes: null,
      usd: null,
      basis: '3 daily partitions, of a size not known yet',
    });
  });

  it('has the limit of the workgroup beside it, where that may be read', async () => {
    aws.reply(
      'GetWorkGroup',
      ok({ WorkGroup: { Name: 'flows', Configuration: { BytesScannedCutoffPerQuery: 50_000_000_000 } } }),
    );

    const estimate = await athenaSource().engine.estimate?.([TODAY], { signal });

    expect(estimate?.basis).toBe(
      '1 daily partition, of a size not known yet; the workgroup flows cancels a query that scans more than 50 GB',
    );
    expect(aws.of('GetWorkGroup')).toEqual([{ WorkGroup: 'flows' }]);
  });

  it('follows from what queries of the same table have scanned of each partition', async () => {
    const engine = await ran(TODAY, 1_200_000_000);
    aws.reply('GetWorkGroup', noWorkgroup);

    expect(await engine.estimate?.([THREE_DAYS], { signal })).toEqual({
      bytes: 3_600_000_000,
      usd: 0.018,
      basis: '3 daily partitions of about 1.2 GB each',
    });
  });

  it('is that of all of them together', async () => {
    const engine = await ran(TODAY, 1_000_000_000);
    aws.reply('GetWorkGroup', noWorkgroup);

    expect(await engine.estimate?.([TODAY, THREE_DAYS], { signal })).toEqual({
      bytes: 4_000_000_000,
      usd: 0.02,
      basis: '2 queries reading 4 daily partitions of about 1.0 GB each',
    });
  });

  it('is not learned from a result that was given again', async () => {
    const engine = await ran(TODAY, 0, true);
    aws.reply('GetWorkGroup', noWorkgroup);

    expect((await engine.estimate?.([TODAY], { signal }))?.bytes).toBeNull();
  });

  it('is nothing where nothing is asked', async () => {
    aws.reply('GetWorkGroup', noWorkgroup);

    expect(await athenaSource().engine.estimate?.([last(1, NEVER)], { signal })).toEqual({
      bytes: 0,
      usd: 0,
      basis: 'nothing has to be read',
    });
  });

  it('cannot be told of a table that cannot be read, and that is no failure', async () => {
    aws.maybe('GetWorkGroup', noWorkgroup);
    aws.reply('GetTableMetadata', logsError('MetadataException', 'EntityNotFoundException: Table not found'));

    expect(await athenaSource().engine.estimate?.([TODAY], { signal })).toMatchObject({
      bytes: null,
      usd: null,
      basis: expect.stringMatching(/^it cannot be told, because there is no table flows\.vpc_flow_logs/),
    });
  });
});

describe('the price of a query', () => {
  it.each([
    [1_000_000_000_000, 5],
    [0, 0],
    [1, 0.000_05],
    [9_999_999, 0.000_05],
    [10_000_001, 0.000_055],
  ])('of %i bytes is by the megabyte begun, for 10 at least: $%d', (bytes, usd) => {
    expect(queryUsd(bytes, 'us-east-1')).toBeCloseTo(usd, 9);
  });

  it('is not known in a region whose price nobody checked, nor without the bytes', () => {
    expect(queryUsd(1e12, 'sa-east-1')).toBeNull();
    expect(queryUsd(1e12, null)).toBeNull();
    expect(queryUsd(null, 'us-east-1')).toBeNull();
  });
});
