/** Whether AWS allows what reading the network takes: EC2 is asked to try each call without carrying it out, which costs nothing. */
import type { EC2Client } from '@aws-sdk/client-ec2';
import { awsFailure, failureText } from '../../backends/ec2/aws-failure.ts';
import { type AwsSettings, clientSettings } from '../../backends/ec2/aws-settings.ts';
import { type Check, fine, problem, warning } from './check.ts';

/** What EC2 answers to a try that would have been carried out (EC2 API Reference, "Common request parameters"). */
const WOULD_BE_DONE = 'DryRunOperation';

type Outcome = { readonly action: string; readonly error: unknown };

async function tried(client: EC2Client, sdk: object, action: string): Promise<Outcome> {
  const Command: unknown = Reflect.get(sdk, `${action}Command`);
  if (typeof Command !== 'function') throw new TypeError(`EC2 has no operation ${action}`);
  // Only the entries of a prefix list need an argument, and nothing is looked up under it.
  const input = {
    DryRun: true,
    ...(action === 'GetManagedPrefixListEntries' ? { PrefixListId: 'pl-00000000000000000' } : {}),
  };
  try {
    await client.send(Reflect.construct(Command, [input]));
    return { action, error: null };
  } catch (error) {
    return { action, error };
  }
}

function isDone({ error }: Outcome): boolean {
  return error === null || (error instanceof Error && error.name === WOULD_BE_DONE);
}

/** @param actions as IAM names them: `ec2:DescribeVpcs` */
export async function networkPermissions(
  source: string,
  settings: AwsSettings,
  actions: readonly string[],
): Promise<readonly Check[]> {
  if (actions.length === 0) return [];
  const about = `source ${source}`;
  const sdk = await import('@aws-sdk/client-ec2');
  const client = new sdk.EC2Client(clientSettings(settings));
  try {
    const outcomes = await Promise.all(
      actions.map((action) => tried(client, sdk, action.replace('ec2:', ''))),
    );
    const failed = outcomes.filter((one) => !isDone(one));
    const denied = failed.filter(({ error }) => awsFailure(error) === 'access-denied');
    const others = failed.filter((one) => !denied.includes(one));
    const [other] = others;
    return [
      ...(failed.length === 0
        ? [fine(about, `Reading the network is allowed: ${actions.length} permissions.`)]
        : []),
      ...(denied.length === 0
        ? []
        : [
            problem(
              about,
              `Not allowed: ${denied.map(({ action }) => `ec2:${action}`).join(', ')}; rules cannot be named without.`,
              `flows iam-policy ${source}`,
            ),
          ]),
      ...(other === undefined
        ? []
        : [
            warning(
              about,
              `Whether ${others.map(({ action }) => `ec2:${action}`).join(', ')} is allowed cannot be told: ${failureText(other.error)}.`,
              'Ask again in a minute.',
            ),
          ]),
    ];
  } finally {
    client.destroy();
  }
}
