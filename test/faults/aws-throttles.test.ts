/** AWS that takes no more requests, or is slow: waited out with patience, and told to who waits. */
import { expect } from 'vitest';
import type { AwsCall, AwsFault } from '../kit/aws-endpoint.ts';
import { ec2Error, logsError } from '../kit/aws-mock.ts';
import { type Bench, startBench } from './bench/bench.ts';
import { type Found, faults } from './bench/faults.ts';

const THROTTLED: AwsFault = { kind: 'reply', reply: logsError('ThrottlingException', 'Rate exceeded') };
const FULL: AwsFault = {
  kind: 'reply',
  reply: logsError('LimitExceededException', 'Account maximum query concurrency limit of [100] reached.'),
};
const EC2_THROTTLED: AwsFault = {
  kind: 'reply',
  reply: ec2Error('RequestLimitExceeded', 'Request limit exceeded.', 503),
};

/** Asks while calls of some operations fail until so many seconds have passed. */
async function throttled(
  { aws, clock, ask, answered, seen }: Bench,
  fault: AwsFault,
  isHit: (call: AwsCall) => boolean,
  seconds: number,
): Promise<Found> {
  const until = clock.now() + seconds * 1000;
  aws.fail((call) => (isHit(call) && clock.now() < until ? fault : undefined));
  await ask();
  return { seconds: await answered(), sees: seen(), lost: 'nothing' };
}

faults('AWS that throttles', (fault) => {
  fault('StartQuery answers ThrottlingException for 30 s', async () => {
    const bench = await startBench();
    const isStart = ({ operation }: AwsCall) => operation === 'StartQuery';
    return throttled(bench, THROTTLED, isStart, 30);
  });

  fault('StartQuery answers LimitExceededException for 90 s, as others run 100 queries', async () => {
    const bench = await startBench();
    const isStart = ({ operation }: AwsCall) => operation === 'StartQuery';
    return throttled(bench, FULL, isStart, 90);
  });

  fault('GetQueryResults answers ThrottlingException for 30 s, after the query was started', async () => {
    const bench = await startBench();
    const isAsking = ({ operation }: AwsCall) => operation === 'GetQueryResults';
    const found = await throttled(bench, THROTTLED, isAsking, 30);
    expect(bench.aws.of('StopQuery')).toEqual([]);
    return found;
  });

  fault('StartQuery answers ThrottlingException for good', async () => {
    const bench = await startBench();
    const isStart = ({ operation }: AwsCall) => operation === 'StartQuery';
    const found = await throttled(bench, THROTTLED, isStart, Number.POSITIVE_INFINITY);
    return { ...found, lost: 'the answer, and it is said' };
  });

  fault('the EC2 API throttles for good, while Logs Insights works', async () => {
    // The SDK waits by its own clock.
    const bench = await startBench({ isReal: true, isWarm: false });
    const isEc2 = ({ operation }: AwsCall) =>
      operation.startsWith('Describe') && operation !== 'DescribeQueries';
    const found = await throttled(bench, EC2_THROTTLED, isEc2, Number.POSITIVE_INFINITY);
    expect(bench.slack.messages()[1]?.blocks).toContain('no rule can be named');
    expect(bench.slack.messages()[1]?.blocks).not.toContain('rules read');
    return { ...found, lost: 'the rule that rejects it, and it is said' };
  });

  fault('every call of Logs Insights takes 5 s', async () => {
    const bench = await startBench();
    const slow = (): AwsFault => ({ kind: 'slow', until: bench.clock.sleep(5000) });
    bench.aws.fail(({ operation }) => (/Query/.test(operation) ? slow() : undefined));
    await bench.ask();
    return { seconds: await bench.answered(), sees: bench.seen(), lost: 'nothing' };
  });
});
