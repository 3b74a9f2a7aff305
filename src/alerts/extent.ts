/** From when to when there are records: of sources whose records lie here, where nobody tells how late they come. */
import type { Source } from '../investigation/source.ts';
import { field } from '../query/expression.ts';
import { groups, max, min } from '../query/flow-query.ts';
import { ALWAYS } from '../query/predicate.ts';
import type { Window } from '../query/window.ts';
import { WATCHER } from './examine.ts';

/** Seconds since the epoch. */
export interface Extent {
  readonly first: number;
  readonly last: number;
}

/** Its only row has when the first record began and the last one ended. */
export function extentQuery(window: Window) {
  return groups({
    window,
    where: ALWAYS,
    columns: {},
    measures: { first: min(field('start')), last: max(field('end')) },
    limit: 1,
  });
}

/** Null where there is no record in the window. @throws SourceError */
export async function extentOf(
  { engine }: Source,
  window: Window,
  signal: AbortSignal,
): Promise<Extent | null> {
  const { rows } = await engine.run(extentQuery(window), { signal, asker: WATCHER });
  const { first = null, last = null } = rows[0] ?? {};
  return first === null || last === null ? null : { first, last };
}
