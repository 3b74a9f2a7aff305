/**
 * The traffic that runs the other way: for a pair what its receiver sent back, for a source what it received.
 * It is asked for the listed rows themselves, so a row's reverse is whole even where it is not among the largest.
 */
import type { Expression } from '../../query/expression.ts';
import { type FlowQuery, groups } from '../../query/flow-query.ts';
import { all, NEVER, type Predicate, type Value } from '../../query/predicate.ts';
import { parseIpAddress } from '../../record/address.ts';
import type { Scope } from '../analyzer.ts';
import { MEASURES, type TalkerRow, talkerChoice, talkersAsked } from './choice.ts';
import type { GroupColumn } from './grouping.ts';

/** Rows after these have no reverse: a query for the addresses of more would be too long for CloudWatch Logs Insights. */
export const ROWS_REVERSED = 100;
/** The listed rows' own are among at most as many groups as their values can be combined to. */
const MOST_GROUPS = 10_000;

type Mirrored = GroupColumn & { readonly opposite: Expression };

/** The grouping, seen from the other end; null where it has no end, or something that the other way has no counterpart of. */
export function mirrored(columns: readonly GroupColumn[]): readonly Mirrored[] | null {
  const found = columns.flatMap((column) =>
    column.opposite === null ? [] : [{ ...column, opposite: column.opposite }],
  );
  return found.length === columns.length && columns.some(({ unit }) => unit === 'address') ? found : null;
}

function literal(value: unknown, { unit }: GroupColumn): Value | undefined {
  if (typeof value === 'string') return unit === 'address' ? parseIpAddress(value) : value;
  return typeof value === 'number' ? value : undefined;
}

/** One of the listed values stands at the other end; no condition where a row has none, which no comparison would find. */
function isListed(column: Mirrored, rows: readonly TalkerRow[]): readonly Predicate[] {
  const values = rows.map((row) => literal(row[column.key], column));
  if (values.includes(undefined)) return [];
  const distinct = new Map(values.map((value) => [JSON.stringify(value), value]));
  return [
    {
      kind: 'in',
      expression: column.opposite,
      values: [...distinct.values()].filter((value) => value !== undefined),
    },
  ];
}

/** `from` and `to` say who sends, and the other way that is the other. */
function otherWay({ request, ...scope }: Scope): Scope {
  const { from, to, ...rest } = request;
  return { ...scope, request: { ...rest, ...(from ? { to: from } : {}), ...(to ? { from: to } : {}) } };
}

/** The traffic opposite to the listed rows, under the same keys. */
export function reverseQuery(scope: Scope, rows: readonly TalkerRow[]): FlowQuery<TalkerRow> {
  const { measure, columns } = talkerChoice(scope.request);
  const found = rows.length === 0 ? null : mirrored(columns);
  const listed = rows.slice(0, ROWS_REVERSED);
  return groups({
    window: scope.request.window,
    where: found
      ? all(talkersAsked(otherWay(scope)), ...found.flatMap((column) => isListed(column, listed)))
      : NEVER,
    columns: Object.fromEntries((found ?? []).map(({ key, opposite }) => [key, opposite])),
    measures: MEASURES,
    orderBy: [{ by: measure, descending: true }],
    limit: MOST_GROUPS,
  });
}

interface Opposite {
  readonly rows: readonly TalkerRow[];
  readonly cutOff: boolean;
}

/** Finds a row's reverse: null where it is not known. */
export function reverseOf(
  scope: Scope,
  { rows, cutOff }: Opposite,
): (row: TalkerRow, index: number) => number | null {
  const { measure, columns } = talkerChoice(scope.request);
  const keyOf = (row: TalkerRow) => JSON.stringify(columns.map(({ key }) => row[key] ?? null));
  const known = new Map(rows.map((row) => [keyOf(row), row[measure]]));
  return (row, index) => {
    if (index >= ROWS_REVERSED) return null;
    return known.get(keyOf(row)) ?? (cutOff ? null : 0);
  };
}
