/** Whatever goes wrong with a query, as an error that says what to do about it. */
import { SourceError } from '../../query/source-error.ts';
import { commonFailure, type Described, inRegion, sourceClosed } from '../aws/described-failure.ts';
import { type AwsFailure, awsFailure, failureText } from '../ec2/aws-failure.ts';
import type { QueryToStart } from './logs-api.ts';

export interface Asked {
  readonly query: QueryToStart;
  /** The call that failed. */
  readonly operation: 'StartQuery' | 'GetQueryResults';
  /** Null where none is known. */
  readonly region: string | null;
}

const SERVICE = 'CloudWatch Logs';
const SHORTER = 'Ask about a shorter time, or about fewer log groups.';

function groupsText({ logGroups }: QueryToStart): string {
  const [first = 'no log group', ...rest] = logGroups;
  return rest.length === 0 ? first : `${first} and ${rest.length} more`;
}

/** The resources for which a permission is needed, as a policy names them. */
function resourcesOf({ query, operation, region }: Asked): string {
  if (operation === 'GetQueryResults') return '*';
  const arns = query.logGroups.map((group) =>
    group.startsWith('arn:')
      ? `${group.replace(/:\*$/, '')}:*`
      : `arn:aws:logs:${region ?? '*'}:*:log-group:${group}:*`,
  );
  return arns.join(' and ');
}

function byFailure(failure: AwsFailure, asked: Asked, said: string): Described {
  switch (failure) {
    case 'access-denied':
      return {
        code: 'access-denied',
        happened: `the permission logs:${asked.operation} is missing (${said}).`,
        todo: `Allow logs:${asked.operation} on ${resourcesOf(asked)}; a query needs logs:StartQuery on its log groups, and logs:GetQueryResults and logs:StopQuery on *.`,
      };
    case 'no-region':
      return {
        code: 'misconfigured',
        happened: 'no AWS region is set.',
        todo: 'Name the region of the log groups: --region, `region` of the source, or AWS_REGION.',
      };
    case 'throttled':
      return {
        code: 'throttled',
        happened: `AWS kept answering that there are too many requests (${said}).`,
        todo: 'Ask again in a minute. The account allows 10 StartQuery and 10 GetQueryResults requests a second to all its users together.',
      };
    default:
      return commonFailure(failure, { said, service: SERVICE, region: asked.region });
  }
}

/** The queries of a window that lies wholly before the log group was made, or beyond its retention, are refused as malformed. */
const OUT_OF_RETENTION = /creation time|retention/i;

function malformed({ query }: Asked, error: Error): Described {
  const said = failureText(error);
  if (OUT_OF_RETENTION.test(said)) {
    return {
      code: 'not-found',
      happened: `the log groups have no records of that time (${said}).`,
      todo: 'Ask about a later time: after the log group was made, and within its retention.',
    };
  }
  const compileError: unknown = Reflect.get(error, 'queryCompileError');
  const location: unknown =
    typeof compileError === 'object' && compileError ? Reflect.get(compileError, 'location') : undefined;
  const at = location ? ` at ${JSON.stringify(location)}` : '';
  return {
    code: 'rejected-query',
    happened: `AWS cannot read the query: ${said}${at}. The query was:\n${query.text}\n`,
    todo: 'This is a defect in flows: please report it with this text.',
  };
}

function byName(asked: Asked, error: Error): Described | undefined {
  const { query, operation, region } = asked;
  switch (error.name) {
    case 'ResourceNotFoundException':
      if (operation === 'GetQueryResults')
        return {
          code: 'unavailable',
          happened: `AWS does not know the query any more that it had started (${failureText(error)}).`,
          todo: 'Ask again.',
        };
      return {
        code: 'not-found',
        happened: `there is no log group ${query.logGroups.join(' or ')}${inRegion(region)} (${failureText(error)}).`,
        todo: `Check the name, the region and the account: aws logs describe-log-groups --log-group-name-prefix ${query.logGroups[0] ?? '/'}${region ? ` --region ${region}` : ''}. A flow log's group is made when it first records something.`,
      };
    case 'MalformedQueryException':
      return malformed(asked, error);
    case 'LimitExceededException':
      return {
        code: 'too-many-queries',
        happened:
          'the account kept running as many Logs Insights queries as it may (100 at once, dashboards and other users included).',
        todo: 'Ask again when others have finished; `aws logs describe-queries --status Running` lists them.',
      };
    default:
      return undefined;
  }
}

/** @param error what the SDK rejected with */
export function queryFailure(error: unknown, asked: Asked): SourceError {
  // A role that cannot be assumed says itself what to do.
  if (error instanceof SourceError) return error;
  const named = error instanceof Error ? byName(asked, error) : undefined;
  const described = named ?? byFailure(awsFailure(error), asked, failureText(error));
  return new SourceError({ attempted: `query ${groupsText(asked.query)}`, cause: error, ...described });
}

const BY_STATUS: Readonly<Record<string, Described>> = {
  Timeout: {
    code: 'timed-out',
    happened: 'the query ran for 60 minutes, which is the longest AWS lets one run.',
    todo: SHORTER,
  },
  Failed: {
    code: 'unavailable',
    happened: 'the query failed, and AWS does not say why.',
    todo: `Ask again; if it fails again: ${SHORTER.charAt(0).toLowerCase()}${SHORTER.slice(1)}`,
  },
  Cancelled: {
    code: 'unavailable',
    happened: 'somebody else stopped the query.',
    todo: 'Ask again.',
  },
};

/** Of a query that ended in another status than `Complete`. */
export function endedBadly(status: string, query: QueryToStart): SourceError {
  const described = BY_STATUS[status] ?? {
    code: 'unavailable',
    happened: `AWS kept answering that the state of the query is ${status}.`,
    todo: 'Ask again.',
  };
  return new SourceError({ attempted: `query ${groupsText(query)}`, ...described });
}

export const insightsClosed = (): SourceError => sourceClosed('CloudWatch Logs Insights');
