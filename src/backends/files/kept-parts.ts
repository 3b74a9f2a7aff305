/**
 * Groups that stay for the questions that they were made for: a later query of the same question is often a narrower one over the same groups,
 * and need not read the files again.
 */
import type { DuckDBConnection } from '@duckdb/node-api';
import type { FlowQuery } from '../../query/flow-query.ts';
import type { KnownFile } from './known-file.ts';
import { type PartsTable, tellsAll } from './parts-statement.ts';

/** Nothing tells when a question is over, so the groups of the latest few stay. */
const QUESTIONS = 2;
/** More would hold memory that other questions need; a later query reads the files then. About 100 MB for each question. */
const MOST_GROUPS = 1_000_000;

export interface KeptParts extends PartsTable {
  /** Which the queries of a question share. */
  readonly signal: AbortSignal;
  readonly queries: readonly FlowQuery<unknown>[];
  /** As they were when they were read. */
  readonly files: readonly KnownFile[];
}

export class KeptPartsOfQuestions {
  readonly #connection: DuckDBConnection;
  #kept: readonly KeptParts[] = [];

  constructor(connection: DuckDBConnection) {
    this.#connection = connection;
  }

  /** The groups of the same question that tell the rows of all the queries. */
  find(signal: AbortSignal, queries: readonly FlowQuery<unknown>[]): KeptParts | undefined {
    return this.#kept.find((kept) => kept.signal === signal && tellsAll(kept, queries));
  }

  async keep(made: KeptParts): Promise<void> {
    const counted = await this.#connection.runAndReadAll(`SELECT count(*) FROM ${made.table}`);
    const groups = Number(counted.getRowsJS()[0]?.[0]);
    if (groups > MOST_GROUPS) return this.drop(made);
    const all = [...this.#kept, made];
    this.#kept = all.slice(-QUESTIONS);
    for (const old of all.slice(0, -QUESTIONS)) await this.drop(old);
  }

  async drop({ table }: PartsTable): Promise<void> {
    await this.#connection.run(`DROP TABLE IF EXISTS ${table}`);
  }
}

/** Whether the files are those that were read, with the same content. */
export function areAsRead(files: readonly KnownFile[], { files: read }: KeptParts): boolean {
  return (
    files.length === read.length &&
    files.every(({ path, version }, index) => path === read[index]?.path && version === read[index].version)
  );
}
