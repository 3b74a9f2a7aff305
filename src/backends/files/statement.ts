/**
 * Queries that are asked together as one statement, so that text is read, and unpacked, once for all of them:
 * reading it costs far more than any grouping of it.
 */
import type { FlowQuery } from '../../query/flow-query.ts';
import { columnNames } from '../../query/order.ts';
import type { Window } from '../../query/window.ts';
import type { FieldKey } from '../../record/fields.ts';
import { conditionSql, windowSql } from './condition.ts';
import { fieldsOfPredicate, fieldsOfQuery, fieldsRead } from './fields-read.ts';
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

/** The window that all the queries have; undefined where they differ. */
function sharedWindow(queries: readonly FlowQuery<unknown>[]): Window | undefined {
  const [first, ...others] = queries.map(({ window }) => window);
  return others.every(({ start, end }) => start === first?.start && end === first.end) ? first : undefined;
}

/** The records that at least one of the queries looks at. */
function wantedSql(queries: readonly FlowQuery<unknown>[], parameters: Parameters): string {
  const window = sharedWindow(queries);
  const each = queries.map((query) => {
    const condition = conditionSql(query.where, parameters);
    return window ? condition : `(${windowSql(query.window)} AND ${condition})`;
  });
  return `${window ? `${windowSql(window)} AND ` : ''}(${each.join(' OR ')})`;
}

/** The records of all relations, as the relation `records` that every query is asked of. */
function recordsSql(
  queries: readonly FlowQuery<unknown>[],
  relations: readonly Relation[],
  isKept: boolean,
  parameters: Parameters,
): string {
  const fields = fieldsRead(queries);
  const all = (relations.length === 0 ? [noRecords(fields)] : relations.map(({ sql }) => sql(fields))).join(
    '\nUNION ALL\n',
  );
  if (!isKept) return `WITH records AS NOT MATERIALIZED (\n${all}\n)`;
  const wanted = new Set(queries.flatMap((query) => fieldsAfterWindow(query, sharedWindow(queries))));
  const kept = fields.filter((key) => wanted.has(key)).map((key) => keptSql(key, queries, parameters));
  // Without a column there would be no row to count.
  const columns = kept.length > 0 ? kept : [quotedName('start')];
  return `WITH records AS MATERIALIZED (\nSELECT ${columns.join(', ')} FROM (\n${all}\n) WHERE ${wantedSql(queries, parameters)}\n)`;
}

function fieldsAfterWindow(query: FlowQuery<unknown>, shared: Window | undefined): readonly FieldKey[] {
  return shared ? fieldsOfQuery(query) : fieldsRead([query]);
}

/** A column that no condition looks at is kept for the rows of those queries alone that show it: keeping text costs time. */
function keptSql(key: FieldKey, queries: readonly FlowQuery<unknown>[], parameters: Parameters): string {
  const column = quotedName(key);
  const conditional = queries.some(({ where }) => fieldsOfPredicate(where).includes(key));
  const showing = queries.filter((query) => fieldsOfQuery(query).includes(key));
  const always = showing.some(({ where }) => where.kind === 'all' && where.of.length === 0);
  if (conditional || always || showing.length === queries.length || key === 'start' || key === 'end')
    return column;
  const wanted = showing.map(({ where }) => conditionSql(where, parameters));
  return `CASE WHEN ${wanted.join(' OR ')} THEN ${column} END AS ${column}`;
}

export function compile(queries: readonly FlowQuery<unknown>[], relations: readonly Relation[]): Statement {
  const parameters = new Parameters();
  const isKept = queries.length > 1 && relations.some(({ costly }) => costly);
  const records = recordsSql(queries, relations, isKept, parameters);
  const inWindow = isKept && sharedWindow(queries) !== undefined;
  const each = queries.map((query, index) =>
    querySql(query, { prefix: prefixOf(index), inWindow, parameters }),
  );
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
