/** What asking CloudWatch Logs Insights takes. */
import type { InsightsSettings } from '../../config.ts';
import type { Allowed } from './allowed.ts';
import { allow, arn, type Where } from './statement.ts';

/** Policies are matched with and without the star, by action; an ARN may be configured either way. */
function bothForms(name: string, where: Where): readonly string[] {
  const named = name.replace(/:\*$/, '');
  const group = named.startsWith('arn:') ? named : arn(where, 'logs', `log-group:${named}`);
  return [group, `${group}:*`];
}

export function insightsStatements({ name, logGroups }: InsightsSettings, where: Where): Allowed {
  const groups = logGroups?.flatMap((group) => bothForms(group, where));
  return {
    statements: [
      allow(
        'AskFlowLogs',
        ['logs:StartQuery', 'logs:GetLogGroupFields'],
        groups ?? arn(where, 'logs', 'log-group:*'),
      ),
      // These take no resource (Service Authorization Reference, CloudWatch Logs).
      allow('FollowQueries', ['logs:DescribeQueries', 'logs:GetQueryResults', 'logs:StopQuery'], '*'),
      // Whoever does without loses what `flows doctor` says of them, and nothing else.
      ...(groups
        ? [
            allow(
              'FindTheGroupsForDoctorAlone',
              ['logs:DescribeLogGroups'],
              arn(where, 'logs', 'log-group:*'),
            ),
          ]
        : []),
      allow(
        'SeeTheIndexesForDoctorAlone',
        ['logs:DescribeIndexPolicies'],
        groups ?? arn(where, 'logs', 'log-group:*'),
      ),
    ],
    notes: groups
      ? []
      : [
          `${name} names no log groups, so it may ask all of that region and account: name them in \`logGroups\` to allow those alone.`,
        ],
  };
}
