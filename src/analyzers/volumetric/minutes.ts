/** What an address received minute by minute, where it may be flooded. */
import { sumOf } from '../../query/sums.ts';
import { byMinute, MINUTE } from '../detection/minutes.ts';
import { aboveFloor, type Load, NOTHING } from './load.ts';
import type { FloodScope } from './parameters.ts';
import { type ReceivedRow, SLOT } from './queries.ts';

export type Minute = Load & { readonly at: number };

/** What came in each minute, in the order of time; sources are those that began in it. */
export function minutesOf(rows: readonly ReceivedRow[]): readonly Minute[] {
  return [...byMinute(rows)]
    .map(([at, of]) => ({
      at,
      sources: Math.max(...of.map(({ row }) => row.sources)),
      packets: sumOf(of.map(({ row, share }) => row.packets * share)),
      bytes: sumOf(of.map(({ row, share }) => row.bytes * share)),
    }))
    .sort((a, b) => a.at - b.at);
}

/** The most that came within the seconds of a slot. What began in a slot is no measure: of records of ten minutes, half may come after it. */
export function busiestOf(minutes: readonly Minute[]): Omit<Load, 'sources'> {
  const within = minutes.map(({ at: from }) => minutes.filter(({ at }) => at >= from && at < from + SLOT));
  const loads = within.map((of) => ({
    packets: sumOf(of.map(({ packets }) => packets)),
    bytes: sumOf(of.map(({ bytes }) => bytes)),
  }));
  const [most = NOTHING] = loads.sort((a, b) => b.packets - a.packets);
  return { packets: Math.round(most.packets), bytes: Math.round(most.bytes) };
}

/** Two minutes in a row: a single one is no flood. */
export function hasTwoInARow(minutes: readonly Minute[], scope: FloodScope): boolean {
  const floods = minutes.filter(
    (load) => aboveFloor({ ...load, sources: Number.MAX_VALUE }, MINUTE, scope) >= 1,
  );
  const starts = new Set(floods.map(({ at }) => at));
  return floods.some(({ at }) => starts.has(at + MINUTE));
}
