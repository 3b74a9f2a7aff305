/**
 * A FlowQuery as one statement of Athena's SQL (engine version 3, the dialect of Trino). Pure: what it says depends on nothing but the question,
 * the table and whose records are wanted.
 *
 *     WITH records AS (SELECT nullif("srcaddr", '-') AS "srcaddr", …     every row as a record, whatever the table's columns are like
 *       FROM "awsdatacatalog"."logs"."vpc" WHERE "day" BETWEEN '…' AND '…')      only the partitions that can hold records of the window
 *     SELECT "srcaddr" AS c0, coalesce(sum("packets"), 0) AS c1 FROM records
 *     WHERE ("start" IS NULL OR "start" < 1790003600) AND …              the window and the condition, exactly
 *     GROUP BY 1 ORDER BY c1 DESC NULLS LAST, c0 ASC NULLS LAST LIMIT 11  one more than wanted, to know whether there are more
 */

import { fieldsRead } from '../../query/fields-read.ts';
import type { FlowQuery } from '../../query/flow-query.ts';
import { columnNames } from '../../query/order.ts';
import { isNever } from '../../query/predicate.ts';
import type { Window } from '../../query/window.ts';
import type { FieldKey } from '../../record/fields.ts';
import { both, type Condition } from './condition.ts';
import { lackingNotes } from './lacking.ts';
import { isRefusal, ownerCondition, type Refusal, type Scope } from './owner-partitions.ts';
import { predicateSql } from './predicate.ts';
import { querySql } from './query-sql.ts';
import { hasField, recordsSql } from './records.ts';
import type { AthenaTable } from './table.ts';
import { timeColumns } from './time-levels.ts';
import { type PartitionsRead, partitionsRead, timeCondition } from './time-partitions.ts';
import { windowSql } from './window.ts';

export type { PartitionsRead, Refusal, Scope };

export interface CompiledStatement {
  /** With `?` for each parameter, all of them in WHERE. */
  readonly text: string;
  /** StartQueryExecution's ExecutionParameters in order, each a literal of SQL; the list must be left out where it is empty. */
  readonly parameters: readonly string[];
  /** The names of the query's columns and measures, in the order of the result's columns; the result's own names are others. */
  readonly columns: readonly string[];
  /** Notes on fields that conditions ask for and the table does not have. */
  readonly lacking: readonly string[];
  readonly partitions: PartitionsRead;
}

/** Bytes of a QueryString (Athena API, StartQueryExecution: "Maximum length of 262144"). */
const LONGEST_STATEMENT = 262_144;
/** The longest window, days: a year and its neighbour's same month. */
const MOST_DAYS = 400;
/** The end of the year 9999, seconds: partitions have years of four digits. */
const LAST_SECOND = 253_402_300_799;

function windowRefusal({ start, end }: Window): Refusal | undefined {
  const todo = `Ask about a window of at most ${MOST_DAYS} days.`;
  if (!(start >= 0 && end <= LAST_SECOND)) {
    return { refused: 'The window has no bounds that partitions could have.', todo };
  }
  if (end < start) return { refused: 'The window ends before it begins.', todo };
  const days = Math.ceil((end - start) / 86_400);
  return days > MOST_DAYS ? { refused: `The window is ${days} days long.`, todo } : undefined;
}

function timelessRefusal({ database, name }: AthenaTable): Refusal {
  return {
    refused: `No partition column of ${database}.${name} tells the day in a way that is known here, so every question would read all of it.`,
    todo: 'Make a table that is partitioned by time: `flows athena-setup` prints one for the flow log.',
  };
}

function lengthRefusal(bytes: number): Refusal {
  return {
    refused: `The question names so much that its statement would have ${bytes.toLocaleString('en')} bytes, and Athena takes ${LONGEST_STATEMENT.toLocaleString('en')}.`,
    todo: 'Ask about fewer addresses or ports, or about a CIDR block instead.',
  };
}

/** Records are of whole seconds, so the window begins and ends with the first one that is not before. */
function wholeSeconds({ start, end }: Window): Window {
  return { start: Math.ceil(start), end: Math.ceil(end) };
}

interface Prepared {
  readonly partitions: Condition;
  readonly read: PartitionsRead;
}

function partitionsOf(table: AthenaTable, window: Window, scope: Scope): Prepared | Refusal {
  const time = timeColumns(table.partitions);
  if (!time) return timelessRefusal(table);
  const owners = ownerCondition(table.partitions, scope);
  if (isRefusal(owners)) return owners;
  const read = partitionsRead(window, time.unit);
  return { partitions: both(owners, timeCondition(time, read)), read };
}

/**
 * @returns null where the query can match no record of the table, so that there is nothing to ask; a refusal where the table would have to be
 * read whole, or the question cannot be said
 * @throws TypeError for a query that no dialect can say: an order by what is no column, numbers and text in one column
 */
export function compileStatement(
  query: FlowQuery<unknown>,
  table: AthenaTable,
  scope: Scope,
): CompiledStatement | Refusal | null {
  if (isNever(query.where)) return null;
  const refusal = windowRefusal(query.window);
  if (refusal) return refusal;
  const window = wholeSeconds(query.window);
  const prepared = partitionsOf(table, window, scope);
  if ('refused' in prepared) return prepared;
  const has = (key: FieldKey) => hasField(table, key);
  const where = both(windowSql(window, has), predicateSql(query.where, has));
  if (where === false || prepared.partitions === false) return null;
  const condition = where === true ? { text: 'true', parameters: [] } : where;
  const records = recordsSql(table, fieldsRead([query]).filter(has), prepared.partitions);
  const text = `${records}\n${querySql(query, has, condition.text)}`;
  const bytes = new TextEncoder().encode(text).length;
  if (bytes > LONGEST_STATEMENT) return lengthRefusal(bytes);
  return {
    text,
    parameters: condition.parameters,
    columns: columnNames(query),
    lacking: lackingNotes(query.where, table),
    partitions: prepared.read,
  };
}
