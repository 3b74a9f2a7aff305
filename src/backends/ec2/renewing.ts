/**
 * Calls of AWS with credentials that somebody may have renewed: the SDK keeps those of a file as long as the process lives, unless it is told
 * when they end. So what AWS takes for expired, or does not know any more, is read anew, and the call is made once more.
 */
import { awsFailure } from './aws-failure.ts';

/** What is used of a client of the SDK. */
interface Client {
  readonly config: {
    readonly credentials: (options: { readonly forceRefresh: true }) => Promise<unknown>;
  };
}

const RENEWABLE: ReadonlySet<string> = new Set(['expired-credentials', 'unknown-credentials']);

/** @throws what the call throws; where there are no credentials any more, what says so */
export async function renewing<T>(client: Client, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (!RENEWABLE.has(awsFailure(error))) throw error;
    await client.config.credentials({ forceRefresh: true });
    return call();
  }
}
