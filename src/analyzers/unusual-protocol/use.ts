/** Which protocols interfaces use, and which of them are usual for them. */
import type { History } from '../detection/history.ts';

const DAY = 86_400;
const REMEMBERED_DAYS = 30;
/** Before so many days are remembered, what has always been used may not have been seen yet. */
export const LEARNING_DAYS = 14;

export interface UseRow {
  readonly interfaceId: string | null;
  readonly protocol: number | null;
  readonly source: string | null;
  readonly destination: string | null;
  readonly records: number;
  readonly packets: number;
  readonly bytes: number;
  readonly first: number | null;
  readonly last: number | null;
}

/** What an interface exchanged with one other end over one protocol. */
export interface Use extends UseRow {
  readonly interfaceId: string;
  readonly protocol: number;
  readonly source: string;
  readonly destination: string;
  /** Seconds since the epoch. */
  readonly first: number;
  readonly last: number;
}

export function usesIn(rows: readonly UseRow[]): readonly Use[] {
  return rows.flatMap(({ interfaceId, protocol, source, destination, first, last, ...counted }) =>
    interfaceId === null ||
    protocol === null ||
    source === null ||
    destination === null ||
    first === null ||
    last === null
      ? []
      : [{ interfaceId, protocol, source, destination, first, last, ...counted }],
  );
}

/** It was used in the last 30 days, and not for the first time within one. */
export function isUsual(
  { interfaceId, protocol }: Use,
  history: History | null,
  windowStart: number,
): boolean {
  const known = history?.acquaintance('protocol', `${interfaceId} ${protocol}`);
  return (
    known !== null &&
    known !== undefined &&
    known.last >= windowStart - REMEMBERED_DAYS * DAY &&
    known.first < windowStart - DAY
  );
}

/** How many days are remembered, of the 30 that count; null where nothing is. */
export function learnedDays(history: History | null, windowStart: number): number | null {
  return history && Math.max(0, Math.min(REMEMBERED_DAYS, Math.floor((windowStart - history.since) / DAY)));
}
