/**
 * The port that those who are turned away want. Clients that a change cut off want one, and so does a crowd that knocks after a weakness became
 * known; the background of the internet wants many, and keeps its shares of them when there is more of it.
 */
import { sumOf } from '../../query/sums.ts';
import type { RejectedPortRow } from './queries.ts';

/** One port with this share of the rejected sources is what they want. */
const WANTED = 0.5;
/** So many times the share that it has in other slots. */
const UNUSUAL = 1.5;

/** Slots, by their starts, and the sources that were turned away in them. */
type Counted = ReadonlyMap<number, number>;

export interface Wanted {
  readonly protocol: number | null;
  readonly port: number;
  /** Of the sources. */
  readonly share: number;
}

function slotOf(at: number, width: number): number {
  return Math.floor(at / width) * width;
}

/** @param rows of one interface */
export function wantedIn(
  rows: readonly RejectedPortRow[],
  slots: Counted,
  width: number,
): Wanted | undefined {
  const ports = new Map<string, { protocol: number | null; port: number; sources: number }>();
  for (const { at, protocol, port, sources } of rows) {
    if (at === null || port === null || !slots.has(slotOf(at, width))) continue;
    const key = `${protocol} ${port}`;
    ports.set(key, { protocol, port, sources: sources + (ports.get(key)?.sources ?? 0) });
  }
  const [first] = [...ports.values()].sort((a, b) => b.sources - a.sources);
  const all = sumOf([...slots.values()]);
  if (!first || first.sources < WANTED * all) return undefined;
  return { protocol: first.protocol, port: first.port, share: first.sources / all };
}

/** Whether the port is wanted in some slots, and not as much in the others. */
export function isWantedAtOnce(
  rows: readonly RejectedPortRow[],
  slots: Counted,
  others: Counted,
  width: number,
): boolean {
  const wanted = wantedIn(rows, slots, width);
  if (!wanted) return false;
  const before = sumOf(
    rows.flatMap(({ at, protocol, port, sources }) =>
      at !== null && port === wanted.port && protocol === wanted.protocol && others.has(slotOf(at, width))
        ? [sources]
        : [],
    ),
  );
  return wanted.share >= (UNUSUAL * before) / Math.max(1, sumOf([...others.values()]));
}
