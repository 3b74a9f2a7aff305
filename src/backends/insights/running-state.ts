/** What the state of a query that runs has to say: how far it is, and that it has scanned more than it may. */
import type { Progress } from '../../query/engine.ts';
import { SourceError } from '../../query/source-error.ts';
import { bytesText } from '../aws/quantity.ts';
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

export function overBudget(
  scanned: number,
  allowed: number,
  query: QueryToStart,
  region: string | null,
): SourceError {
  const usd = estimatedUsd(scanned, region);
  const cost = usd === null ? '' : `, about $${usd.toFixed(2)}`;
  return new SourceError({
    code: 'rejected-query',
    attempted: `query ${query.logGroups.join(', ')}`,
    happened: `it had scanned ${bytesText(scanned)}${cost}, when it was stopped: a query may scan ${bytesText(allowed)} here.`,
    todo: 'Ask about a shorter time (`last 15m`), name fewer log groups, or raise maxBytesPerQuery of the source.',
  });
}
