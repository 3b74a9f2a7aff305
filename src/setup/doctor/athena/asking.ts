/** Whether Athena may be asked, and may write its results: by a statement that reads no table, so that it scans nothing and costs nothing. */
import { awsFailure } from '../../../backends/ec2/aws-failure.ts';
import { attemptChecks, NOT_STOPPED, NOTHING_ASKED } from '../attempts.ts';
import type { Check } from '../check.ts';
import { aboutOf, failedCheck } from './failed.ts';
import { type Asking, runStatement } from './statement.ts';

export async function askingChecks(asking: Asking, token: string): Promise<readonly Check[]> {
  const { settings } = asking;
  const { name: source, table = settings.transitGatewayTable ?? '' } = settings;
  const about = aboutOf(settings, table);
  const { attempts, failure } = await runStatement(asking, { text: 'SELECT 1', token, about });
  // What Athena refuses for another reason than a permission, it gives the reason of.
  const refused = attempts.find(
    ({ action, error }) => action.endsWith(':StartQueryExecution') && awsFailure(error) === 'other',
  );
  if (refused?.error) return [failedCheck(settings, refused.error, 'StartQueryExecution', about)];
  const permissions = {
    source,
    what: 'Asking Athena',
    lossOf: (action: string) => (action === 'athena:StopQueryExecution' ? NOT_STOPPED : NOTHING_ASKED),
  };
  return [
    ...attemptChecks(permissions, attempts),
    ...(failure ? [failedCheck(settings, failure, 'StartQueryExecution', about)] : []),
  ];
}
