/** Calls of Athena that fail, and queries that are stopped here, as errors that say what to do about it. */
import { SourceError } from '../../query/source-error.ts';
import {
  commonFailure,
  type Described,
  inRegion,
  scannedTooMuch,
  sourceClosed,
} from '../aws/described-failure.ts';
import { type AwsFailure, awsFailure, failureText } from '../ec2/aws-failure.ts';
import { queryUsd } from './price.ts';

/** What a query is about, as a person knows it. */
export interface About {
  /** `database.table` */
  readonly table: string;
  readonly catalog: string;
  readonly workgroup: string;
  /** Where the records are and where results go, `s3://…`; null where it is not known. */
  readonly location: string | null;
  readonly output: string | null;
}

export interface FailedCall {
  /** As the API names it: `StartQueryExecution`. */
  readonly operation: string;
  readonly about: About;
  /** Null where none is known. */
  readonly region: string | null;
}

const SERVICE = 'Athena';

export function attemptOf({ table }: About): string {
  return `query ${table} with Athena`;
}

function byFailure(failure: AwsFailure, { operation, about, region }: FailedCall, said: string): Described {
  switch (failure) {
    case 'access-denied':
      return {
        code: 'access-denied',
        happened: `a permission of ${operation} is missing (${said}).`,
        todo: `Allow athena:${operation} on arn:aws:athena:${region ?? '*'}:*:workgroup/${about.workgroup}; a query needs athena:StartQueryExecution, GetQueryExecution, GetQueryResults, StopQueryExecution and GetTableMetadata, glue:GetDatabase, GetTable and GetPartitions for the table, s3:GetObject and s3:ListBucket where the records are, and s3:PutObject, s3:GetObject and s3:GetBucketLocation where the results go.`,
      };
    case 'no-region':
      return {
        code: 'misconfigured',
        happened: 'no AWS region is set.',
        todo: 'Name the region of the table: --region, `region` of the source, or AWS_REGION.',
      };
    case 'throttled':
      return {
        code: 'throttled',
        happened: `AWS kept answering that there are too many requests (${said}).`,
        todo: 'Ask again in a minute. All users of the account share what Athena allows it.',
      };
    default:
      return commonFailure(failure, { said, service: SERVICE, region });
  }
}

/** `AccessDeniedException … is not authorized to perform: glue:GetTable on resource: …`: what AWS names is what is missing. */
function namedPermission(said: string): Described | undefined {
  const [, action, resource] =
    /not authorized to perform: ([\w-]+:\w+)(?: on resource: (\S+?))?(?:[ .)]|$)/.exec(said) ?? [];
  if (action === undefined) return undefined;
  return {
    code: 'access-denied',
    happened: `the permission ${action} is missing (${said}).`,
    todo: `Allow ${action}${resource === undefined ? '' : ` on ${resource}`}.`,
  };
}

function noTable({ about, region }: FailedCall, said: string): Described {
  const [database = '', name = ''] = about.table.split('.');
  return {
    code: 'not-found',
    happened: `there is no table ${about.table} in the catalog ${about.catalog}${inRegion(region)} (${said}).`,
    todo: `Check \`database\`, \`table\` and the region of the source: aws athena get-table-metadata --catalog-name ${about.catalog} --database-name ${database} --table-name ${name}. \`athena-setup\` prints the statement that makes one.`,
  };
}

/** StartQueryExecution and GetTableMetadata have one exception for whatever is wrong with a request. */
function invalidRequest({ about }: FailedCall, said: string): Described | undefined {
  if (/output location|output bucket|result location/i.test(said)) {
    return {
      code: 'misconfigured',
      happened: `the results have no place to go (${said}).`,
      todo: `Name one in \`output\` of the source (s3://bucket/prefix/), or in the workgroup ${about.workgroup}; the role needs s3:GetBucketLocation, s3:GetObject and s3:PutObject there.`,
    };
  }
  if (/workgroup/i.test(said)) {
    return {
      code: 'misconfigured',
      happened: `the workgroup ${about.workgroup} cannot be used (${said}).`,
      todo: `Check \`workgroup\` of the source: aws athena get-work-group --work-group ${about.workgroup}. \`athena-setup\` prints the command that makes one.`,
    };
  }
  return undefined;
}

function byName(call: FailedCall, error: Error): Described | undefined {
  const said = failureText(error);
  if (Reflect.get(error, 'Reason') === 'CONCURRENT_QUERY_LIMIT_EXCEEDED') {
    return {
      code: 'too-many-queries',
      happened: 'the account kept running as many Athena queries as it may, those of other users included.',
      todo: 'Ask again when others have finished; the quota "Active DML queries" of Athena can be raised in Service Quotas.',
    };
  }
  if (awsFailure(error) === 'access-denied') return namedPermission(said);
  switch (error.name) {
    case 'MetadataException':
      return /EntityNotFound|not found|does not exist/i.test(said)
        ? noTable(call, said)
        : (namedPermission(said) ?? {
            code: 'unavailable',
            happened: `the data catalog did not answer properly (${said}).`,
            todo: 'Ask again in a minute; if it stays so, look at the table in the Glue console.',
          });
    case 'ResourceNotFoundException':
      return noTable(call, said);
    case 'InvalidRequestException':
      return invalidRequest(call, said);
    default:
      return undefined;
  }
}

/** @param error what the SDK rejected with */
export function callFailure(error: unknown, call: FailedCall): SourceError {
  const named = error instanceof Error ? byName(call, error) : undefined;
  const described = named ?? byFailure(awsFailure(error), call, failureText(error));
  return new SourceError({ attempted: attemptOf(call.about), cause: error, ...described });
}

/** `scanned` and `allowed` are bytes. */
export function overBudget(
  scanned: number,
  allowed: number,
  about: About,
  region: string | null,
): SourceError {
  return scannedTooMuch(
    { scanned, allowed, usd: queryUsd(scanned, region) },
    {
      attempted: attemptOf(about),
      todo: 'Ask about a shorter time (`last 15m`), or raise maxBytesPerQuery of the source.',
    },
  );
}

export const athenaClosed = (): SourceError => sourceClosed(SERVICE);
