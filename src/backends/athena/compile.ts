/** A FlowQuery as one statement of Athena's SQL (engine version 3, the dialect of Trino). Pure: it depends on the question and the table alone. */
import type { FlowQuery } from '../../query/flow-query.ts';
import { isNever } from '../../query/predicate.ts';
import type { AthenaTable } from './table.ts';

/** What of the table a statement reads. */
export interface PartitionsRead {
  /** Seconds since the epoch, rounded out to whole partitions; `to` is not in it. */
  readonly from: number;
  readonly to: number;
  readonly unit: 'day' | 'hour';
  /** Days or hours, whatever other partition columns multiply them with. */
  readonly count: number;
}

export interface CompiledStatement {
  /** With `?` for each parameter, all of them in WHERE. */
  readonly text: string;
  /** StartQueryExecution's ExecutionParameters in order, each a literal of SQL; leave the list out where it is empty. */
  readonly parameters: readonly string[];
  /** The names of the query's columns and measures, in the order of the result's columns; the result's own names are others. */
  readonly columns: readonly string[];
  /** Notes on fields that conditions ask for and the table does not have. */
  readonly lacking: readonly string[];
  readonly partitions: PartitionsRead;
}

/** Why a table is not asked, and what can be done about it. */
export interface Refusal {
  readonly refused: string;
  readonly todo: string;
}

/** Whose records are wanted, where the table parts them by that. */
export interface Scope {
  readonly accounts?: readonly string[];
  readonly regions?: readonly string[];
}

/** @returns null where the query can match no record of the table, so that there is nothing to ask */
export function compileStatement(
  query: FlowQuery<unknown>,
  table: AthenaTable,
  _scope: Scope,
): CompiledStatement | Refusal | null {
  if (isNever(query.where)) return null;
  return { refused: `${table.name} cannot be asked yet.`, todo: 'Ask another source.' };
}
