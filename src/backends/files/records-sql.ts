/** The relation `records` that the queries of one statement look at, and which of its records each looks at. */

import { fieldsRead, fieldsShown } from '../../query/fields-read.ts';
import type { FlowQuery } from '../../query/flow-query.ts';
import { all, NEVER, type Predicate } from '../../query/predicate.ts';
import { isOfKind, mayBeTransitGateway } from '../../query/record-kind.ts';
import type { Window } from '../../query/window.ts';
import type { FieldKey } from '../../record/fields.ts';
import { conditionSql, type Terms, windowSql } from './condition.ts';
import { decided } from './decided.ts';
import { absentSql, noRecords, type Relation } from './relation.ts';
import { quotedName } from './sql.ts';

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
  terms: Terms,
): string {
  const shared = sharedWindow(queries);
  const wanted = queries.map(({ window, where }, index) => {
    const inWindow = shared ? '' : `${windowSql(window, relations)} AND `;
    return `coalesce(${inWindow}${conditionSql(where, terms)}, false) AS ${wantedBy(index)}`;
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
)${shared ? ` WHERE ${windowSql(shared, relations)}` : ''}) WHERE ${either(all)}
), records AS NOT MATERIALIZED (SELECT ${['*', ...absent].join(', ')} FROM kept)`;
}

/** The query with the kind of record as a condition, where the files can hold both kinds: elsewhere it costs nothing. */
function withKind(query: FlowQuery<unknown>, relations: readonly Relation[]): FlowQuery<unknown> {
  if (relations.some(({ has }) => mayBeTransitGateway(has))) {
    return { ...query, where: all(isOfKind(query.of), query.where) };
  }
  return query.of === undefined ? query : { ...query, where: NEVER };
}

/** The query with what is known of all its records in the place of conditions on it. */
function withKnown(query: FlowQuery<unknown>, relations: readonly Relation[]): FlowQuery<unknown> {
  const [first, ...others] = relations;
  if (!first) return query;
  const only = (key: FieldKey) => {
    const text = first.only(key);
    return others.every((other) => other.only(key) === text) ? text : null;
  };
  return { ...query, where: decided(query.where, only) };
}

export interface RecordsSql {
  /** For the statement's beginning. */
  readonly withSql: string;
  /** Which of the records the query at a position looks at. What is not put into the statement must not be asked for: it may have parameters. */
  readonly conditionOf: (index: number) => string;
}

/** Text is kept as it is read where several queries look at it; what is cheap to read is read by each. */
export function recordsSql(
  asked: readonly FlowQuery<unknown>[],
  relations: readonly Relation[],
  terms: Terms,
): RecordsSql {
  const queries = asked.map((query) => withKnown(withKind(query, relations), relations));
  if (queries.length > 1 && relations.some(({ costly }) => costly))
    return {
      withSql: keptRecordsSql(queries, relations, terms),
      conditionOf: wantedBy,
    };
  return {
    withSql: `WITH records AS NOT MATERIALIZED (\n${unionSql(relations, fieldsRead(queries))}\n)`,
    conditionOf: (index) => {
      const query = queries[index];
      if (!query) throw new TypeError(`There is no query ${index + 1}.`);
      const { window, where } = query;
      return `${windowSql(window, relations)} AND ${conditionSql(where, terms)}`;
    },
  };
}
