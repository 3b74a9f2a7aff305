import { describe, expect, it } from 'vitest';
import { queryFailure } from '../../../src/backends/insights/failure.ts';
import { createLogsApi } from '../../../src/backends/insights/logs-api.ts';
import type { InsightsOptions } from '../../../src/backends/insights/source.ts';
import { field } from '../../../src/query/expression.ts';
import { count, groups } from '../../../src/query/flow-query.ts';
import { equals } from '../../../src/query/predicate.ts';
import { SourceError } from '../../../src/query/source-error.ts';
import { logsError, ok, type Reply } from '../../kit/aws-mock.ts';
import {
  flowLogsReply,
  insightsSource,
  mockInsights,
  resultsReply,
  until,
} from '../../kit/insights-source.ts';

const QUERY = groups({
  window: { start: 1_790_000_000, end: 1_790_003_600 },
  where: equals(field('action'), 'REJECT'),
  columns: {},
  measures: { records: count() },
  limit: 1,
});

/** The error of a query in words. */
async function failureOf(changes: Partial<InsightsOptions> = {}) {
  const run = insightsSource(changes).engine.run(QUERY, { signal: new AbortController().signal });
  const error: unknown = await run.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof SourceError)) throw new TypeError(`no SourceError but ${String(error)}`);
  return error;
}

