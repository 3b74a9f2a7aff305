/** Credentials that end while the bot runs. */
import { assumedRoleReply } from '../kit/aws-mock.ts';
import { CONFIGURATION, openExample } from './bench/account.ts';
import { CHANNEL, startBench } from './bench/bench.ts';
import { credentialsFile, refuse } from './bench/credentials-file.ts';
import { faults } from './bench/faults.ts';

const SECOND = 'C0SECOND';

faults('Credentials of AWS that end', (fault) => {
  fault('temporary credentials expire, and are renewed when somebody reads of it', async () => {
    const file = await credentialsFile();
    const bench = await startBench({
      isWarm: true,
      open: (aws, clock) => openExample(aws, clock, file.env),
    });
    bench.aws.fail(file.refuseOld);
    await bench.ask();
    await bench.answered();
    await file.renew();
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
      open: (aws, clock) => openExample(aws, clock, file.env),
    });
    await file.renew();
    bench.aws.fail(file.refuseOld);
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
