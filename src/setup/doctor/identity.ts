/** As whom AWS is asked: a call that needs no permission (STS API Reference, GetCallerIdentity). */
import { commonFailure, type Described } from '../../backends/aws/described-failure.ts';
import { awsFailure, failureText } from '../../backends/ec2/aws-failure.ts';
import { type AwsSettings, clientSettings } from '../../backends/ec2/aws-settings.ts';
import { SourceError } from '../../query/source-error.ts';
import { type Check, fine, problem, warning } from './check.ts';
import { clockCheck } from './clock.ts';

/** In a role that cannot be assumed it says so itself. */
function notLetIn(error: unknown): Pick<Described, 'happened' | 'todo'> {
  if (error instanceof SourceError) return error;
  const [failure, said] = [awsFailure(error), failureText(error)];
  switch (failure) {
    case 'no-region':
      return { happened: 'no AWS region is set.', todo: 'Set `region` of the source, or AWS_REGION.' };
    case 'access-denied':
    case 'throttled':
      return { happened: `${said.replace(/\.$/, '')}.`, todo: 'aws sts get-caller-identity' };
    default:
      return commonFailure(failure, { said, service: 'AWS STS', region: null });
  }
}

/**
 * What the SDK has seen by the Date of AWS's answers, and corrects in what it signs; the times that questions are about stay wrong.
 *
 * @param offset milliseconds; 0 where no answer told a Date: any that does is in whole seconds, so that it is hardly ever 0 to the millisecond
 */
function clockChecks(offset: number): readonly Check[] {
  return offset === 0 ? [] : [clockCheck('AWS’s', offset)];
}

/** @param account that the source is said to hold; null where nobody said */
export async function identityCheck(
  source: string,
  settings: AwsSettings,
  account: string | null,
  abortSignal: AbortSignal,
): Promise<readonly Check[]> {
  const about = `source ${source}`;
  const { GetCallerIdentityCommand, STSClient } = await import('@aws-sdk/client-sts');
  const client = new STSClient(clientSettings(settings));
  try {
    const { Arn = '', Account = '' } = await client.send(new GetCallerIdentityCommand({}), { abortSignal });
    const clock = clockChecks(client.config.systemClockOffset);
    if (account === null || account === Account) return [fine(about, `AWS is asked as ${Arn}.`), ...clock];
    return [
      warning(
        about,
        `AWS is asked as ${Arn}, of the account ${Account}, and the source is said to be of ${account}.`,
        `Set \`role\` of the source to one of ${account}, or correct \`account\`.`,
      ),
      ...clock,
    ];
  } catch (error) {
    abortSignal.throwIfAborted();
    const { happened, todo } = notLetIn(error);
    return [problem(about, `AWS does not let flows in: ${happened}`, todo)];
  } finally {
    client.destroy();
  }
}
