/** The credentials of a role that is assumed, such as a reader's in another account: asked of STS when first needed, and again before they end. */
import { SourceError, type SourceErrorCode } from '../../query/source-error.ts';
import { type AwsFailure, awsFailure, failureText } from './aws-failure.ts';

export interface Role {
  /** `arn:aws:iam::111122223333:role/flows-reader` */
  readonly arn: string;
  /** What the role's trust policy may ask of whoever assumes it (`sts:ExternalId`). */
  readonly externalId?: string | undefined;
}

interface RoleCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
}

/** `forceRefresh` asks anew: AWS does not take the credentials any more, though they have not ended. */
export type RoleProvider = (options?: { readonly forceRefresh?: boolean }) => Promise<RoleCredentials>;

/** CloudTrail shows it as the end of who calls: `assumed-role/flows-reader/flows`. */
const SESSION_NAME = 'flows';

/** Milliseconds before they end at which they are asked for anew: as long as the SDK takes before it asks a provider again. */
const RENEWED_BEFORE = 5 * 60 * 1000;

const CODES: Readonly<Record<AwsFailure, SourceErrorCode>> = {
  'access-denied': 'access-denied',
  'no-credentials': 'no-credentials',
  'expired-credentials': 'no-credentials',
  'unknown-credentials': 'no-credentials',
  'no-region': 'misconfigured',
  throttled: 'throttled',
  unavailable: 'unavailable',
  unreachable: 'unavailable',
  other: 'misconfigured',
};

const HAPPENED: Readonly<Record<AwsFailure, string>> = {
  'access-denied': 'AWS does not let these credentials assume it',
  'no-credentials': 'there are no AWS credentials to assume it with',
  'expired-credentials': 'the AWS credentials to assume it with have expired',
  'unknown-credentials': 'AWS does not accept the credentials to assume it with',
  'no-region': 'no AWS region is set',
  throttled: 'AWS answers too many requests at the moment',
  unavailable: 'STS does not answer at the moment',
  unreachable: 'STS cannot be reached',
  other: 'STS refused',
};

function todoOf(failure: AwsFailure, { arn, externalId }: Role): string {
  switch (failure) {
    case 'access-denied': {
      const condition =
        externalId === undefined
          ? 'and where its trust policy asks for an external id, set role.externalId of the source'
          : 'and compare role.externalId of the source with sts:ExternalId in that policy';
      return `Name whom flows runs as (aws sts get-caller-identity) in the trust policy of ${arn}, allow sts:AssumeRole on it there, ${condition}.`;
    }
    case 'no-credentials':
    case 'expired-credentials':
    case 'unknown-credentials':
      return 'Give flows credentials of its own that may assume it: AWS_PROFILE, `profile` of the source, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or a role of the machine.';
    case 'no-region':
      return 'Name the region of the source: `region`, or AWS_REGION.';
    case 'other':
      return 'Check role.arn of the source, and that STS is active in its region.';
    default:
      return 'Ask again in a minute; if it stays so, check the network of this machine and AWS_ENDPOINT_URL.';
  }
}

function roleFailure(role: Role, error: unknown): SourceError {
  const failure = awsFailure(error);
  return new SourceError({
    code: CODES[failure],
    attempted: `assume the role ${role.arn}`,
    happened: `${HAPPENED[failure]} (${failureText(error)}).`,
    todo: todoOf(failure, role),
    cause: error,
  });
}

/**
 * A provider of credentials as the clients of the SDK take it: all that share it share what was asked.
 *
 * @param client settings of the client that asks: its region is the source's
 * @returns a function that rejects with a `SourceError` that says what to change
 */
export function assumedRole(role: Role, client: Readonly<Record<string, unknown>>): RoleProvider {
  let asked: Promise<RoleCredentials> | undefined;
  let until = Number.NEGATIVE_INFINITY;

  async function ask(): Promise<RoleCredentials> {
    const { AssumeRoleCommand, STSClient } = await import('@aws-sdk/client-sts');
    const sts = new STSClient(client);
    try {
      const { Credentials } = await sts.send(
        new AssumeRoleCommand({
          RoleArn: role.arn,
          RoleSessionName: SESSION_NAME,
          ...(role.externalId === undefined ? {} : { ExternalId: role.externalId }),
        }),
      );
      const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = Credentials ?? {};
      if (!AccessKeyId || !SecretAccessKey || !SessionToken || !Expiration) {
        throw new TypeError('STS answered without credentials');
      }
      until = Expiration.getTime() - RENEWED_BEFORE;
      return {
        accessKeyId: AccessKeyId,
        secretAccessKey: SecretAccessKey,
        sessionToken: SessionToken,
        expiration: Expiration,
      };
    } catch (error) {
      // What failed is not kept: a policy may be put right while somebody waits.
      until = Number.NEGATIVE_INFINITY;
      throw roleFailure(role, error);
    } finally {
      sts.destroy();
    }
  }

  return ({ forceRefresh = false } = {}) => {
    // Several clients may find out at once: what is being asked is waited for.
    const isAsking = until === Number.POSITIVE_INFINITY;
    if (!asked || Date.now() >= until || (forceRefresh && !isAsking)) {
      until = Number.POSITIVE_INFINITY;
      asked = ask();
    }
    return asked;
  };
}