describe('what goes wrong with a query says what to do', () => {
  const aws = mockInsights();

  function starting(reply: Reply): void {
    aws.reply('DescribeFlowLogs', flowLogsReply());
    aws.always('StartQuery', reply);
  }

  it('when there is no such log group', async () => {
    starting(logsError('ResourceNotFoundException', 'The specified log group does not exist.'));

    expect(await failureOf()).toMatchObject({
      code: 'not-found',
      attempted: 'query /vpc/flow',
      happened: 'there is no log group /vpc/flow in us-east-1 (The specified log group does not exist.).',
      todo: expect.stringContaining(
        'aws logs describe-log-groups --log-group-name-prefix /vpc/flow --region us-east-1',
      ),
    });
  });

  it('when AWS cannot read the query, which is our defect', async () => {
    starting(
      logsError('MalformedQueryException', 'unexpected symbol found', {
        queryCompileError: {
          location: { startCharOffset: 3, endCharOffset: 4 },
          message: 'unexpected symbol',
        },
      }),
    );

    const { code, happened, todo } = await failureOf();

    expect(code).toBe('rejected-query');
    expect(happened).toContain('unexpected symbol found at {"startCharOffset":3,"endCharOffset":4}');
    expect(happened).toContain('filter action = "REJECT"\n| parse @message');
    expect(todo).toContain('defect in flows');
  });

  it('when the window is older than the log group, which AWS calls malformed too', async () => {
    const said =
      "Query's end date and time is either before the log groups creation time or exceeds the log groups log retention settings";
    starting(logsError('MalformedQueryException', said));

    expect(await failureOf()).toMatchObject({
      code: 'not-found',
      happened: `the log groups have no records of that time (${said}).`,
    });
  });

  it('when a permission is missing, by its name and resource', async () => {
    starting(logsError('AccessDeniedException', 'User: bot is not authorized to perform: logs:StartQuery'));

    expect(await failureOf()).toMatchObject({
      code: 'access-denied',
      happened: expect.stringContaining('the permission logs:StartQuery is missing'),
      todo: expect.stringContaining('logs:StartQuery on arn:aws:logs:us-east-1:*:log-group:/vpc/flow:*'),
    });
  });

  it('when results may not be read', async () => {
    starting(ok({ queryId: 'q-1' }));
    aws.reply('GetQueryResults', logsError('AccessDeniedException', 'not authorized'));
    aws.reply('StopQuery', ok({ success: true }));

    expect(await failureOf()).toMatchObject({
      code: 'access-denied',
      todo: expect.stringContaining('Allow logs:GetQueryResults on *'),
    });
    await until(() => aws.of('StopQuery').length === 1);
  });

  it('when the account keeps running as many queries as it may', async () => {
    starting(logsError('LimitExceededException', 'Resource limit exceeded.'));

    expect(await failureOf()).toMatchObject({
      code: 'too-many-queries',
      todo: expect.stringContaining('aws logs describe-queries'),
    });
  });

  it('when AWS keeps throttling', async () => {
    starting(logsError('ThrottlingException', 'Rate exceeded'));

    expect(await failureOf()).toMatchObject({
      code: 'throttled',
      happened: expect.stringContaining('Rate exceeded'),
    });
  });

  it('when the service stays unavailable', async () => {
    starting(logsError('ServiceUnavailableException', 'down', {}, 503));

    expect(await failureOf()).toMatchObject({ code: 'unavailable' });
  });

  it('when what it answers stays cut off, without the advice that the SDK has for programmers', async () => {
    starting(ok('{"queryId": "q'));

    const { code, happened } = await failureOf();
    expect(code).toBe('unavailable');
    expect(happened).toMatch(
      /^CloudWatch Logs did not answer properly \(its answer cannot be read: [^{]*\)\.$/,
    );
  });

  it('when AWS does not know a query any more, and not that there is no such log group', async () => {
    starting(ok({ queryId: 'q-1' }));
    aws.reply(
      'GetQueryResults',
      logsError('ResourceNotFoundException', 'The specified query does not exist.'),
    );
    aws.reply('StopQuery', ok({ success: true }));

    expect(await failureOf()).toMatchObject({
      code: 'unavailable',
      happened: expect.stringMatching(/^AWS does not know the query any more/),
    });
    await until(() => aws.of('StopQuery').length === 1);
  });

  it.each([
    ['ExpiredTokenException', 'expired', 'aws sso login'],
    ['UnrecognizedClientException', 'does not accept', 'aws sts get-caller-identity'],
    ['InvalidSignatureException', 'does not accept', 'clock of this machine'],
  ])('when the credentials are wrong: %s', async (type, happened, todo) => {
    starting(logsError(type, 'The security token included in the request is bad'));

    expect(await failureOf()).toMatchObject({
      code: 'no-credentials',
      happened: expect.stringContaining(happened),
      todo: expect.stringContaining(todo),
    });
  });

  it('when there are no credentials', async () => {
    const credentials = async () => {
      throw Object.assign(new Error('Could not load credentials from any providers'), {
        name: 'CredentialsProviderError',
      });
    };

    expect(await failureOf({ credentials })).toMatchObject({
      code: 'no-credentials',
      todo: expect.stringContaining('AWS_PROFILE'),
    });
  });

  it('when CloudWatch Logs cannot be reached', async () => {
    aws.breakConnections('ENOTFOUND');

    expect(await failureOf()).toMatchObject({
      code: 'unavailable',
      happened: expect.stringContaining('CloudWatch Logs in us-east-1 cannot be reached'),
      todo: expect.stringContaining('AWS_ENDPOINT_URL'),
    });
  });

  it.each([
    ['Timeout', 'timed-out', '60 minutes'],
    ['Failed', 'unavailable', 'failed'],
    ['Cancelled', 'unavailable', 'somebody else stopped'],
    ['Unknown', 'unavailable', 'Unknown'],
  ])('when the query ends as %s', async (status, code, happened) => {
    starting(ok({ queryId: 'q-1' }));
    aws.always('GetQueryResults', resultsReply(status));

    expect(await failureOf()).toMatchObject({ code, happened: expect.stringContaining(happened) });
  });
});

describe('without a region', () => {
  it('the failure names what sets it', () => {
    const query = { text: '', logGroups: ['/vpc/flow'], startTime: 0, endTime: 1, limit: 1 };

    const error = queryFailure(new Error('Region is missing'), {
      query,
      operation: 'StartQuery',
      region: null,
    });

    expect(error).toMatchObject({ code: 'misconfigured', todo: expect.stringContaining('AWS_REGION') });
  });

  it('nothing of the SDK is loaded before something is asked', async () => {
    const api = createLogsApi({});

    await expect(api.close()).resolves.toBeUndefined();
  });
});
