/**
 * Queries that are asked together as one statement, so that text is read, and unpacked, once for all of them:
 * reading it costs far more than any grouping of it.
 */
import type { FlowQuery } from '../../query/flow-query.ts';
import { columnNames } from '../../query/order.ts';
import { expressionOver } from './condition.ts';
import { querySql } from './query-sql.ts';
import { recordsSql } from './records-sql.ts';
import type { Relation } from './relation.ts';
import { Parameters } from './sql.ts';

export interface Statement {
  readonly text: string;
  /** The values of `$1`, `$2`, …. */
  readonly parameters: readonly string[];
}

/** What the names of a query's columns begin with, where several queries fit into one result. */
export function prefixOf(index: number): string {
  return `q${index}_`;
}

/** The rows of several queries as those of one, with the position of the query in the column `q`. */
export function unitedSql(each: ReadonlyMap<number, string>): string {
  return [...each]
    .map(([index, sql]) => `SELECT ${index} AS q, * FROM (\n${sql}\n)`)
    .join('\nUNION ALL BY NAME\n');
}

export function compile(queries: readonly FlowQuery<unknown>[], relations: readonly Relation[]): Statement {
  const parameters = new Parameters();
  const sqlOf = expressionOver(relations);
  const { withSql, conditionOf } = recordsSql(queries, relations, { sqlOf, parameters });
  const each = queries.map((query, index) => querySql(query, prefixOf(index), conditionOf(index), sqlOf));
  const [only = '', ...others] = each;
  const body = others.length === 0 ? only : unitedSql(new Map(each.entries()));
  return { text: `${withSql}\n${body}`, parameters: parameters.values };
}

/** The rows of each query, under its own names, out of the rows of the statement. */
export function rowsOfEach(
  queries: readonly FlowQuery<unknown>[],
  rows: readonly Readonly<Record<string, unknown>>[],
): readonly (readonly Readonly<Record<string, unknown>>[])[] {
  return queries.map((query, index) => {
    const names = columnNames(query);
    const own = queries.length === 1 ? rows : rows.filter(({ q }) => Number(q) === index);
    return own.map((row) =>
      Object.fromEntries(names.map((name, position) => [name, row[`${prefixOf(index)}${position}`]])),
    );
  });
}
