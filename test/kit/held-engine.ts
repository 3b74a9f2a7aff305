/** An engine whose every run waits until the test ends it, and that says what it was asked and which runs were aborted. */
import type { Engine, QueryResult, RunOptions } from '../../src/query/engine.ts';
import { field } from '../../src/query/expression.ts';
import { count, type FlowQuery, groups } from '../../src/query/flow-query.ts';
import { ALWAYS } from '../../src/query/predicate.ts';
import type { Window } from '../../src/query/window.ts';

export interface HeldRun {
  readonly query: FlowQuery<unknown>;
  readonly options: RunOptions;
  /** Whether it neither ended nor was aborted. */
  isOpen(): boolean;
  finish(changes?: Partial<QueryResult<unknown>>): void;
  fail(error: Error): void;
}

export function resultOf(changes: Partial<QueryResult<unknown>> = {}): QueryResult<unknown> {
  return {
    rows: [],
    cutOff: false,
    scan: { queries: 1, bytes: 1000, records: 10, estimatedUsd: 0.001, milliseconds: 5 },
    malformed: { count: 0, samples: [] },
    notes: [],
    ...changes,
  };
}

export function heldEngine(changes: Partial<Engine> = {}): Engine & { readonly runs: readonly HeldRun[] } {
  const runs: HeldRun[] = [];
  return {
    id: 'held',
    runs,
    run: (query, options) =>
      new Promise((resolve, reject) => {
        let isOpen = true;
        const once = (end: () => void) => {
          isOpen = false;
          end();
        };
        options.signal.addEventListener('abort', () => once(() => reject(options.signal.reason)));
        runs.push({
          query,
          options,
          isOpen: () => isOpen,
          finish: (result) => once(() => resolve(resultOf(result) as never)),
          fail: (error) => once(() => reject(error)),
        });
      }),
    close: async () => {},
    ...changes,
  };
}

/** A query about a window; `limit` makes it another one. */
export function queryOf(window: Window, limit = 10): FlowQuery<unknown> {
  return groups({
    window,
    where: ALWAYS,
    columns: { interfaceId: field('interfaceId') },
    measures: { records: count() },
    limit,
  });
}
