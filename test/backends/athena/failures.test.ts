import { describe, expect, it } from 'vitest';
import type { AthenaOptions } from '../../../src/backends/athena/source.ts';
import { field } from '../../../src/query/expression.ts';
import { records } from '../../../src/query/flow-query.ts';
import { equals } from '../../../src/query/predicate.ts';
import { SourceError } from '../../../src/query/source-error.ts';
import { athenaSource, executionReply, mockAthena, NOW } from '../../kit/athena-source.ts';
import { logsError, ok, type Reply } from '../../kit/aws-mock.ts';

const QUERY = records({
  window: { start: NOW - 3600, end: NOW },
  where: equals(field('action'), 'REJECT'),
  columns: { from: field('srcAddr') },
  limit: 10,
});

/** The error of a query in words. */
async function failureOf(changes: Partial<AthenaOptions> = {}) {
  const source = athenaSource(changes);
  const error: unknown = await source.engine.run(QUERY, { signal: new AbortController().signal }).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  await source.engine.close();
  if (!(error instanceof SourceError)) throw new TypeError(`no SourceError but ${String(error)}`);
  return error;
}

describe('a call that fails says what to do', () => {
  const aws = mockAthena();

  function starting(reply: Reply): void {
    aws.always('StartQueryExecution', reply);
  }

  it('when there is no such table', async () => {
    aws.reply(
      'GetTableMetadata',
      logsError(
        'MetadataException',
        'EntityNotFoundException: Table vpc_flow_logs not found. (Service: AWSGlue)',
      ),
    );

    expect(await failureOf()).toMatchObject({
      code: 'not-found',
      attempted: 'query flows.vpc_flow_logs with Athena',
      happened: expect.stringContaining(
        'there is no table flows.vpc_flow_logs in the catalog AwsDataCatalog in us-east-1',
      ),
      todo: expect.stringContaining('`athena-setup` prints the statement that makes one'),
    });
  });

  it('when the catalog may not be read, by the permission that AWS names', async () => {
    aws.reply(
      'GetTableMetadata',
      logsError(
        'MetadataException',
        'User: arn:aws:sts::111122223333:assumed-role/bot is not authorized to perform: glue:GetTable on resource: arn:aws:glue:us-east-1:111122223333:catalog because no identity-based policy allows it',
      ),
    );

    expect(await failureOf()).toMatchObject({
      code: 'access-denied',
      todo: 'Allow glue:GetTable on arn:aws:glue:us-east-1:111122223333:catalog.',
    });
  });

  it('when the catalog fails', async () => {
    aws.reply('GetTableMetadata', logsError('MetadataException', 'Rate exceeded in Glue'));

    expect(await failureOf()).toMatchObject({
      code: 'unavailable',
      todo: expect.stringContaining('Glue console'),
    });
  });

  it('when Athena may not be asked', async () => {
    starting(logsError('AccessDeniedException', 'You are not allowed.'));

    expect(await failureOf()).toMatchObject({
      code: 'access-denied',
      happened: 'a permission of StartQueryExecution is missing (You are not allowed.).',
      todo: expect.stringContaining(
        'athena:StartQueryExecution on arn:aws:athena:us-east-1:*:workgroup/flows',
      ),
    });
  });

  it('when results have no place to go', async () => {
    starting(
      logsError(
        'InvalidRequestException',
        'No output location provided. An output location is required either through the Workgroup result configuration setting or as an API input.',
      ),
    );

    expect(await failureOf()).toMatchObject({
      code: 'misconfigured',
      happened: expect.stringContaining('the results have no place to go'),
      todo: expect.stringContaining('`output` of the source'),
    });
  });

  it('when there is no such workgroup', async () => {
    starting(logsError('InvalidRequestException', 'WorkGroup flows is not found.'));

    expect(await failureOf()).toMatchObject({
      code: 'misconfigured',
      todo: expect.stringContaining('aws athena get-work-group --work-group flows'),
    });
  });

  it('when the account keeps running as many queries as it may', async () => {
    starting(
      logsError('TooManyRequestsException', 'You have exceeded the limit.', {
        Reason: 'CONCURRENT_QUERY_LIMIT_EXCEEDED',
      }),
    );

    expect(await failureOf()).toMatchObject({
      code: 'too-many-queries',
      todo: expect.stringContaining('Service Quotas'),
    });
  });

  it('when there are too many requests', async () => {
    starting(logsError('ThrottlingException', 'Rate exceeded'));

    expect(await failureOf()).toMatchObject({ code: 'throttled' });
  });

  it('when Athena cannot be reached', async () => {
    aws.breakConnections('ENOTFOUND');

    expect(await failureOf()).toMatchObject({
      code: 'unavailable',
      happened: expect.stringContaining('Athena in us-east-1 cannot be reached'),
    });
  });

  it('when there are no credentials', async () => {
    const credentials = async () => {
      throw Object.assign(new Error('Could not load credentials.'), { name: 'CredentialsProviderError' });
    };

    expect(await failureOf({ credentials })).toMatchObject({ code: 'no-credentials' });
  });

  it('when AWS refuses for a reason that nobody thought of', async () => {
    starting(logsError('InvalidRequestException', 'Something else.'));

    expect(await failureOf()).toMatchObject({
      code: 'unavailable',
      happened: 'AWS refused: Something else.',
    });
  });
});

