/** Athena that throttles, fails, answers half or not at all, or takes the credentials no more: of flow logs that lie in S3. */
import { expect } from 'vitest';
import { executionReply } from '../kit/athena-source.ts';
import type { AwsCall, AwsFault } from '../kit/aws-endpoint.ts';
import { logsError } from '../kit/aws-mock.ts';
import { openTables } from './bench/athena.ts';
import { type Bench, CHANNEL, startBench } from './bench/bench.ts';
import { credentialsFile } from './bench/credentials-file.ts';
import { type Found, faults } from './bench/faults.ts';

const SECOND = 'C0SECOND';
const LOST = 'the answer, and it is said';
const THROTTLED: AwsFault = { kind: 'reply', reply: logsError('ThrottlingException', 'Rate exceeded') };
const FULL: AwsFault = {
  kind: 'reply',
  reply: logsError('TooManyRequestsException', 'You have exceeded the limit for the number of queries.', {
    Reason: 'CONCURRENT_QUERY_LIMIT_EXCEEDED',
  }),
};
const isStart = ({ operation }: AwsCall) => operation === 'StartQueryExecution';
const isFollowing = ({ operation }: AwsCall) => operation === 'GetQueryExecution';
const isOfAthena = ({ operation }: AwsCall) => !operation.startsWith('Describe');

/** What Athena says of a query that has ended. */
function ended(state: string, reason: string, error?: object): AwsFault {
  return { kind: 'reply', reply: executionReply(state, { reason, ...(error && { error: { ...error } }) }) };
}

type Decide = (call: AwsCall, nth: number, bench: Bench) => AwsFault | undefined;

/** Asks while Athena fails so; `nth` counts from then on. */
async function asked(decide: Decide, lost = 'nothing', isReal = false): Promise<Found & { bench: Bench }> {
  const bench = await startBench({ open: openTables, isReal });
  const earlier = new Map(
    bench.aws.calls.map(({ operation }) => [operation, bench.aws.of(operation).length]),
  );
  bench.aws.fail((call, nth) => decide(call, nth - (earlier.get(call.operation) ?? 0), bench));
  await bench.ask();
  return { seconds: await bench.answered(), sees: bench.seen(), lost, bench };
}

/** Such calls fail for so many seconds from the first of them on. */
function forSeconds(seconds: number, fault: AwsFault, isHit: (call: AwsCall) => boolean): Decide {
  let since: number | null = null;
  return (call, _nth, { clock }) => {
    if (!isHit(call)) return undefined;
    since ??= clock.now();
    return clock.now() - since < seconds * 1000 ? fault : undefined;
  };
}

/** A start that is repeated with the same token is the same query, which Athena runs once. */
function expectEachOnce({ aws }: Bench): void {
  const tokens = new Map<string, unknown>();
  for (const { body } of aws.of('StartQueryExecution')) {
    const { QueryString, ExecutionParameters, ClientRequestToken } = body;
    const statement = JSON.stringify([QueryString, ExecutionParameters]);
    expect(tokens.get(statement) ?? ClientRequestToken).toBe(ClientRequestToken);
    tokens.set(statement, ClientRequestToken);
  }
}

