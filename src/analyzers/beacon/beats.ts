/** The records of the candidates: of all the window, or for those that connect very often, of its last hour, which has beats enough. */
import { DESTINATION, field, SOURCE } from '../../query/expression.ts';
import { type RowOf, records } from '../../query/flow-query.ts';
import { all, any } from '../../query/predicate.ts';
import type { Window } from '../../query/window.ts';
import { isOfPair, type OutboundPair } from '../detection/outbound-pairs.ts';
import { opensOutbound } from '../detection/outbound-traffic.ts';
import type { BeaconScope } from './parameters.ts';

/** CloudWatch Logs Insights returns no more rows. */
const MOST_ROWS = 10_000;
/** With more records than this in the window, an hour of it is enough. */
const OFTEN = 1500;
const HOUR = 3600;
/** More pairs would make a query too long for one. */
const MOST_CANDIDATES = 80;

export interface Chosen {
  readonly slow: readonly OutboundPair[];
  readonly fast: readonly OutboundPair[];
  /** So many would have been too much to read. */
  readonly left: number;
}

/** As many as fit into one query each, in their order. */
function fitting(
  pairs: readonly OutboundPair[],
  rowsOf: (pair: OutboundPair) => number,
): readonly OutboundPair[] {
  let rows = 0;
  return pairs.filter((pair) => {
    const more = rowsOf(pair);
    if (rows + more > MOST_ROWS) return false;
    rows += more;
    return true;
  });
}

/** @param found the most promising first */
export function chosenOf(found: readonly OutboundPair[]): Chosen {
  const candidates = found.slice(0, MOST_CANDIDATES);
  const slow = fitting(
    candidates.filter(({ records: of }) => of <= OFTEN),
    ({ records: of }) => of,
  );
  // Twice what an even pace makes, as it may not be even.
  const fast = fitting(
    candidates.filter(({ records: of }) => of > OFTEN),
    ({ records: of, first, last }) => (2 * of * HOUR) / Math.max(HOUR, last - first),
  );
  return { slow, fast, left: found.length - slow.length - fast.length };
}

function recordsOf(pairs: readonly OutboundPair[], window: Window, scope: BeaconScope) {
  return records({
    window,
    where: all(opensOutbound(scope), any(...pairs.map(isOfPair))),
    columns: {
      interfaceId: field('interfaceId'),
      source: SOURCE,
      destination: DESTINATION,
      destinationPort: field('dstPort'),
      protocol: field('protocol'),
      sourcePort: field('srcPort'),
      start: field('start'),
      end: field('end'),
      tcpFlags: field('tcpFlags'),
      packets: field('packets'),
      bytes: field('bytes'),
    },
    orderBy: [{ by: 'start' }],
    limit: MOST_ROWS,
  });
}

export function beatsOf({ slow, fast }: Chosen, scope: BeaconScope) {
  const { window } = scope.request;
  const lastHour = { start: Math.max(window.start, window.end - HOUR), end: window.end };
  return { slow: recordsOf(slow, window, scope), fast: recordsOf(fast, lastHour, scope) };
}

export type BeatRow = RowOf<ReturnType<typeof recordsOf>>;
