/** Rows as the service returns them, put under the query's own names. */
import type { FlowQuery } from '../../query/flow-query.ts';
import { columnNames } from '../../query/order.ts';

/** What a row holds under one of the query's names. */
export type ResultColumn =
  | {
      /** The field of the result that has the value. */
      readonly name: string;
      readonly number: boolean;
      /** The value where the result has none. */
      readonly missing: number | null;
    }
  /** The value of every row. */
  | { readonly value: number | null };

/** By the query's own names. */
export type ResultColumns = Readonly<Record<string, ResultColumn>>;

/** A row of GetQueryResults: names and values of its fields. What a group lacks is not among them. */
export type ResultRow = ReadonlyMap<string, string>;

type Scalar = string | number | null;

function scalarOf(column: ResultColumn, result: ResultRow): Scalar {
  if ('value' in column) return column.value;
  const text = result.get(column.name);
  if (text === undefined || text === '' || text === '-') return column.missing;
  return column.number ? Number(text) : text;
}

export function rowOf(
  query: FlowQuery<unknown>,
  columns: ResultColumns,
  result: ResultRow,
): Readonly<Record<string, Scalar>> {
  return Object.fromEntries(
    columnNames(query).map((name) => {
      const column = columns[name];
      return [name, column === undefined ? null : scalarOf(column, result)];
    }),
  );
}
