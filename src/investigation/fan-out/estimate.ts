/** What a question would cost at several sources together. */
import type { Estimate, RunOptions } from '../../query/engine.ts';
import type { FlowQuery } from '../../query/flow-query.ts';
import type { Asked } from './ask.ts';

const NOT_KNOWN: Estimate = { bytes: null, usd: null, basis: 'it cannot tell' };

async function estimateAt(
  { engine }: Asked,
  queries: readonly FlowQuery<unknown>[],
  options: RunOptions,
): Promise<Estimate> {
  try {
    return (await engine.estimate?.(queries, options)) ?? NOT_KNOWN;
  } catch {
    options.signal.throwIfAborted();
    // The source says itself what is wrong with it when it is asked.
    return NOT_KNOWN;
  }
}

/** What is known, so that a budget that it exceeds is exceeded whatever the rest costs; null where nothing is. */
function known(values: readonly (number | null)[]): number | null {
  const told = values.filter((value) => value !== null);
  return told.length === 0 ? null : told.reduce((sum, value) => sum + value, 0);
}

/** Where some of the sources cannot tell, it is the least that it costs, and the basis says so. */
export async function estimateOf(
  sources: readonly Asked[],
  queries: readonly FlowQuery<unknown>[],
  options: RunOptions,
): Promise<Estimate> {
  const estimates = await Promise.all(
    sources.map(async (source) => ({ source: source.name, ...(await estimateAt(source, queries, options)) })),
  );
  const bases = new Set(estimates.map(({ basis }) => basis));
  // What is read for nothing beside what costs is no part of what somebody would be asked about.
  const paid = estimates.filter(({ usd }) => usd !== 0);
  return {
    bytes: known((paid.length > 0 ? paid : estimates).map(({ bytes }) => bytes)),
    usd: known(estimates.map(({ usd }) => usd)),
    basis:
      bases.size === 1
        ? [...bases].join('')
        : estimates.map(({ source, basis }) => `${source}: ${basis}`).join(' · '),
  };
}
