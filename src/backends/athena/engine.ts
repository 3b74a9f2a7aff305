/** The Engine that asks Athena: compiles a query, has Athena run it, and puts its rows under the query's own names. */
import { createClosing } from '../../query/closing.ts';
import { decodeRows } from '../../query/decode-rows.ts';
import type { Engine, Estimate, QueryResult, RunOptions } from '../../query/engine.ts';
import type { FlowQuery } from '../../query/flow-query.ts';
import { SourceError } from '../../query/source-error.ts';
import { NONE_MALFORMED } from '../../record/malformed.ts';
import { type CompiledStatement, compileStatement } from './compile.ts';
import { type EstimateContext, estimateOf, type Reading } from './estimate.ts';
import { type About, athenaClosed, attemptOf } from './failure.ts';
import { lackingNotes } from './lacking.ts';
import { createLearnedSizes } from './learned-sizes.ts';
import { queryUsd } from './price.ts';
import type { AthenaService } from './service.ts';
import type { AthenaTable } from './table.ts';

export interface EngineParts {
  readonly service: AthenaService;
  /** The table whose records a query is about; null where there is none of that kind. @throws SourceError, or the signal's reason when it is aborted */
  readonly tableOf: (query: FlowQuery<unknown>, signal: AbortSignal) => Promise<AthenaTable | null>;
  readonly workgroup: string;
  /** `s3://bucket/prefix/`; null where the workgroup says it. */
  readonly output: string | null;
  /** Whose records are asked for, where the table parts them by account; null for all. */
  readonly account: string | null;
  /** Bytes; null for no limit. */
  readonly maxBytesPerQuery: number | null;
  /** Seconds since the epoch. */
  readonly now: () => number;
  /** Milliseconds of a clock that only goes forward. */
  readonly monotonic: () => number;
  /** Frees what the engine was given. */
  readonly close: () => Promise<void>;
}

interface Prepared {
  readonly table: AthenaTable;
  readonly about: About;
  readonly compiled: CompiledStatement;
}

/** Notes on why no record can match, so that nothing is asked. */
interface Unasked {
  readonly notes: readonly string[];
}

/** Records of a window that ended so long ago have all been delivered: the result of the same query stays the same. Seconds. */
const SETTLED_AFTER = 2 * 3600;
/** Athena's default for the age of a result that may be given again. */
const REUSE_MINUTES = 60;

function tableName({ database, name }: AthenaTable): string {
  return `${database}.${name}`;
}

function refusal(about: About, refused: string, todo: string): SourceError {
  const happened = `${refused.charAt(0).toLowerCase()}${refused.slice(1)}`;
  return new SourceError({ code: 'rejected-query', attempted: attemptOf(about), happened, todo });
}

/** A table that lists other accounts would answer every question with nothing. @throws SourceError */
function refuseOtherAccount({ partitions }: AthenaTable, account: string | null, about: About): void {
  const listed = partitions.find(({ meaning }) => meaning.kind === 'account')?.values ?? null;
  if (account === null || listed === null || listed.includes(account)) return;
  throw new SourceError({
    code: 'misconfigured',
    attempted: attemptOf(about),
    happened: `the source is for the account ${account}, and the table lists ${listed.join(', ')}.`,
    todo: 'Correct `account` of the source, or add the account to the projection of the table.',
  });
}

const NO_SCAN = { queries: 0, bytes: 0, records: 0, estimatedUsd: 0 };
const REUSED = 'Athena gave the result of the same query again that it had run within the last hour.';