faults('Athena', (fault) => {
  fault('StartQueryExecution answers ThrottlingException for 30 s', () =>
    asked(forSeconds(30, THROTTLED, isStart)),
  );
  fault('StartQueryExecution answers that others run as many queries as the account may, for 90 s', () =>
    asked(forSeconds(90, FULL, isStart)),
  );
  fault('GetQueryExecution answers ThrottlingException for 30 s, after the query was started', async () => {
    const found = await asked(forSeconds(30, THROTTLED, isFollowing));
    expect(found.bench.aws.of('StopQueryExecution')).toEqual([]);
    return found;
  });
  fault('GetQueryResults answers ThrottlingException for 30 s, after the query has ended', async () => {
    const found = await asked(forSeconds(30, THROTTLED, ({ operation }) => operation === 'GetQueryResults'));
    expectEachOnce(found.bench);
    return found;
  });
  fault('StartQueryExecution answers ThrottlingException for good', () =>
    asked((call) => (isStart(call) ? THROTTLED : undefined), LOST),
  );

  fault('a query fails in Athena itself, which says that it may succeed', async () => {
    const failing = ended('FAILED', 'GENERIC_INTERNAL_ERROR: null', { ErrorCategory: 1, Retryable: true });
    return asked(
      (call, nth) => (isFollowing(call) && nth === 1 ? failing : undefined),
      'nothing; one query runs twice',
    );
  });
  fault('a query fails, as S3 throttles', () => {
    const failing = ended(
      'FAILED',
      'HIVE_CURSOR_ERROR: Please reduce your request rate. (Service: Amazon S3; Status Code: 503; Error Code: SlowDown)',
      { ErrorCategory: 2 },
    );
    return asked((call) => (isFollowing(call) ? failing : undefined), LOST);
  });
  fault('somebody cancels the query in the console', () =>
    asked((call) => (isFollowing(call) ? ended('CANCELLED', 'Query cancelled by user') : undefined), LOST),
  );
  fault('a query scans more than the workgroup lets one', () =>
    asked(
      (call) =>
        isFollowing(call)
          ? ended(
              'CANCELLED',
              'Bytes scanned limit was exceeded: Query cancelled! : Bytes scanned limit was exceeded',
            )
          : undefined,
      LOST,
    ),
  );

  for (const kind of ['malformed', 'half', 'dropped'] as const) {
    const how = { malformed: 'is cut off', half: 'breaks off in the middle', dropped: 'never comes' }[kind];
    for (const wanted of ['GetQueryExecution', 'StartQueryExecution'] as const)
      fault(`the answer to the first ${wanted} ${how}`, async () => {
        const found = await asked(({ operation }, nth) =>
          operation === wanted && nth === 1 ? { kind } : undefined,
        );
        expectEachOnce(found.bench);
        return found;
      });
    fault(`the second page of the rows ${how}`, () =>
      asked(({ operation, body }, nth) =>
        operation === 'GetQueryResults' && body['NextToken'] !== undefined && nth <= 2 ? { kind } : undefined,
      ),
    );
  }

  fault('a request is taken, and not answered within 30 s', async () => {
    const never = new Promise<void>(() => undefined);
    return asked(
      (call, nth) => (isFollowing(call) && nth === 1 ? { kind: 'slow', until: never } : undefined),
      'nothing',
      true,
    );
  });
  fault('no request is answered, and each connection breaks, for good', () =>
    asked((call) => (isOfAthena(call) ? { kind: 'dropped' } : undefined), LOST),
  );

  fault('temporary credentials expire while the query runs, and were renewed before', async () => {
    const file = await credentialsFile();
    const bench = await startBench({ isWarm: true, open: (aws, clock) => openTables(aws, clock, file.env) });
    let isStarted = false;
    bench.aws.fail((call) => {
      isStarted ||= isFollowing(call);
      return isStarted ? file.refuseOld(call) : undefined;
    });
    await file.renew();
    await bench.ask();
    return { seconds: await bench.answered(), sees: bench.seen(), lost: 'nothing' };
  });
  fault(
    'temporary credentials expire while the query runs, and are renewed when somebody reads of it',
    async () => {
      const file = await credentialsFile();
      const bench = await startBench({
        isWarm: true,
        open: (aws, clock) => openTables(aws, clock, file.env),
      });
      let isStarted = false;
      bench.aws.fail((call) => {
        isStarted ||= isFollowing(call);
        return isStarted ? file.refuseOld(call) : undefined;
      });
      await bench.ask();
      await bench.answered();
      await file.renew();
      await bench.ask('reject 10.59.96.12 fresh', SECOND);
      const seconds = await bench.answered(SECOND, 'reject 10.59.96.12 fresh');
      return { seconds, sees: [...bench.seen(CHANNEL), ...bench.seen(SECOND)], lost: LOST };
    },
  );
});
