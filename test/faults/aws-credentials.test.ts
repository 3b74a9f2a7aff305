/** Credentials that end while the bot runs: temporary ones in a file that somebody renews, as `aws sso login` or a wrapper does. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { AwsCall, AwsFault } from '../kit/aws-endpoint.ts';
import { assumedRoleReply, ec2Error, logsError } from '../kit/aws-mock.ts';
import { CONFIGURATION, openExample } from './bench/account.ts';
import { CHANNEL, startBench } from './bench/bench.ts';
import { faults } from './bench/faults.ts';

const [OLD, NEW] = ['ASIAOLD', 'ASIANEW'];
const SAID = 'The security token included in the request is expired';
const EXPIRED: AwsFault = { kind: 'reply', reply: logsError('ExpiredTokenException', SAID) };
const EC2_EXPIRED: AwsFault = {
  kind: 'reply',
  reply: ec2Error('RequestExpired', 'Request has expired.', 400),
};
const isEc2 = ({ operation }: AwsCall) => operation.startsWith('Describe') && operation !== 'DescribeQueries';
const SECOND = 'C0SECOND';

interface CredentialsFile {
  readonly path: string;
  /** Writes other credentials. */
  renew(key: string): Promise<void>;
}

async function credentialsFile(): Promise<CredentialsFile> {
  const folder = await mkdtemp(join(tmpdir(), 'flows-aws-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'credentials');
  const renew = (key: string) =>
    writeFile(
      path,
      `[default]\naws_access_key_id = ${key}\naws_secret_access_key = s\naws_session_token = t\n`,
    );
  await renew(OLD);
  return { path, renew };
}

/** Everything that is signed with them is refused. */
function refuse(keys: ReadonlySet<string>) {
  return (call: AwsCall) => (keys.has(call.key) ? (isEc2(call) ? EC2_EXPIRED : EXPIRED) : undefined);
}

faults('Credentials of AWS that end', (fault) => {
  fault('temporary credentials expire, and are renewed when somebody reads of it', async () => {
    const file = await credentialsFile();
    const bench = await startBench({
      isWarm: true,
      open: (aws, clock) =>
        openExample(aws, clock, { AWS_SHARED_CREDENTIALS_FILE: file.path, AWS_CONFIG_FILE: file.path }),
    });
    bench.aws.fail(refuse(new Set([OLD])));
    await bench.ask();
    await bench.answered();
    await file.renew(NEW);
    await bench.ask('reject 10.59.96.12 fresh', SECOND);
    const seconds = await bench.answered(SECOND, 'reject 10.59.96.12 fresh');
    return {
      seconds,
      sees: [...bench.seen(CHANNEL), ...bench.seen(SECOND)],
      lost: 'the answer, and it is said',
    };
  });

  fault('temporary credentials expire in the middle of a question, and were renewed before', async () => {
    const file = await credentialsFile();
    const bench = await startBench({
      isWarm: true,
      open: (aws, clock) =>
        openExample(aws, clock, { AWS_SHARED_CREDENTIALS_FILE: file.path, AWS_CONFIG_FILE: file.path }),
    });
    await file.renew(NEW);
    bench.aws.fail(refuse(new Set([OLD])));
    await bench.ask();
    return { seconds: await bench.answered(), sees: bench.seen(), lost: 'nothing' };
  });

  fault('the session of an assumed role is revoked, and another is to be had', async () => {
    const role = 'arn:aws:iam::111122223333:role/flows-reader';
    const bench = await startBench({
      isWarm: true,
      open: (aws, clock) => {
        let sessions = 0;
        aws.maybe('AssumeRole', () => {
          sessions += 1;
          return assumedRoleReply(`ASIASESSION${sessions}`, new Date(Date.now() + 3_600_000).toISOString());
        });
        return openExample(aws, clock, undefined, `${CONFIGURATION}    role: { arn: ${role} }\n`);
      },
    });
    bench.aws.fail(refuse(new Set(['ASIASESSION1'])));
    await bench.ask();
    return { seconds: await bench.answered(), sees: bench.seen(), lost: 'nothing' };
  });
});
