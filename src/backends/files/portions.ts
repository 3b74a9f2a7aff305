/**
 * Many queries a few at a time. Each reads what is cheap to read on its own, all of a statement at the same moment: forty of them hold forty tables of
 * groups at once, and take DuckDB longer to plan together than one after the other.
 */
import type { FlowQuery } from '../../query/flow-query.ts';
import { finestOf } from './rollup.ts';

const MOST_AT_ONCE = 6;

/** Positions of queries by the few; those whose groups are summed up from those of another stay with it. */
export function portionsOf(queries: readonly FlowQuery<unknown>[]): readonly (readonly number[])[] {
  const finest = finestOf(queries);
  const portions: number[][] = [];
  for (const base of new Set(finest)) {
    const sharing = queries.flatMap((_, index) => (finest[index] === base ? [index] : []));
    const last = portions.at(-1);
    if (last && last.length + sharing.length <= MOST_AT_ONCE) last.push(...sharing);
    else portions.push(sharing);
  }
  return portions;
}
