/** Rows in the order that a query asks for, nulls last either way. */
import type { FlowQuery, Order } from './flow-query.ts';
import { completeOrder } from './order.ts';

/** A value in a row. */
export type Scalar = string | number | null;
export type ScalarRow = Readonly<Record<string, Scalar>>;

function compareValues(a: Scalar, b: Scalar, descending: boolean): number {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  return a < b === descending ? 1 : -1;
}

/** Negative where `a` comes first; 0 where the orders do not tell the rows apart. */
export function compareRows(a: ScalarRow, b: ScalarRow, orders: readonly Order[]): number {
  for (const { by, descending } of orders) {
    const difference = compareValues(a[by] ?? null, b[by] ?? null, descending);
    if (difference !== 0) return difference;
  }
  return 0;
}

export function ordered(rows: readonly ScalarRow[], query: FlowQuery<unknown>): readonly ScalarRow[] {
  const orders = completeOrder(query);
  return [...rows].sort((a, b) => compareRows(a, b, orders));
}
