/** A statement that scans nothing, from its start to its rows: what each of the calls was answered. */
import type { AthenaApi } from '../../../backends/athena/athena-api.ts';
import type { About } from '../../../backends/athena/failure.ts';
import { followed } from '../../../backends/athena/following.ts';
import { endedBadly } from '../../../backends/athena/query-failure.ts';
import type { Clock } from '../../../backends/aws/pace.ts';
import type { AthenaSettings } from '../../../config.ts';
import { type Attempt, attempted } from '../attempts.ts';

export interface Ran {
  readonly attempts: readonly Attempt[];
  /** Why the statement itself came to nothing; null where it did not, or where its end was not seen. */
  readonly failure: Error | null;
  /** Without the one that names the columns. */
  readonly rows: readonly (readonly (string | null)[])[];
}

export interface Asking {
  readonly api: AthenaApi;
  readonly clock: Clock;
  readonly settings: AthenaSettings;
  readonly signal: AbortSignal;
}

/** @param token 32 to 128 characters, another for each statement */
export async function runStatement(
  { api, clock, settings, signal }: Asking,
  { text, token, about }: { readonly text: string; readonly token: string; readonly about: About },
): Promise<Ran> {
  const attempts: Attempt[] = [];
  async function tried<T>(operation: string, call: () => Promise<T>): Promise<T | null> {
    let answer: T | null = null;
    const attempt = await attempted(`athena:${operation}`, async () => {
      answer = await call();
    });
    signal.throwIfAborted();
    attempts.push(attempt);
    return answer;
  }

  const { catalog, database, workgroup, output, region } = settings;
  const place = { catalog, database, workgroup, output: output ?? null };
  const statement = { text, parameters: [], ...place, reuseForMinutes: null };
  const queryId = await tried('StartQueryExecution', () => api.start(statement, token));
  if (queryId === null) return { attempts, failure: null, rows: [] };
  const following = { signal, onProgress: () => undefined, maxBytes: null, about, region: region ?? null };
  const ended = await tried('GetQueryExecution', () =>
    followed(() => api.execution(queryId), clock, following),
  );
  // What has ended may be stopped once more, and what cannot be seen to end is.
  await tried('StopQueryExecution', () => api.stop(queryId));
  if (ended === null) return { attempts, failure: null, rows: [] };
  if (ended.state !== 'SUCCEEDED')
    return { attempts, failure: endedBadly(ended, statement, about), rows: [] };
  const page = await tried('GetQueryResults', () => api.results(queryId, undefined));
  return { attempts, failure: null, rows: page?.rows.slice(1) ?? [] };
}
