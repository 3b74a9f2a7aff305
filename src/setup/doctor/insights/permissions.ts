/**
 * Whether CloudWatch Logs lets itself be asked: by a query over the present moment, for which nothing has been delivered yet, so that it scans
 * nothing and costs nothing; and by what follows a query.
 */
import { awsFailure } from '../../../backends/ec2/aws-failure.ts';
import type { LogsApi } from '../../../backends/insights/logs-api.ts';
import {
  type Attempt,
  attemptChecks,
  attempted,
  type Loss,
  NOT_STOPPED,
  NOTHING_ASKED,
} from '../attempts.ts';
import type { Check } from '../check.ts';
import type { GroupFields } from './lines.ts';

/** No query has it: what follows a query is tried all the same where none can be started, since AWS looks at permissions first. */
const NO_QUERY = '00000000-0000-0000-0000-000000000000';
/** So many groups are asked for their fields, as many as a question asks. */
const MOST_GROUPS = 10;

const LOSSES: Readonly<Record<string, Loss>> = {
  'logs:StartQuery': NOTHING_ASKED,
  'logs:GetQueryResults': NOTHING_ASKED,
  'logs:StopQuery': NOT_STOPPED,
  'logs:DescribeQueries': {
    standing: 'warning',
    without: 'it is noticed some seconds later that queries have ended while many run',
  },
};
/** Of GetLogGroupFields. */
const SLOWER: Loss = { standing: 'warning', without: 'no field index is used, so questions scan more' };

export interface Tried {
  readonly attempts: readonly Attempt[];
  /** Of the groups whose fields could be read. */
  readonly fields: readonly GroupFields[];
}

/** @param groups names, or ARNs. @param now seconds since the epoch */
export async function tryInsights(api: LogsApi, groups: readonly string[], now: number): Promise<Tried> {
  let queryId = NO_QUERY;
  const fields: GroupFields[] = [];
  const query = {
    ...{ text: 'fields @timestamp | limit 1', limit: 1 },
    ...{ logGroups: groups, startTime: now - 1, endTime: now },
  };
  const started = await attempted('logs:StartQuery', async () => {
    queryId = await api.startQuery(query);
  });
  const attempts = [
    // Without a group there is nothing to be allowed.
    ...(groups.length === 0 ? [] : [started]),
    await attempted('logs:GetQueryResults', () => api.getQueryResults(queryId, undefined)),
    await attempted('logs:StopQuery', () => api.stopQuery(queryId)),
    await attempted('logs:DescribeQueries', () => api.runningQueries()),
  ];
  for (const group of groups.slice(0, MOST_GROUPS))
    attempts.push(
      await attempted('logs:GetLogGroupFields', async () => {
        fields.push({ group, percents: await api.getLogGroupFields(group) });
      }),
    );
  return { attempts, fields };
}

/** One line an action, however many groups it was tried with: the first that is refused tells. */
function byAction(attempts: readonly Attempt[]): readonly Attempt[] {
  const worst = new Map<string, Attempt>();
  for (const one of attempts) {
    const known = worst.get(one.action);
    if (!known || (known.error === null && one.error !== null) || awsFailure(one.error) === 'access-denied')
      worst.set(one.action, one);
  }
  return [...worst.values()];
}

export function permissionChecks(source: string, { attempts }: Tried): readonly Check[] {
  return attemptChecks(
    { source, what: 'Asking CloudWatch Logs', lossOf: (action) => LOSSES[action] ?? SLOWER },
    byAction(attempts),
  );
}
