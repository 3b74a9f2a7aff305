/** AWS that answers wrongly, half, or not at all, and queries that come to nothing. */
import { expect } from 'vitest';
import type { AwsCall, AwsFault } from '../kit/aws-endpoint.ts';
import { logsError, ok } from '../kit/aws-mock.ts';
import { openExample } from './bench/account.ts';
import { startBench, until } from './bench/bench.ts';
import { type Found, faults } from './bench/faults.ts';

const ended = (status: string): AwsFault => ({ kind: 'reply', reply: ok({ status, results: [] }) });
const GONE: AwsFault = {
  kind: 'reply',
  reply: logsError('ResourceNotFoundException', 'The specified query does not exist.'),
};
const BROKEN: AwsFault = {
  kind: 'reply',
  reply: logsError('InternalServerException', 'An internal error occurred.', {}, 500),
};
const LOST = 'the answer, and it is said';

/** Asks while AWS fails so. */
async function asked(
  fault: (call: AwsCall, nth: number) => AwsFault | undefined,
  lost = 'nothing',
): Promise<Found> {
  const bench = await startBench();
  const before = (operation: string) => earlier.get(operation) ?? 0;
  const earlier = new Map(
    bench.aws.calls.map(({ operation }) => [operation, bench.aws.of(operation).length]),
  );
  bench.aws.fail((call, nth) => fault(call, nth - before(call.operation)));
  await bench.ask();
  return { seconds: await bench.answered(), sees: bench.seen(), lost };
}

const isResults = ({ operation }: AwsCall) => operation === 'GetQueryResults';
const isStart = ({ operation }: AwsCall) => operation === 'StartQuery';

faults('AWS that answers wrongly', (fault) => {
  for (const kind of ['malformed', 'half', 'dropped'] as const) {
    const how = { malformed: 'is cut off', half: 'breaks off in the middle', dropped: 'never comes' }[kind];
    fault(`the answer to the first GetQueryResults ${how}`, () =>
      asked((call, nth) => (isResults(call) && nth === 1 ? { kind } : undefined)),
    );
    fault(`the answer to the first StartQuery ${how}, and its query runs all the same`, () =>
      asked(
        (call, nth) => (isStart(call) && nth === 1 ? { kind } : undefined),
        'nothing; one query runs twice',
      ),
    );
  }

  fault('every answer of Logs Insights is status 500', () =>
    asked((call) => (isStart(call) || isResults(call) ? BROKEN : undefined), LOST),
  );
  fault('a query fails', () => asked((call) => (isResults(call) ? ended('Failed') : undefined), LOST));
  fault('a query runs into the limit of 60 minutes', () =>
    asked((call) => (isResults(call) ? ended('Timeout') : undefined), LOST),
  );
  fault('somebody stops the query in the console', () =>
    asked((call) => (isResults(call) ? ended('Cancelled') : undefined), LOST),
  );
  fault('a query disappears', () => asked((call) => (isResults(call) ? GONE : undefined), LOST));
  fault('the state of a query is Unknown for 3 answers', () =>
    asked((call, nth) => (isResults(call) && nth <= 3 ? ended('Unknown') : undefined)),
  );

  fault('no connection to the region for 20 s, in the middle of a question', async () => {
    const bench = await startBench();
    bench.aws.fail((call) => (isResults(call) ? ended('Running') : undefined));
    await bench.ask();
    await until(() => expect(bench.aws.of('GetQueryResults').length).toBeGreaterThan(8));
    const began = bench.clock.now();
    await bench.aws.close();
    await bench.clock.sleep(20_000);
    bench.aws.fail(() => undefined);
    await bench.aws.open();
    await bench.answered();
    return { seconds: (bench.clock.now() - began) / 1000, sees: bench.seen(), lost: 'nothing' };
  });

  fault('the name of the region does not resolve, for good', async () => {
    const bench = await startBench({
      isWarm: false,
      open: (_, clock) => openExample({ url: 'http://logs.eu-nowhere-1.invalid' }, clock),
    });
    await bench.ask();
    return { seconds: await bench.answered(), sees: bench.seen(), lost: LOST };
  });
});
