/** Whether AWS allows what reading the network takes: EC2 is asked to try each call without carrying it out, which costs nothing. */
import type { EC2Client } from '@aws-sdk/client-ec2';
import { awsFailure } from '../../backends/ec2/aws-failure.ts';
import { type AwsSettings, clientSettings } from '../../backends/ec2/aws-settings.ts';
import { type Attempt, attemptChecks, attempted, type Loss } from './attempts.ts';
import type { Check } from './check.ts';

/** What EC2 answers to a try that would have been carried out (EC2 API Reference, "Common request parameters"). */
const WOULD_BE_DONE = 'DryRunOperation';

/** What evaluates a packet: without one of these no rule is named at all. */
const NEEDED: ReadonlySet<string> = new Set([
  'ec2:DescribeNetworkAcls',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeRouteTables',
  'ec2:DescribeSecurityGroupRules',
  'ec2:DescribeSecurityGroups',
  'ec2:DescribeSubnets',
  'ec2:DescribeVpcs',
]);

function lossOf(action: string): Loss {
  if (NEEDED.has(action)) return { standing: 'problem', without: 'rules cannot be named' };
  if (action === 'ec2:DescribeFlowLogs')
    return { standing: 'problem', without: 'it is not known what the flow logs record' };
  return { standing: 'warning', without: 'less of the network can be named' };
}

async function dryRun(
  client: EC2Client,
  sdk: object,
  action: string,
  abortSignal: AbortSignal,
): Promise<Attempt> {
  const Command: unknown = Reflect.get(sdk, `${action.replace('ec2:', '')}Command`);
  if (typeof Command !== 'function') throw new TypeError(`EC2 has no operation ${action}`);
  // Only the entries of a prefix list need an argument, and nothing is looked up under it.
  const input = {
    DryRun: true,
    ...(action === 'ec2:GetManagedPrefixListEntries' ? { PrefixListId: 'pl-00000000000000000' } : {}),
  };
  // One of its own for each, as the SDK listens to it for each, and Node takes many listeners of one signal for a leak.
  const own = AbortSignal.any([abortSignal]);
  const tried = await attempted(action, () =>
    client.send(Reflect.construct(Command, [input]), { abortSignal: own }),
  );
  abortSignal.throwIfAborted();
  const isDone = tried.error instanceof Error && tried.error.name === WOULD_BE_DONE;
  return isDone ? { action, error: null } : tried;
}

/** @param actions as IAM names them: `ec2:DescribeVpcs` */
export async function networkPermissions(
  source: string,
  settings: AwsSettings,
  actions: readonly string[],
  signal: AbortSignal,
): Promise<readonly Check[]> {
  if (actions.length === 0) return [];
  const sdk = await import('@aws-sdk/client-ec2');
  const client = new sdk.EC2Client(clientSettings(settings));
  try {
    const tried = await Promise.all(actions.map((action) => dryRun(client, sdk, action, signal)));
    // A try that EC2 has another objection to says nothing of the permission.
    const isUnclear = (error: unknown) => awsFailure(error) === 'other';
    return attemptChecks({ source, what: 'Reading the network', lossOf, isUnclear }, tried);
  } finally {
    client.destroy();
  }
}
