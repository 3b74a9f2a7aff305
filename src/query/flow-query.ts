/**
 * What can be asked of flow logs, in no dialect: window, condition, and either the records' own fields or groups with measures.
 * A query is an immutable value; backends compile it. The row type is carried as a phantom, so that rows need no casts.
 */
import type { Expression } from './expression.ts';
import type { Predicate } from './predicate.ts';
import type { RecordKind } from './record-kind.ts';
import type { Window } from './window.ts';

export type Measure =
  | { readonly kind: 'count' }
  | { readonly kind: 'sum' | 'min' | 'max'; readonly of: Expression<number | null> }
  | { readonly kind: 'count-distinct'; readonly of: Expression };

/** Records in the group. */
export function count(): Measure & { readonly kind: 'count' } {
  return { kind: 'count' };
}

/** The sum; 0 where no record of the group has the value. */
export function sum(of: Expression<number | null>) {
  return { kind: 'sum', of } as const;
}

/** The least value; null where no record of the group has one. */
export function min(of: Expression<number | null>) {
  return { kind: 'min', of } as const;
}

/** The greatest value; null where no record of the group has one. */
export function max(of: Expression<number | null>) {
  return { kind: 'max', of } as const;
}

/** How many different values, nulls not counted. CloudWatch Logs Insights approximates it for many values. */
export function countDistinct(of: Expression) {
  return { kind: 'count-distinct', of } as const;
}

export interface Order {
  /** A column of the result. Nulls come last either way. */
  readonly by: string;
  readonly descending: boolean;
}

declare const ROW: unique symbol;

export interface FlowQuery<Row = Record<string, unknown>> {
  /** Which kind of flow log it is about; absent: network interfaces'. Records of the other kind are not in question. */
  readonly of?: RecordKind;
  readonly window: Window;
  readonly where: Predicate;
  /** The columns that identify a row: of a group, or of a record where there are no measures. */
  readonly columns: Readonly<Record<string, Expression>>;
  /** Present: rows are groups of records with equal columns. Absent: a row is a record. */
  readonly measures?: Readonly<Record<string, Measure>>;
  readonly orderBy: readonly Order[];
  /** The most rows that are wanted; an engine says when there were more. */
  readonly limit: number;
  readonly [ROW]?: Row;
}

export type RowOf<Q> = Q extends FlowQuery<infer Row> ? Row : never;

type Columns = Readonly<Record<string, Expression>>;
type ColumnValues<C> = { readonly [K in keyof C]: C[K] extends Expression<infer V> ? V : never };
type MeasureValue<M> = M extends { readonly kind: 'min' | 'max' } ? number | null : number;
type MeasureValues<M> = { readonly [K in keyof M]: MeasureValue<M[K]> };

interface Common<Names> {
  readonly of?: RecordKind;
  readonly window: Window;
  readonly where: Predicate;
  readonly orderBy?: readonly { readonly by: Names & string; readonly descending?: boolean }[];
  readonly limit: number;
}

function order(
  orderBy: readonly { readonly by: string; readonly descending?: boolean }[] = [],
): readonly Order[] {
  return orderBy.map(({ by, descending = false }) => ({ by, descending }));
}

/**
 * A query for groups of records with what was measured of each. Without columns all records are one group; of no records there is no group,
 * so then there is no row.
 *
 * @example
 * groups({ window, where: equals(field('action'), 'REJECT'), columns: { from: SOURCE }, measures: { packets: sum(field('packets')) },
 *   orderBy: [{ by: 'packets', descending: true }], limit: 10 }) // FlowQuery<{ from: string | null; packets: number }>
 */
export function groups<C extends Columns, M extends Readonly<Record<string, Measure>>>(
  query: Common<keyof C | keyof M> & { readonly columns: C; readonly measures: M },
): FlowQuery<ColumnValues<C> & MeasureValues<M>> {
  return { ...query, orderBy: order(query.orderBy) };
}

/** A query for records themselves, with the named expressions of each. */
export function records<C extends Columns>(
  query: Common<keyof C> & { readonly columns: C },
): FlowQuery<ColumnValues<C>> {
  return { ...query, orderBy: order(query.orderBy) };
}
