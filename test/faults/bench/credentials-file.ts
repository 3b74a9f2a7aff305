/** Temporary credentials in a file that somebody renews, as `aws sso login` or a wrapper does. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { AwsCall, AwsFault } from '../../kit/aws-endpoint.ts';
import { ec2Error, logsError } from '../../kit/aws-mock.ts';

const [OLD, NEW] = ['ASIAOLD', 'ASIANEW'];
const SAID = 'The security token included in the request is expired';
const EXPIRED: AwsFault = { kind: 'reply', reply: logsError('ExpiredTokenException', SAID) };
const EC2_EXPIRED: AwsFault = {
  kind: 'reply',
  reply: ec2Error('RequestExpired', 'Request has expired.', 400),
};

export interface CredentialsFile {
  /** What a process that reads it has in its environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Writes others. */
  renew(): Promise<void>;
  /** Refuses what is signed with those that it had first. */
  readonly refuseOld: (call: AwsCall) => AwsFault | undefined;
}

/** Everything that is signed with them is refused. */
export function refuse(keys: ReadonlySet<string>): CredentialsFile['refuseOld'] {
  const isEc2 = ({ operation }: AwsCall) =>
    operation.startsWith('Describe') && operation !== 'DescribeQueries';
  return (call) => (keys.has(call.key) ? (isEc2(call) ? EC2_EXPIRED : EXPIRED) : undefined);
}

export async function credentialsFile(): Promise<CredentialsFile> {
  const folder = await mkdtemp(join(tmpdir(), 'flows-aws-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'credentials');
  const write = (key: string) =>
    writeFile(
      path,
      `[default]\naws_access_key_id = ${key}\naws_secret_access_key = s\naws_session_token = t\n`,
    );
  await write(OLD);
  return {
    env: { AWS_SHARED_CREDENTIALS_FILE: path, AWS_CONFIG_FILE: path },
    renew: () => write(NEW),
    refuseOld: refuse(new Set([OLD])),
  };
}
