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

/**
 * What a statement tells, by the names of its columns. Several queries have many columns, of which a row fills those of one: as rows with all of
 * them they would take ten times the memory.
 */
export type Columns = Readonly<Record<string, readonly unknown[]>>;

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

/** The rows of each query, under its own names, out of the columns of the statement. */
export function rowsOfEach(
  queries: readonly FlowQuery<unknown>[],
  columns: Columns,
): readonly (readonly Readonly<Record<string, unknown>>[])[] {
  const positions = positionsOfEach(queries.length, columns);
  return queries.map((query, index) => {
    const own = columnNames(query).map(
      (name, position) => [name, columns[`${prefixOf(index)}${position}`]] as const,
    );
    return (positions[index] ?? []).map((row) =>
      Object.fromEntries(own.map(([name, values]) => [name, values?.[row]])),
    );
  });
}

/** Where the rows of each query are. A statement of one query says nothing of whose rows they are. */
function positionsOfEach(queries: number, columns: Columns): readonly (readonly number[])[] {
  const each: number[][] = Array.from({ length: queries }, () => []);
  const whose = columns['q'];
  const [some = []] = Object.values(columns);
  for (const row of some.keys()) each[whose ? Number(whose[row]) : 0]?.push(row);
  return each;
}
