/** Queries that share their groups as two statements: one that reads the records into a table of all groups, and one that answers from it. */
import type { FlowQuery } from '../../query/flow-query.ts';
import { columnNames } from '../../query/order.ts';
import { expressionOver } from './condition.ts';
import { groupsSql, type Parts, tellsRows, toldSql } from './parts.ts';
import { endSql, querySql } from './query-sql.ts';
import { recordsSql } from './records-sql.ts';
import type { Relation } from './relation.ts';
import { Parameters } from './sql.ts';
import { prefixOf, type Statement, unitedSql } from './statement.ts';

type Query = FlowQuery<unknown>;

export interface PartsTable {
  /** A name of ours: it needs no quotes. */
  readonly table: string;
  readonly parts: readonly Parts[];
}

function partsFor({ parts }: PartsTable, query: Query): Parts | undefined {
  return parts.find((one) => tellsRows(one, query));
}

/** Whether all the queries can be answered from the groups alone. */
export function tellsAll(made: PartsTable, queries: readonly Query[]): boolean {
  return queries.every((query) => partsFor(made, query));
}

interface Read {
  readonly index: number;
  readonly query: Query;
  readonly own: Parts | undefined;
}

/** What has to be read for the queries: nothing for those that the groups of another tell, and for that one all that it has to tell. */
function readFor(queries: readonly Query[], made: PartsTable): readonly Read[] {
  return queries.flatMap((query, index): readonly Read[] => {
    const own = made.parts.find(({ base }) => base === index);
    if (own)
      return [{ index, query: { ...query, measures: Object.fromEntries(own.measures.entries()) }, own }];
    return partsFor(made, query) ? [] : [{ index, query, own }];
  });
}

/** Makes the table: the groups of the parts, and the rows of the queries that they do not tell. */
export function makeParts(
  queries: readonly Query[],
  made: PartsTable,
  relations: readonly Relation[],
): Statement {
  const parameters = new Parameters();
  const sqlOf = expressionOver(relations);
  const read = readFor(queries, made);
  const asked = read.map(({ query }) => query);
  const { withSql, conditionOf } = recordsSql(asked, relations, { sqlOf, parameters });
  const each = read.map(({ index, query, own }, position): readonly [number, string] => {
    const condition = conditionOf(position);
    return [
      index,
      own ? groupsSql(own, condition, sqlOf) : querySql(query, prefixOf(index), condition, sqlOf),
    ];
  });
  const text = `CREATE OR REPLACE TEMP TABLE ${made.table} AS (\n${withSql}\n${unitedSql(new Map(each))}\n)`;
  return { text, parameters: parameters.values };
}

/** The rows of the queries that the table was made for, or of others that its groups tell; named as `rowsOfEach` takes them. */
export function askParts(queries: readonly Query[], made: PartsTable): Statement {
  const parameters = new Parameters();
  const each = queries.map((query, index) => {
    const prefix = prefixOf(index);
    const told = partsFor(made, query);
    if (told) return toldSql(query, told, { table: made.table, prefix, parameters });
    const names = columnNames(query).map((_, position) => `${prefix}${position}`);
    return [
      `SELECT ${names.join(', ')} FROM ${made.table} WHERE q = ${index}`,
      ...endSql(query, prefix),
    ].join('\n');
  });
  const [only = '', ...others] = each;
  const text = others.length === 0 ? only : unitedSql(new Map(each.entries()));
  return { text, parameters: parameters.values };
}
