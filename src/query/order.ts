/**
 * In which order rows come: as asked; rows that are equal in that are put in the order of their columns,
 * so that the same question over the same records gives the same rows also where a limit cuts them off. Nulls come last either way.
 */
import type { FlowQuery, Order } from './flow-query.ts';

/** The names of a query's columns and measures, in the order in which they were declared. */
export function columnNames(query: FlowQuery<unknown>): readonly string[] {
  return [...Object.keys(query.columns), ...Object.keys(query.measures ?? {})];
}

/** Each order the rows are sorted by, the asked-for ones first. @throws TypeError for an order by something that is no column. */
export function completeOrder(query: FlowQuery<unknown>): readonly Order[] {
  const names = columnNames(query);
  for (const { by } of query.orderBy) {
    if (!names.includes(by)) {
      throw new TypeError(`The query orders by ${by}, which is none of its columns: ${names.join(', ')}`);
    }
  }
  const rest = names.filter((name) => !query.orderBy.some(({ by }) => by === name));
  return [...query.orderBy, ...rest.map((by) => ({ by, descending: false }))];
}