describe('a query that Athena ends says why and what to do', () => {
  const aws = mockAthena();

  interface Case {
    readonly state?: string;
    readonly reason: string;
    readonly error?: Readonly<Record<string, unknown>>;
    readonly code: string;
    readonly happened: string;
    readonly todo: string;
  }

  const CASES: Readonly<Record<string, Case>> = {
    'at the limit of its workgroup': {
      state: 'CANCELLED',
      reason: 'Bytes scanned limit was exceeded',
      code: 'rejected-query',
      happened: 'scanned more than the workgroup flows lets a query scan',
      todo: 'BytesScannedCutoffPerQuery',
    },
    'because somebody stopped it': {
      state: 'CANCELLED',
      reason: '',
      code: 'unavailable',
      happened: 'somebody else stopped the query',
      todo: 'Ask again',
    },
    'because the records may not be read': {
      reason:
        'HIVE_CANNOT_OPEN_SPLIT: Error opening Hive split s3://records/AWSLogs/1/file.log.gz (offset=0, length=1): Access Denied (Service: Amazon S3; Status Code: 403; Error Code: AccessDenied)',
      code: 'access-denied',
      happened: 'S3 refused the bucket of the records',
      todo: 's3:GetObject and s3:ListBucket on s3://records/AWSLogs/',
    },
    'because the results may not be written': {
      reason:
        'Access denied when writing output to url: s3://results/flows/q-1.csv . Please ensure you are allowed to access the S3 bucket.',
      code: 'access-denied',
      happened: 'S3 refused the bucket of the results',
      todo: 's3:PutObject, s3:GetObject and s3:GetBucketLocation on s3://results/flows/',
    },
    'because a bucket may not be used, and Athena does not say which': {
      reason: 'Access Denied (Service: Amazon S3; Status Code: 403)',
      code: 'access-denied',
      happened: 'S3 refused a bucket',
      todo: 'on s3://records/AWSLogs/, and s3:PutObject',
    },
    'because a key may not be used': {
      reason:
        'The ciphertext refers to a customer master key that does not exist or you are not allowed to use: Access Denied (Service: AWSKMS; Status Code: 400)',
      code: 'access-denied',
      happened: 'a key of KMS may not be used',
      todo: 'Allow kms:Decrypt',
    },
    'because S3 does not keep up': {
      reason: 'Please reduce your request rate. (Service: Amazon S3; Status Code: 503; Error Code: SlowDown)',
      code: 'throttled',
      happened: 'too many requests',
      todo: 'Ask again in a minute',
    },
    'because a bucket is gone': {
      reason:
        'The specified bucket does not exist (Service: Amazon S3; Status Code: 404; Error Code: NoSuchBucket)',
      code: 'not-found',
      happened: 'a bucket is not there',
      todo: 's3://records/AWSLogs/',
    },
    'because its table is gone': {
      reason: "TABLE_NOT_FOUND: line 1:1: Table 'awsdatacatalog.flows.vpc_flow_logs' does not exist",
      code: 'not-found',
      happened: 'there is no table flows.vpc_flow_logs',
      todo: 'athena-setup',
    },
    'because its database is gone': {
      reason: "SCHEMA_NOT_FOUND: line 1:1: Schema 'flows' does not exist",
      code: 'not-found',
      happened: 'there is no table flows.vpc_flow_logs',
      todo: '`database`',
    },
    'because a column is gone': {
      reason:
        "COLUMN_NOT_FOUND: line 3:9: Column 'srcaddr' cannot be resolved or requester is not authorized to access requested resources",
      code: 'misconfigured',
      happened: 'a column of flows.vpc_flow_logs is no longer there, or may not be read',
      todo: 'Ask again in five minutes',
    },
    'because a partition column has to be fixed': {
      reason:
        'CONSTRAINT_VIOLATION: For the injected projected partition column accid, the WHERE clause must contain only static equality conditions',
      code: 'misconfigured',
      happened: 'has to be fixed to values',
      todo: 'Name `account`',
    },
    'because it reads too many partitions': {
      reason:
        'HIVE_EXCEEDED_PARTITION_LIMIT: Query over table can potentially read more than 1000000 partitions',
      code: 'rejected-query',
      happened: 'reads more partitions than Athena takes',
      todo: 'shorter time',
    },
    'because it needs too much': {
      reason: 'EXCEEDED_MEMORY_LIMIT: Query exhausted resources at this scale factor',
      code: 'rejected-query',
      happened: 'needs more than Athena gives one',
      todo: 'shorter time',
    },
    'because it ran too long': {
      reason: 'Query timeout',
      code: 'timed-out',
      happened: 'ran as long as Athena lets one run',
      todo: 'shorter time',
    },
    'because partitions do not fit': {
      reason: 'HIVE_PARTITION_SCHEMA_MISMATCH: There is a mismatch between the table and partition schemas.',
      code: 'misconfigured',
      happened: 'the partitions of flows.vpc_flow_logs do not fit',
      todo: 'athena-setup',
    },
    'because files are not as the table says': {
      reason: 'HIVE_BAD_DATA: Field protocol’s type INT32 in parquet file is incompatible with type string',
      code: 'misconfigured',
      happened: 'not as its columns say',
      todo: 'athena-setup',
    },
    'because it cannot read it, which is our defect': {
      reason: 'SYNTAX_ERROR: line 1:8: mismatched input',
      code: 'rejected-query',
      happened: 'The query was:\nWITH',
      todo: 'defect in flows',
    },
    'because it failed itself': {
      reason: 'GENERIC_INTERNAL_ERROR: null',
      error: { ErrorCategory: 1, Retryable: false },
      code: 'unavailable',
      happened: 'Athena itself failed (GENERIC_INTERNAL_ERROR: null)',
      todo: 'health.aws.amazon.com',
    },
    'for a reason that nobody thought of': {
      reason: 'Something else.',
      error: { ErrorCategory: 3, Retryable: false },
      code: 'unavailable',
      happened: 'the query failed (Something else)',
      todo: 'report it',
    },
    'in a state that nobody knows': {
      state: 'PAUSED',
      reason: '',
      code: 'unavailable',
      happened: 'the state of the query is PAUSED',
      todo: 'Ask again',
    },
  };

  it.each(Object.entries(CASES))('%s', async (_, { state = 'FAILED', reason, error, ...expected }) => {
    aws.reply('StartQueryExecution', ok({ QueryExecutionId: 'q-1' }));
    aws.reply('GetQueryExecution', executionReply(state, { reason, ...(error ? { error } : {}) }));

    expect(await failureOf()).toMatchObject({
      code: expected.code,
      attempted: 'query flows.vpc_flow_logs with Athena',
      happened: expect.stringContaining(expected.happened),
      todo: expect.stringContaining(expected.todo),
    });
  });

  it('after a second attempt where Athena said that one may succeed', async () => {
    aws.always('StartQueryExecution', ok({ QueryExecutionId: 'q-1' }));
    aws.always(
      'GetQueryExecution',
      executionReply('FAILED', { reason: 'INTERNAL_ERROR', error: { ErrorCategory: 1, Retryable: true } }),
    );

    expect(await failureOf()).toMatchObject({ happened: 'Athena itself failed (INTERNAL_ERROR).' });
    expect(aws.of('StartQueryExecution')).toHaveLength(2);
  });
});
