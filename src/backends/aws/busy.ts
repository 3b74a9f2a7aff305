/** Failures that pass: the account runs as many queries as it may, or the service does not keep up. */
import { type AwsFailure, awsFailure } from '../ec2/aws-failure.ts';

type Busy = 'too-many-queries' | 'not-now';

/** How long each kind is waited out, milliseconds. Others' queries end within minutes; an unreachable service is worth a person's attention sooner. */
const PATIENCE: Readonly<Record<Busy, number>> = { 'too-many-queries': 180_000, 'not-now': 45_000 };

function accountIsFull(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  // StartQuery: "You have reached the maximum number of resources", of which concurrent queries are the only one it takes.
  if (error.name === 'LimitExceededException') return true;
  // StartQueryExecution has one exception for this and for too many requests, which says why it was thrown (ThrottleReason).
  return Reflect.get(error, 'Reason') === 'CONCURRENT_QUERY_LIMIT_EXCEEDED';
}

/** Null for a failure that will not pass by itself. */
function busy(error: unknown): Busy | null {
  if (accountIsFull(error)) return 'too-many-queries';
  const failure = awsFailure(error);
  return failure === 'throttled' || failure === 'unavailable' || failure === 'unreachable' ? 'not-now' : null;
}

/** Failures in a row of one query. */
export interface Failures {
  readonly count: number;
  /** Milliseconds of the clock. */
  readonly since: number;
}

/** The failures with one more at `now`; null where it is not to be waited out any longer. */
export function oneMore(failures: Failures | null, error: unknown, now: number): Failures | null {
  const kind = busy(error);
  const since = failures?.since ?? now;
  if (kind === null || now - since > PATIENCE[kind]) return null;
  return { count: (failures?.count ?? 0) + 1, since };
}

const WHAT: Readonly<Partial<Record<AwsFailure, string>>> = {
  throttled: 'AWS throttles',
  unavailable: 'AWS fails at the moment',
  unreachable: 'AWS cannot be reached',
};

/** What keeps a query, for who waits for it; null where it was met once, as most of it is over by then. @param now milliseconds of the clock */
export function troubleText(error: unknown, { count, since }: Failures, now: number): string | null {
  if (accountIsFull(error)) return 'the account runs as many queries as it may';
  const what = WHAT[awsFailure(error)];
  if (count < 2 || what === undefined) return null;
  return `${what}: asked ${count} times over ${Math.round((now - since) / 1000)} s, and asking on`;
}
