/** The records of the candidates, of no more of the window than has beats enough: of its last hour, of its last hours, or of all of it. */
import { DESTINATION, field, SOURCE } from '../../query/expression.ts';
import { type RowOf, records } from '../../query/flow-query.ts';
import { all, any } from '../../query/predicate.ts';
import type { Window } from '../../query/window.ts';
import { isOfPair, type OutboundPair } from '../detection/outbound-pairs.ts';
import { opensOutbound } from '../detection/outbound-traffic.ts';
import { connectionsOf } from './candidates.ts';
import type { BeaconScope } from './parameters.ts';

/** CloudWatch Logs Insights returns no more rows. */
const MOST_ROWS = 10_000;
/** So many connections show a rhythm, whatever their sizes; more of them take the place of other candidates. */
const ENOUGH = 40;
const HOUR = 3600;
const HOURS = 6 * HOUR;
/** More pairs would make a query too long for one. */
const MOST_CANDIDATES = 80;

export interface Chosen {
  readonly lastHour: readonly OutboundPair[];
  readonly lastHours: readonly OutboundPair[];
  readonly whole: readonly OutboundPair[];
  /** So many would have been too much to read. */
  readonly left: number;
}

/** The share of the pair's own time that lies in the newest seconds of the window. */
function shareIn({ first, last }: OutboundPair, seconds: number, end: number): number {
  const overlap = last - Math.max(first, end - seconds);
  return Math.max(0, overlap) / Math.max(1, last - first);
}

/** As many as fit into one query, in their order. */
function fitting(
  pairs: readonly OutboundPair[],
  rowsOf: (pair: OutboundPair) => number,
): readonly OutboundPair[] {
  const chosen: OutboundPair[] = [];
  let rows = 0;
  for (const pair of pairs) {
    const more = rowsOf(pair);
    if (chosen.length === MOST_CANDIDATES || rows + more > MOST_ROWS) continue;
    rows += more;
    chosen.push(pair);
  }
  return chosen;
}

/** @param found the most promising first */
export function chosenOf(found: readonly OutboundPair[], { end }: Window): Chosen {
  const hasEnough = (pair: OutboundPair, seconds: number) =>
    connectionsOf(pair) * shareIn(pair, seconds, end) >= ENOUGH;
  const partOf = (pair: OutboundPair) =>
    [HOUR, HOURS].find((seconds) => hasEnough(pair, seconds)) ?? Number.POSITIVE_INFINITY;
  const ofPart = (part: number) =>
    fitting(
      found.filter((pair) => partOf(pair) === part),
      (pair) => pair.records * shareIn(pair, part, end),
    );
  const [lastHour, lastHours, whole] = [ofPart(HOUR), ofPart(HOURS), ofPart(Number.POSITIVE_INFINITY)];
  const left = found.length - lastHour.length - lastHours.length - whole.length;
  return { lastHour, lastHours, whole, left };
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

export function beatsOf({ lastHour, lastHours, whole }: Chosen, scope: BeaconScope) {
  const { window } = scope.request;
  const newest = (seconds: number) => ({ ...window, start: Math.max(window.start, window.end - seconds) });
  return {
    lastHour: recordsOf(lastHour, newest(HOUR), scope),
    lastHours: recordsOf(lastHours, newest(HOURS), scope),
    whole: recordsOf(whole, window, scope),
  };
}

export type BeatRow = RowOf<ReturnType<typeof recordsOf>>;
