/**
 * Queries that are asked together as one statement, so that text is read, and unpacked, once for all of them:
 * reading it costs far more than any grouping of it.
 */
import type { FlowQuery } from '../../query/flow-query.ts';
import { columnNames } from '../../query/order.ts';
import { all, NEVER, type Predicate } from '../../query/predicate.ts';
import { isOfKind, mayBeTransitGateway } from '../../query/record-kind.ts';
import type { Window } from '../../query/window.ts';
import type { FieldKey } from '../../record/fields.ts';
import { conditionSql, windowSql } from './condition.ts';
import { fieldsRead, fieldsShown } from './fields-read.ts';
import { querySql } from './query-sql.ts';
import { absentSql, noRecords, type Relation } from './relation.ts';
import { finestOf, partsSql, sharedSql } from './rollup.ts';
import { Parameters, quotedName } from './sql.ts';

export interface Statement {
  readonly text: string;
  /** The values of `$1`, `$2`, …. */
  readonly parameters: readonly string[];
}

function prefixOf(index: number): string {
  return `q${index}_`;
}

/** The column that says whether a query looks at the record. */
function wantedBy(index: number): string {
  return `w${index}`;
}

function either(indexes: readonly number[]): string {
  return indexes.map(wantedBy).join(' OR ');
}

/** The records of all relations, with the fields that the queries look at. */
function unionSql(relations: readonly Relation[], fields: readonly FieldKey[]): string {
  const each = relations.length === 0 ? [noRecords(fields)] : relations.map(({ sql }) => sql(fields));
  return each.join('\nUNION ALL\n');
}

/** Whether a condition may well hold for few records: it compares something with a value. */
function isSelective(predicate: Predicate): boolean {
  switch (predicate.kind) {
    case 'all':
      return predicate.of.some(isSelective);
    case 'any':
      return predicate.of.every(isSelective);
    case 'not':
    case 'present':
      return false;
    default:
      return true;
  }
}

/** A column that only selective queries show is kept for their rows alone: keeping text costs time. */
function keptSql(key: FieldKey, queries: readonly FlowQuery<unknown>[]): string {
  const column = quotedName(key);
  const showing = queries.flatMap((query, index) => (fieldsShown(query).includes(key) ? [index] : []));
  const selective = showing.every((index) =>
    queries.some(({ where }, at) => at === index && isSelective(where)),
  );
  if (!selective || showing.length === queries.length) return column;
  return `CASE WHEN ${either(showing)} THEN ${column} END AS ${column}`;
}

/** The window that all the queries have; undefined where they differ. */
function sharedWindow(queries: readonly FlowQuery<unknown>[]): Window | undefined {
  const [first, ...others] = queries.map(({ window }) => window);
  return others.every(({ start, end }) => start === first?.start && end === first.end) ? first : undefined;
}

/** Text is read once for all the queries; what is kept of it is what they show, and which of them looks at the record. */
function keptRecordsSql(
  queries: readonly FlowQuery<unknown>[],
  relations: readonly Relation[],
  parameters: Parameters,
): string {
  const shared = sharedWindow(queries);
  const wanted = queries.map(({ window, where }, index) => {
    const inWindow = shared ? '' : `${windowSql(window)} AND `;
    return `coalesce(${inWindow}${conditionSql(where, parameters)}, false) AS ${wantedBy(index)}`;
  });
  const shown = [...new Set(queries.flatMap(fieldsShown))];
  const isThere = (key: FieldKey) => relations.some(({ has }) => has(key));
  const kept = shown.filter(isThere).map((key) => keptSql(key, queries));
  const absent = shown.filter((key) => !isThere(key)).map(absentSql);
  const all = queries.map((_, index) => index);
  return `WITH kept AS MATERIALIZED (
SELECT ${[...kept, ...all.map(wantedBy)].join(', ')} FROM (
SELECT *, ${wanted.join(', ')} FROM (
${unionSql(relations, fieldsRead(queries))}
)${shared ? ` WHERE ${windowSql(shared)}` : ''}) WHERE ${either(all)}
), records AS NOT MATERIALIZED (SELECT ${['*', ...absent].join(', ')} FROM kept)`;
}

interface SharedParts {
  /** For the WITH clause. */
  readonly relations: readonly string[];
  /** The query over those relations; undefined for one that shares nothing. */
  readonly sqlOf: (query: FlowQuery<unknown>, index: number) => string | undefined;
}

const NOT_SHARED: SharedParts = { relations: [], sqlOf: () => undefined };

/** Groups that are made once, and what is summed up from them. */
function sharedParts(queries: readonly FlowQuery<unknown>[], parameters: Parameters): SharedParts {
  const finest = finestOf(queries);
  const basesOfSeveral = [...new Set(finest.filter((base, index) => base !== index))];
  const sharingOf = (base: number) => queries.filter((_, index) => finest[index] === base);
  const nameOf = (base: number) => `parts_${base}`;
  return {
    relations: basesOfSeveral.flatMap((base) => {
      const query = queries[base];
      if (!query) return [];
      const condition = `${windowSql(query.window)} AND ${conditionSql(query.where, parameters)}`;
      return `${nameOf(base)} AS MATERIALIZED (\n${partsSql(query, sharingOf(base), condition)}\n)`;
    }),
    sqlOf: (query, index) => {
      const base = finest[index] ?? index;
      const finestQuery = queries[base];
      if (!finestQuery || !basesOfSeveral.includes(base)) return undefined;
      const shared = { finest: finestQuery, sharing: sharingOf(base), parts: nameOf(base) };
      return sharedSql(query, shared, prefixOf(index));
    },
  };
}

/** The query with the kind of record as a condition, where the files can hold both kinds: elsewhere it costs nothing. */
function withKind(query: FlowQuery<unknown>, relations: readonly Relation[]): FlowQuery<unknown> {
  if (relations.some(({ has }) => mayBeTransitGateway(has))) {
    return { ...query, where: all(isOfKind(query.of), query.where) };
  }
  return query.of === undefined ? query : { ...query, where: NEVER };
}

export function compile(asked: readonly FlowQuery<unknown>[], relations: readonly Relation[]): Statement {
  const queries = asked.map((query) => withKind(query, relations));
  const parameters = new Parameters();
  const isKept = queries.length > 1 && relations.some(({ costly }) => costly);
  const records = isKept
    ? keptRecordsSql(queries, relations, parameters)
    : `WITH records AS NOT MATERIALIZED (\n${unionSql(relations, fieldsRead(queries))}\n)`;
  const shared = isKept ? NOT_SHARED : sharedParts(queries, parameters);
  const each = queries.map((query, index) => {
    const summed = shared.sqlOf(query, index);
    if (summed !== undefined) return summed;
    const condition = isKept
      ? wantedBy(index)
      : `${windowSql(query.window)} AND ${conditionSql(query.where, parameters)}`;
    return querySql(query, prefixOf(index), condition);
  });
  const [only, ...others] = each;
  const body =
    others.length === 0
      ? (only ?? '')
      : each.map((sql, index) => `SELECT ${index} AS q, * FROM (\n${sql}\n)`).join('\nUNION ALL BY NAME\n');
  return { text: `${[records, ...shared.relations].join(',\n')}\n${body}`, parameters: parameters.values };
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
