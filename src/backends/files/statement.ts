/**
 * Queries that are asked together as one statement, so that text is read, and unpacked, once for all of them:
 * reading it costs far more than any grouping of it.
 */
import type { FlowQuery } from '../../query/flow-query.ts';
import { columnNames } from '../../query/order.ts';
import type { FieldKey } from '../../record/fields.ts';
import { conditionSql, windowSql } from './condition.ts';
import { fieldsRead } from './fields-read.ts';
import { querySql } from './query-sql.ts';
import { noRecords, type Relation } from './relation.ts';
import { Parameters, quotedName } from './sql.ts';

export interface Statement {
  readonly text: string;
  /** The values of `$1`, `$2`, …. */
  readonly parameters: readonly string[];
}

function prefixOf(index: number): string {
  return `q${index}_`;
}

/** The records that at least one of the queries looks at. */
function wantedSql(queries: readonly FlowQuery<unknown>[], parameters: Parameters): string {
  const each = queries.map(
    ({ window, where }) => `(${windowSql(window)} AND ${conditionSql(where, parameters)})`,
  );
  return each.join(' OR ');
}

function recordsSql(
  queries: readonly FlowQuery<unknown>[],
  relations: readonly Relation[],
  parameters: Parameters,
): string {
  const fields: readonly FieldKey[] = fieldsRead(queries);
  const all = (relations.length === 0 ? [noRecords(fields)] : relations.map(({ sql }) => sql(fields))).join(
    '\nUNION ALL\n',
  );
  const readOnce = queries.length > 1 && relations.some(({ costly }) => costly);
  if (!readOnce) return `WITH records AS NOT MATERIALIZED (\n${all}\n)`;
  return `WITH records AS MATERIALIZED (\nSELECT ${fields.map(quotedName).join(', ')} FROM (\n${all}\n) WHERE ${wantedSql(queries, parameters)}\n)`;
}

export function compile(queries: readonly FlowQuery<unknown>[], relations: readonly Relation[]): Statement {
  const parameters = new Parameters();
  const records = recordsSql(queries, relations, parameters);
  const each = queries.map((query, index) => querySql(query, prefixOf(index), parameters));
  const [only, ...others] = each;
  const body =
    others.length === 0
      ? (only ?? '')
      : each.map((sql, index) => `SELECT ${index} AS q, * FROM (\n${sql}\n)`).join('\nUNION ALL BY NAME\n');
  return { text: `${records}\n${body}`, parameters: parameters.values };
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
