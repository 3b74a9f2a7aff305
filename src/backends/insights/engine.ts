/** The Engine that asks CloudWatch Logs Insights: compiles a query, has the service run it, and puts its rows in order. */
import type { Engine, QueryResult, RunOptions, Scan } from '../../query/engine.ts';
import type { FlowQuery } from '../../query/flow-query.ts';
import { NONE_MALFORMED } from '../../record/malformed.ts';
import { type AnsweredPart, answerOf } from './answer.ts';
import type { CompiledQuery, Lines } from './compile.ts';
import { sourceClosed } from './failure.ts';
import { lackingNotes } from './lacking.ts';
import type { LogGroups } from './log-groups.ts';
import { compileParts } from './parts.ts';
import type { Ended } from './poller.ts';
import { estimatedUsd } from './price.ts';
import type { InsightsService } from './service.ts';

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

/** A sum in which one unknown makes the whole unknown. */
function total(values: readonly (number | null)[]): number | null {
  return values.reduce<number | null>(
    (sum, value) => (sum === null || value === null ? null : sum + value),
    0,
  );
}

function scanOf(ended: readonly Ended[], region: string | null, milliseconds: number): Scan {
  const bytes = total(ended.map(({ bytesScanned }) => bytesScanned));
  return {
    queries: ended.length,
    bytes,
    records: total(ended.map(({ recordsScanned }) => recordsScanned)),
    estimatedUsd: estimatedUsd(bytes, region),
    milliseconds: Math.round(milliseconds),
  };
}

export function createInsightsEngine(parts: EngineParts): Engine {
  const { service, maxBytesPerQuery, monotonic } = parts;
  const closing = new AbortController();

  /** Runs the parts together; when one fails, the others are stopped. */
  async function runAll(
    compiled: readonly CompiledQuery[],
    names: readonly string[],
    { signal, asker, onProgress = () => undefined }: RunOptions,
  ): Promise<readonly Ended[]> {
    const failed = new AbortController();
    const either = AbortSignal.any([signal, failed.signal, closing.signal]);
    const runs = compiled.map(({ text, startTime, endTime, limit }) =>
      service.run(
        { text, logGroups: names, startTime, endTime, limit },
        { signal: either, asker, onProgress, maxBytes: maxBytesPerQuery },
      ),
    );
    try {
      return await Promise.all(runs);
    } catch (error) {
      failed.abort(error);
      throw error;
    }
  }

  return {
    id: 'insights',
    async run<Row>(query: FlowQuery<Row>, options: RunOptions): Promise<QueryResult<Row>> {
      const { signal } = options;
      signal.throwIfAborted();
      closing.signal.throwIfAborted();
      const began = monotonic();
      const groups = await parts.logGroups(signal);
      const compiled = compileParts(query, groups);
      const ended = await runAll(compiled, groups.names, options);
      const answered = compiled.map(
        (one, index): AnsweredPart => ({ compiled: one, results: ended[index]?.rows ?? [] }),
      );
      const { rows, cutOff, notes } = answerOf(query, answered);
      return {
        rows,
        cutOff,
        scan: scanOf(ended, await service.region(), monotonic() - began),
        malformed: NONE_MALFORMED,
        notes: [...groups.notes, ...lackingNotes(query.where, groups.formats), ...notes],
      };
    },
    async close() {
      closing.abort(sourceClosed());
      await parts.close();
    },
  };
}
