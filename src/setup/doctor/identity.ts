/** As whom AWS is asked: a call that needs no permission (STS API Reference, GetCallerIdentity). */
import { awsFailure, failureText } from '../../backends/ec2/aws-failure.ts';
import { type AwsSettings, clientSettings } from '../../backends/ec2/aws-settings.ts';
import { type Check, fine, problem, warning } from './check.ts';

const TODO: Readonly<Partial<Record<ReturnType<typeof awsFailure>, string>>> = {
  'no-credentials':
    'aws sts get-caller-identity shows whether there are credentials; a role that is assumed must trust whom flows runs as.',
  'expired-credentials': 'aws sso login, or whatever renews them.',
  'unknown-credentials': 'aws sts get-caller-identity shows whose they are.',
  'no-region': 'Set region of the source, or AWS_REGION.',
  unreachable: 'See that this machine reaches AWS, or an endpoint of its VPC.',
};

/** @param account that the source is said to hold; null where nobody said */
export async function identityCheck(
  source: string,
  settings: AwsSettings,
  account: string | null,
): Promise<Check> {
  const about = `source ${source}`;
  const { GetCallerIdentityCommand, STSClient } = await import('@aws-sdk/client-sts');
  const client = new STSClient(clientSettings(settings));
  try {
    const { Arn = '', Account = '' } = await client.send(new GetCallerIdentityCommand({}));
    if (account !== null && account !== Account)
      return warning(
        about,
        `AWS is asked as ${Arn}, of the account ${Account}, and the source is said to be of ${account}.`,
        `Set \`role\` of the source to one of ${account}, or correct \`account\`.`,
      );
    return fine(about, `AWS is asked as ${Arn}.`);
  } catch (error) {
    const todo = TODO[awsFailure(error)] ?? 'aws sts get-caller-identity';
    return problem(about, `AWS does not let flows in: ${failureText(error)}.`, todo);
  } finally {
    client.destroy();
  }
}
