/**
 * Rows a page at a time, as the service gives them: by what the query orders by, and rows that are equal in that in the order of its own sort
 * command. They are not sorted again, as that would take holding them all; where the service orders otherwise than the query, a note says so.
 */
import { decodeRows } from '../../query/decode-rows.ts';
import type { QueryResult } from '../../query/engine.ts';
import type { FlowQuery } from '../../query/flow-query.ts';
import { namedRows } from './answer.ts';
import type { CompiledQuery } from './compile.ts';
import type { ResultRow } from './rows.ts';
import type { Scanned } from './service.ts';
import { type Watched, watchRows } from './sort.ts';

type Pages = AsyncGenerator<readonly ResultRow[], Scanned>;

/** All pages at once. */
export async function collected(pages: Pages): Promise<{ results: readonly ResultRow[]; scanned: Scanned }> {
  const results: ResultRow[] = [];
  for (;;) {
    const next = await pages.next();
    if (next.done) return { results, scanned: next.value };
    for (const row of next.value) results.push(row);
  }
}

function notesOf(watched: Watched, full: boolean): readonly string[] {
  const by = watched.orderedOtherwise();
  const order =
    by &&
    `The rows are in CloudWatch's own order of ${by}: digits in text count as numbers, and what is missing may come first.`;
  const cutOff = full ? watched.cutOffNote() : undefined;
  return [order, cutOff].filter((note) => note !== undefined);
}

export async function* streamed<Row>(
  query: FlowQuery<Row>,
  compiled: CompiledQuery,
  pages: Pages,
): AsyncGenerator<
  readonly Row[],
  Pick<QueryResult<Row>, 'cutOff' | 'notes'> & { readonly scanned: Scanned }
> {
  const watched = watchRows(query);
  let returned = 0;
  let seen = 0;
  for (;;) {
    const next = await pages.next();
    if (next.done) {
      const full = returned >= compiled.limit;
      return { cutOff: seen > query.limit || full, notes: notesOf(watched, full), scanned: next.value };
    }
    const rows = namedRows(query, compiled, next.value);
    for (const row of rows) watched.see(row);
    const wanted = rows.slice(0, Math.max(0, query.limit - seen));
    returned += next.value.length;
    seen += rows.length;
    if (wanted.length > 0) yield decodeRows(query, wanted);
  }
}
