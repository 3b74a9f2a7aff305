/** The Engine that asks CloudWatch Logs Insights: compiles a query, has the service run it, and puts its rows in order. */

import { createClosing } from '../../query/closing.ts';
import type { Engine, Estimate, QueryResult, RunOptions, Scan } from '../../query/engine.ts';
import type { FlowQuery } from '../../query/flow-query.ts';
import { SourceError } from '../../query/source-error.ts';
import { total } from '../../query/sums.ts';
import { NONE_MALFORMED } from '../../record/malformed.ts';
import { type AnsweredPart, answerOf } from './answer.ts';
import type { CompiledQuery, Lines } from './compile.ts';
import { estimateOf, unknownEstimate } from './estimate.ts';
import { insightsClosed } from './failure.ts';
import { lackingNotes } from './lacking.ts';
import type { LogGroups } from './log-groups.ts';
import type { QueryToStart } from './logs-api.ts';
import { compileParts } from './parts.ts';
import { estimatedUsd } from './price.ts';
import type { InsightsService, Scanned } from './service.ts';
import { collected, streamed } from './stream.ts';
import type { SearchedTime } from './window.ts';

export interface EngineParts {
  readonly service: InsightsService;
  readonly logGroups: (signal: AbortSignal) => Promise<LogGroups & Lines>;
  /** Bytes; null for no limit. */
  readonly maxBytesPerQuery: number | null;
  /** Milliseconds of a clock that only goes forward. */
  readonly monotonic: () => number;
  /** Frees what the engine was given. */
  readonly close: () => Promise<void>;
}

function scanOf(scanned: readonly Scanned[], region: string | null, milliseconds: number): Scan {
  const bytes = total(scanned.map(({ bytesScanned }) => bytesScanned));
  return {
    queries: scanned.length,
    bytes,
    records: total(scanned.map(({ recordsScanned }) => recordsScanned)),
    estimatedUsd: estimatedUsd(bytes, region),
    milliseconds: Math.round(milliseconds),
  };
}

function toStart({ text, startTime, endTime, limit }: CompiledQuery, { names }: LogGroups): QueryToStart {
  return { text, logGroups: names, startTime, endTime, limit };
}

export function createInsightsEngine(parts: EngineParts): Engine {
  const { service, maxBytesPerQuery, monotonic } = parts;
  const closing = createClosing();

  /** The pages of a query's rows, as long as the engine is open and nothing else of the same question has failed. */
  function pagesOf(
    query: QueryToStart,
    { signal: given, asker, onProgress, observer }: RunOptions,
    failed?: AbortSignal,
  ) {
    const until = failed ? AbortSignal.any([given, failed]) : given;
    return closing.throughout(until, (signal) =>
      service.pages(query, {
        signal,
        onProgress: onProgress ?? (() => undefined),
        maxBytes: maxBytesPerQuery,
        asker,
        observer,
      }),
    );
  }

  /** Runs the parts together; when one fails, the others are stopped. */
  async function runAll(compiled: readonly CompiledQuery[], groups: LogGroups, options: RunOptions) {
    const failed = new AbortController();
    try {
      return await Promise.all(
        compiled.map((one) => collected(pagesOf(toStart(one, groups), options, failed.signal))),
      );
    } catch (error) {
      failed.abort(error);
      throw error;
    }
  }

  async function prepare(query: FlowQuery<unknown>, { signal }: RunOptions) {
    signal.throwIfAborted();
    closing.throwIfClosed();
    const groups = await parts.logGroups(signal);
    return { groups, compiled: compileParts(query, groups) };
  }

  /** What an answer says besides its rows. */
  async function about(
    query: FlowQuery<unknown>,
    groups: LogGroups,
    scanned: readonly Scanned[],
    { cutOff, notes }: Pick<QueryResult<unknown>, 'cutOff' | 'notes'>,
    began: number,
  ): Promise<Omit<QueryResult<unknown>, 'rows'>> {
    return {
      cutOff,
      scan: scanOf(scanned, await service.region(), monotonic() - began),
      malformed: NONE_MALFORMED,
      notes: [...groups.notes, ...lackingNotes(query.where, groups.formats), ...notes, ...service.notes()],
    };
  }

  async function run<Row>(query: FlowQuery<Row>, options: RunOptions): Promise<QueryResult<Row>> {
    const began = monotonic();
    const { groups, compiled } = await prepare(query, options);
    const ended = await runAll(compiled, groups, options);
    const answered = compiled.map(
      (one, index): AnsweredPart => ({ compiled: one, results: ended[index]?.results ?? [] }),
    );
    const { rows, ...rest } = answerOf(query, answered);
    const scanned = ended.map((one) => one.scanned);
    return { rows, ...(await about(query, groups, scanned, rest, began)) };
  }

  async function* stream<Row>(
    query: FlowQuery<Row>,
    options: RunOptions,
  ): AsyncGenerator<readonly Row[], Omit<QueryResult<Row>, 'rows'>> {
    const began = monotonic();
    const { groups, compiled } = await prepare(query, options);
    const [only, ...others] = compiled;
    if (only === undefined || others.length > 0) {
      // What several queries return has to be put together before any of it is known to be a row.
      const { rows, ...rest } = await run(query, options);
      yield rows;
      return rest;
    }
    const { scanned, ...rest } = yield* streamed(query, only, pagesOf(toStart(only, groups), options));
    return about(query, groups, [scanned], rest, began);
  }

  async function estimate(queries: readonly FlowQuery<unknown>[], options: RunOptions): Promise<Estimate> {
    options.signal.throwIfAborted();
    return closing.during(options.signal, (signal) => estimated(queries, { ...options, signal }));
  }

  async function estimated(queries: readonly FlowQuery<unknown>[], options: RunOptions): Promise<Estimate> {
    const { signal, asker, observer, onProgress = () => undefined } = options;
    try {
      const groups = await parts.logGroups(signal);
      const compiled = queries.flatMap((query) => compileParts(query, groups));
      const ask = ({ startTime, endTime }: SearchedTime) =>
        service.volumeOf(
          { logGroups: groups.names, startTime, endTime },
          { signal, asker, observer, onProgress },
        );
      return await estimateOf(compiled, ask, await service.region());
    } catch (error) {
      signal.throwIfAborted();
      // What keeps it from being estimated will keep it from being run, which says what to do about it.
      if (error instanceof SourceError) return unknownEstimate(error.happened);
      throw error;
    }
  }

  return {
    id: 'insights',
    run,
    estimate,
    stream,
    async close() {
      closing.close(insightsClosed());
      await parts.close();
    },
  };
}
