/** Whether the log groups that are named are there, and of a class that can be asked well. */
import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { nearest } from '../../../query/nearest.ts';
import { unseenCheck } from '../attempts.ts';
import { type Check, fine, problem, warning } from '../check.ts';

interface FoundGroup {
  readonly name: string;
  /** `STANDARD`, `INFREQUENT_ACCESS`, `ESSENTIALS`, `DELIVERY`. */
  readonly storage: string;
}

export interface GroupPlaces {
  readonly source: string;
  readonly region: string | null;
  /** Where the flow logs of the account write; none where that is not known. */
  readonly written: readonly string[];
}

const ANOTHER = 'A group keeps its class: let a flow log write to a group of the class STANDARD.';

/** The first of all that begin with its name is the group itself. */
async function find(
  client: CloudWatchLogsClient,
  name: string,
  abortSignal: AbortSignal,
): Promise<FoundGroup | null> {
  const { DescribeLogGroupsCommand } = await import('@aws-sdk/client-cloudwatch-logs');
  const command = new DescribeLogGroupsCommand({ logGroupNamePrefix: name });
  const { logGroups } = await client.send(command, { abortSignal });
  const found = logGroups?.find(({ logGroupName }) => logGroupName === name);
  return found ? { name, storage: found.logGroupClass ?? 'STANDARD' } : null;
}

function missing(name: string, { source, region, written }: GroupPlaces): Check {
  const about = `source ${source}`;
  const where = region === null ? '' : ` in ${region}`;
  if (written.includes(name))
    return problem(
      about,
      `There is no log group ${name}${where} yet: a flow log makes it when it first records something.`,
      `Ask again in a quarter of an hour; aws ec2 describe-flow-logs tells whether it delivers.`,
    );
  const near = nearest(name, written) ?? written[0];
  return problem(
    about,
    `There is no log group ${name}${where}.`,
    near === undefined
      ? `aws logs describe-log-groups lists those that there are: name one in \`logGroups\``
      : `logGroups: [${near}], where a flow log writes`,
  );
}

function classCheck({ name, storage }: FoundGroup, about: string): readonly Check[] {
  if (storage === 'DELIVERY')
    return [problem(about, `${name} is of the class DELIVERY, which cannot be asked.`, ANOTHER)];
  // CloudWatch Logs User Guide, "Log classes" and "CloudWatch Logs quotas".
  if (storage !== 'STANDARD')
    return [
      warning(
        about,
        `${name} is of the class ${storage}: it has no field indexes, and few of its queries run at once.`,
        ANOTHER,
      ),
    ];
  return [];
}

/** Groups of other accounts are named by ARNs, and looked for by the queries alone. @throws the signal's reason */
export async function logGroupChecks(
  client: CloudWatchLogsClient,
  names: readonly string[],
  places: GroupPlaces,
  signal: AbortSignal,
): Promise<readonly Check[]> {
  const about = `source ${places.source}`;
  const own = names.filter((name) => !name.startsWith('arn:'));
  const checks: Check[] = [];
  const there: string[] = [];
  try {
    for (const name of own) {
      const found = await find(client, name, signal);
      if (found) there.push(name);
      checks.push(...(found ? classCheck(found, about) : [missing(name, places)]));
    }
  } catch (error) {
    signal.throwIfAborted();
    const tried = { action: 'logs:DescribeLogGroups', error };
    return [unseenCheck({ source: places.source, what: 'whether the log groups are there' }, tried)];
  }
  if (there.length === 0) return checks;
  return [fine(about, `Log groups that are there: ${there.join(', ')}.`), ...checks];
}
