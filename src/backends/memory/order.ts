/** Sorts rows as a query asks, nulls last either way. */
import type { FlowQuery } from '../../query/flow-query.ts';
import { completeOrder } from '../../query/order.ts';
import type { Scalar } from './evaluate.ts';

export type Row = Readonly<Record<string, Scalar>>;

function compare(a: Scalar, b: Scalar, descending: boolean): number {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  return a < b === descending ? 1 : -1;
}

export function ordered(rows: readonly Row[], query: FlowQuery<unknown>): readonly Row[] {
  const order = completeOrder(query);
  return [...rows].sort((a, b) => {
    for (const { by, descending } of order) {
      const difference = compare(a[by] ?? null, b[by] ?? null, descending);
      if (difference !== 0) return difference;
    }
    return 0;
  });
}