export function createAthenaEngine(parts: EngineParts): Engine {
  const { service, maxBytesPerQuery, monotonic } = parts;
  const sizes = createLearnedSizes();
  const closing = createClosing();

  async function prepare(query: FlowQuery<unknown>, signal: AbortSignal): Promise<Prepared | Unasked> {
    const table = await parts.tableOf(query, signal);
    if (!table) return { notes: [] };
    const about: About = {
      table: tableName(table),
      catalog: table.catalog,
      workgroup: parts.workgroup,
      location: table.location,
      output: parts.output,
    };
    refuseOtherAccount(table, parts.account, about);
    const compiled = compileStatement(query, table, await scopeOf(table));
    if (compiled && 'refused' in compiled) throw refusal(about, compiled.refused, compiled.todo);
    return compiled ? { table, about, compiled } : { notes: lackingNotes(query.where, table) };
  }

  /** The region is named only where Athena asks for it: a table may hold the records of others, too. */
  async function scopeOf({ partitions }: AthenaTable) {
    const accounts = parts.account === null ? {} : { accounts: [parts.account] };
    const needsRegion = partitions.some(
      ({ meaning, mustBeFixed }) => meaning.kind === 'region' && mustBeFixed,
    );
    const region = needsRegion ? await service.region() : null;
    return { ...accounts, ...(region === null ? {} : { regions: [region] }) };
  }

  function mayReuse({ window }: FlowQuery<unknown>, { fresh }: RunOptions): boolean {
    return fresh !== true && window.end + SETTLED_AFTER <= parts.now();
  }

  function stream<Row>(query: FlowQuery<Row>, options: RunOptions) {
    return closing.throughout(options.signal, (signal) => streamed(query, { ...options, signal }));
  }

  async function* streamed<Row>(query: FlowQuery<Row>, options: RunOptions) {
    const { signal, onProgress = () => undefined } = options;
    signal.throwIfAborted();
    const began = monotonic();
    const prepared = await prepare(query, signal);
    if ('notes' in prepared) {
      const milliseconds = Math.round(monotonic() - began);
      return { cutOff: false, scan: { ...NO_SCAN, milliseconds }, malformed: NONE_MALFORMED, ...prepared };
    }
    const { table, about, compiled } = prepared;
    const statement = {
      text: compiled.text,
      parameters: compiled.parameters,
      catalog: table.catalog,
      database: table.database,
      workgroup: parts.workgroup,
      output: parts.output,
      reuseForMinutes: mayReuse(query, options) ? REUSE_MINUTES : null,
    };
    const { queryId, bytesScanned, reused, queries } = await service.run(statement, {
      signal,
      onProgress,
      asker: options.asker,
      maxBytes: maxBytesPerQuery,
      about,
      observer: options.observer,
    });
    if (bytesScanned !== null && !reused) sizes.learn(about.table, compiled.partitions, bytesScanned);
    let left = query.limit;
    let cutOff = false;
    for await (const page of service.pages(queryId, { signal, about, onProgress })) {
      const named = page.map((values) =>
        Object.fromEntries(compiled.columns.map((name, index) => [name, values[index] || null])),
      );
      cutOff ||= named.length > left;
      const rows = decodeRows(query, named.slice(0, left));
      left -= rows.length;
      if (rows.length > 0) yield rows;
    }
    return {
      cutOff,
      scan: {
        queries,
        bytes: bytesScanned,
        records: null,
        estimatedUsd: queryUsd(bytesScanned, await service.region()),
        milliseconds: Math.round(monotonic() - began),
      },
      malformed: NONE_MALFORMED,
      notes: [...compiled.lacking, ...(reused ? [REUSED] : [])],
    };
  }

  async function readingOf(query: FlowQuery<unknown>, signal: AbortSignal): Promise<readonly Reading[]> {
    const prepared = await prepare(query, signal);
    if ('notes' in prepared) return [];
    const { about, compiled } = prepared;
    const { table } = about;
    return [{ table, partitions: compiled.partitions, partitionBytes: sizes.partitionBytes(table) }];
  }

  async function contextOf(signal: AbortSignal): Promise<EstimateContext> {
    const [region, workgroup] = await Promise.all([
      service.region(),
      service.workgroup(parts.workgroup, signal),
    ]);
    return { region, workgroup: parts.workgroup, cutoff: workgroup?.bytesCutoff ?? null };
  }

  return {
    id: 'athena',
    stream,
    async run<Row>(query: FlowQuery<Row>, options: RunOptions): Promise<QueryResult<Row>> {
      const rows: Row[] = [];
      const pages = stream(query, options);
      for (;;) {
        const next = await pages.next();
        if (next.done) return { rows, ...next.value };
        rows.push(...next.value);
      }
    },
    estimate: (queries, options): Promise<Estimate> =>
      closing.during(options.signal, async (signal) => {
        try {
          const [readings, context] = await Promise.all([
            Promise.all(queries.map((query) => readingOf(query, signal))),
            contextOf(signal),
          ]);
          return estimateOf(readings.flat(), context);
        } catch (error) {
          signal.throwIfAborted();
          // What cannot be asked has no price; the query itself says what is wrong and what to do.
          const basis = error instanceof SourceError ? error.happened.replace(/\.$/, '') : String(error);
          return { bytes: null, usd: null, basis: `it cannot be told, because ${basis}` };
        }
      }),
    async close() {
      closing.close(athenaClosed());
      await parts.close();
    },
  };
}
