/** Groups of records that several sources measured apart, put together as if one had measured all of their records. */
import type { FlowQuery, Measure } from '../../query/flow-query.ts';
import type { Scalar, ScalarRow } from '../../query/ordered.ts';
import type { FieldKey } from '../../record/fields.ts';

/** What one source answered. */
export interface Part {
  readonly source: string;
  /** In the query's order. */
  readonly rows: readonly ScalarRow[];
  /** It has more groups than these. */
  readonly cutOff: boolean;
}

/** Two groups have the same key when they have the same values in all columns, null being equal to null. */
export function groupKey(row: ScalarRow, query: FlowQuery<unknown>): string {
  return JSON.stringify(Object.keys(query.columns).map((name) => row[name] ?? null));
}

function amount(value: Scalar | undefined): number {
  return typeof value === 'number' ? value : 0;
}

function better(a: Scalar, b: Scalar, pick: (a: number, b: number) => number): Scalar {
  if (typeof a !== 'number') return b;
  return typeof b === 'number' ? pick(a, b) : a;
}

/**
 * How many different values two sources have together is not in their counts: it is at least the greater of them. `distinct.ts` finds out,
 * where it matters.
 */
function together({ kind }: Measure, a: Scalar = null, b: Scalar = null): Scalar {
  switch (kind) {
    case 'count':
    case 'sum':
      return amount(a) + amount(b);
    case 'min':
      return better(a, b, Math.min);
    case 'max':
    case 'count-distinct':
      return better(a, b, Math.max);
  }
}

export interface Group {
  readonly row: ScalarRow;
  /** The places in the list of parts of those that have some of its records. */
  readonly parts: readonly number[];
}

/** By key; in no order. */
export function mergedGroups(query: FlowQuery<unknown>, parts: readonly Part[]): ReadonlyMap<string, Group> {
  const measures = Object.entries(query.measures ?? {});
  const groups = new Map<string, Group>();
  for (const [index, { rows }] of parts.entries()) {
    for (const row of rows) {
      const key = groupKey(row, query);
      const known = groups.get(key);
      const sums = known
        ? measures.map(([name, measure]) => [name, together(measure, known.row[name], row[name])] as const)
        : [];
      groups.set(key, {
        row: { ...row, ...Object.fromEntries(sums) },
        parts: [...(known?.parts ?? []), index],
      });
    }
  }
  return groups;
}

function columnOf({ columns }: FlowQuery<unknown>, field: FieldKey): string | undefined {
  return Object.keys(columns).find((name) => {
    const expression = columns[name];
    return expression?.kind === 'field' && expression.field === field;
  });
}

/**
 * An interface of whose traffic several sources have records with the same action, and the places of those in the list of parts; of several
 * interfaces, the first. Only a query that tells statuses and actions apart can show it: two flow logs that keep one action each share
 * none, but their NODATA records.
 */
export function interfaceAtSeveral(
  query: FlowQuery<unknown>,
  groups: Iterable<Group>,
): { readonly id: string; readonly parts: readonly number[] } | undefined {
  const [id, status, action] = (['interfaceId', 'logStatus', 'action'] as const).map((field) =>
    columnOf(query, field),
  );
  if (id === undefined || status === undefined || action === undefined) return undefined;
  for (const { row, parts } of groups) {
    const value = row[id];
    if (typeof value === 'string' && row[status] === 'OK' && parts.length > 1) return { id: value, parts };
  }
  return undefined;
}
