/** What the state of a query that runs has to say: how far it is, and that it has scanned more than it may. */
import type { Progress } from '../../query/engine.ts';
import type { SourceError } from '../../query/source-error.ts';
import { scannedTooMuch } from '../aws/described-failure.ts';
import type { QueryState, QueryToStart } from './logs-api.ts';
import { estimatedUsd } from './price.ts';

export function progressOf({ status, recordsScanned, bytesScanned }: QueryState): Progress {
  if (status === 'Scheduled') return { text: 'scheduled' };
  return {
    text: 'running',
    ...(recordsScanned === null ? {} : { recordsScanned }),
    ...(bytesScanned === null ? {} : { bytesScanned }),
  };
}

/** `scanned` and `allowed` are bytes. */
export function overBudget(
  scanned: number,
  allowed: number,
  query: QueryToStart,
  region: string | null,
): SourceError {
  return scannedTooMuch(
    { scanned, allowed, usd: estimatedUsd(scanned, region) },
    {
      attempted: `query ${query.logGroups.join(', ')}`,
      todo: 'Ask about a shorter time (`last 15m`), name fewer log groups, or raise maxBytesPerQuery of the source.',
    },
  );
}
