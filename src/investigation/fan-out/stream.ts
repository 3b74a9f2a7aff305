/** Records of several sources a page at a time, merged in the query's order, so that none of their results is ever held whole. */
import type { QueryResult, RunOptions } from '../../query/engine.ts';
import type { FlowQuery } from '../../query/flow-query.ts';
import { completeOrder } from '../../query/order.ts';
import { compareRows, type ScalarRow } from '../../query/ordered.ts';
import { NONE_MALFORMED } from '../../record/malformed.ts';
import { type Answered, type Asked, type Asking, reporting } from './ask.ts';

type Query = FlowQuery<ScalarRow>;
type Pages = AsyncGenerator<readonly ScalarRow[], Omit<QueryResult<ScalarRow>, 'rows'>>;

const PAGE_ROWS = 1000;

/** Of a source that is stopped before its end. */
const NOTHING_TOLD: Omit<QueryResult<ScalarRow>, 'rows'> = {
  cutOff: true,
  scan: { queries: 0, bytes: null, records: null, estimatedUsd: null, milliseconds: 0 },
  malformed: NONE_MALFORMED,
  notes: [],
};

/** What has come of one source. */
interface Cursor {
  readonly source: string;
  /** The row that comes next; undefined after the last. */
  head(): ScalarRow | undefined;
  /** Goes on to the row after it. */
  advance(): Promise<void>;
  /** What it told at its end; undefined where it failed. */
  answered(): Answered | undefined;
  /** Nobody wants the rest: the source stops where it is. */
  close(): Promise<unknown>;
}

async function* onePage({ engine }: Asked, query: Query, options: RunOptions): Pages {
  const { rows, ...rest } = await engine.run(query, options);
  yield rows;
  return rest;
}

async function cursorOf(
  asked: Asked,
  query: Query,
  { options, outcomes, progress }: Asking,
): Promise<Cursor> {
  const { name, engine } = asked;
  const told = reporting(name, options, progress);
  let page: readonly ScalarRow[] = [];
  let at = 0;
  let answered: Answered | undefined;
  let pages: Pages | undefined;

  async function load(): Promise<void> {
    try {
      options.signal.throwIfAborted();
      pages ??= engine.stream?.(query, told) ?? onePage(asked, query, told);
      page = [];
      at = 0;
      while (page.length === 0) {
        const next = await pages.next();
        if (next.done) {
          answered = { source: name, result: { rows: [], ...next.value } };
          return;
        }
        page = next.value;
      }
    } catch (error) {
      options.signal.throwIfAborted();
      outcomes.fail(name, error);
    }
  }

  async function loadAndTell(): Promise<void> {
    await load();
    if (page[at] === undefined) progress.end(name);
  }

  if (!outcomes.failed(name)) {
    progress.begin(name);
    await loadAndTell();
  }
  return {
    source: name,
    head: () => page[at],
    async advance() {
      at += 1;
      if (at >= page.length) await loadAndTell();
    },
    answered: () => answered,
    close: async () => pages?.return(NOTHING_TOLD),
  };
}

/** All of them, each at its first row; where the question ends here, those that have one are stopped. */
async function opened(sources: readonly Asked[], query: Query, asking: Asking): Promise<readonly Cursor[]> {
  const opening = sources.map((source) => cursorOf(source, query, asking));
  try {
    return await Promise.all(opening);
  } catch (error) {
    const others = await Promise.allSettled(opening);
    await Promise.allSettled(others.map((one) => one.status === 'fulfilled' && one.value.close()));
    throw error;
  }
}

/** The cursor whose row comes first of all. */
function least(cursors: readonly Cursor[], orders: ReturnType<typeof completeOrder>): Cursor | undefined {
  let first: { readonly cursor: Cursor; readonly row: ScalarRow } | undefined;
  for (const cursor of cursors) {
    const row = cursor.head();
    if (row && (!first || compareRows(row, first.row, orders) < 0)) first = { cursor, row };
  }
  return first?.cursor;
}

/**
 * Sources are read to their own ends, also after the rows that are wanted, because only there they tell what they cost.
 *
 * @param decode makes typed rows of a page
 * @returns what each source told at its end, and whether there were more rows than the query's limit
 * @throws SourceError where no source is left, the signal's reason when it is aborted
 */
export async function* mergedPages<Row>(
  sources: readonly Asked[],
  query: Query,
  asking: Asking,
  decode: (rows: readonly ScalarRow[]) => readonly Row[],
): AsyncGenerator<readonly Row[], { readonly answers: readonly Answered[]; readonly cutOff: boolean }> {
  const orders = completeOrder(query);
  const cursors = await opened(sources, query, asking);
  let page: ScalarRow[] = [];
  let wanted = query.limit;
  let cutOff = false;
  try {
    for (let next = least(cursors, orders); next; next = least(cursors, orders)) {
      const row = next.head();
      if (row && wanted > 0) page.push(row);
      else cutOff = true;
      wanted -= 1;
      if (page.length === PAGE_ROWS) {
        yield decode(page);
        page = [];
      }
      await next.advance();
    }
    if (page.length > 0) yield decode(page);
  } finally {
    await Promise.allSettled(cursors.map((cursor) => cursor.close()));
  }
  const answers = cursors.flatMap((cursor) => cursor.answered() ?? []);
  return { answers, cutOff: cutOff || answers.some(({ result }) => result.cutOff) };
}
