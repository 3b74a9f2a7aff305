/**
 * The same traffic without the clients' ports, for a question that has more connections than a list takes. Which end is the client's is told by
 * the ports alone: clients take theirs from 32768 up, where services are rare. Records whose ports do not tell keep both.
 */
import { DESTINATION, field, SOURCE, slot } from '../../query/expression.ts';
import { groups } from '../../query/flow-query.ts';
import { all, between, NEVER, not, type Predicate, present } from '../../query/predicate.ts';
import type { Window } from '../../query/window.ts';
import type { Scope } from '../analyzer.ts';
import { asked } from '../subject.ts';
import { TRAFFIC_MEASURES, TRAFFIC_ROWS, type TrafficRow, trafficQuery } from './traffic.ts';

const LOWEST_CLIENT = 32_768;
const HIGHEST = 65_535;

function isClient(end: 'srcPort' | 'dstPort'): Predicate {
  return between(field(end), LOWEST_CLIENT, HIGHEST);
}

function isService(end: 'srcPort' | 'dstPort'): Predicate {
  return between(field(end), 1, LOWEST_CLIENT - 1);
}

const TO_SERVICE = all(isClient('srcPort'), isService('dstPort'));
const FROM_SERVICE = all(isService('srcPort'), isClient('dstPort'));

function foldedQuery(
  scope: Scope,
  window: Window,
  slotSeconds: number,
  port: 'srcPort' | 'dstPort',
  where: Predicate,
) {
  return groups({
    window,
    where: all(present('packets'), asked(scope), where),
    columns: {
      interfaceId: field('interfaceId'),
      source: SOURCE,
      destination: DESTINATION,
      port: field(port),
      protocol: field('protocol'),
      action: field('action'),
      slot: slot('start', slotSeconds),
    },
    measures: TRAFFIC_MEASURES,
    orderBy: [{ by: 'packets', descending: true }],
    limit: TRAFFIC_ROWS,
  });
}

/** Three queries for a window; they ask nothing unless they are `wanted`. */
export function foldedQueries(scope: Scope, window: Window, slotSeconds: number, wanted: boolean) {
  const rest = trafficQuery(scope, window, slotSeconds);
  const when = (where: Predicate) => (wanted ? where : NEVER);
  return {
    to: foldedQuery(scope, window, slotSeconds, 'dstPort', when(TO_SERVICE)),
    from: foldedQuery(scope, window, slotSeconds, 'srcPort', when(FROM_SERVICE)),
    rest: { ...rest, where: all(rest.where, when(all(not(TO_SERVICE), not(FROM_SERVICE)))) },
  };
}

type FoldedRow = Omit<TrafficRow, 'srcPort' | 'dstPort'> & { readonly port: number | null };

interface RowsOf<Row> {
  readonly rows: readonly Row[];
  readonly cutOff: boolean;
}

export interface FoldedRows {
  readonly to: RowsOf<FoldedRow>;
  readonly from: RowsOf<FoldedRow>;
  readonly rest: RowsOf<TrafficRow>;
}

/** The answers of the three as one list; the client's port is not known in most of it. */
export function unfolded({ to, from, rest }: FoldedRows): RowsOf<TrafficRow> {
  return {
    rows: [
      ...to.rows.map(({ port, ...row }) => ({ ...row, srcPort: null, dstPort: port })),
      ...from.rows.map(({ port, ...row }) => ({ ...row, srcPort: port, dstPort: null })),
      ...rest.rows,
    ],
    cutOff: to.cutOff || from.cutOff || rest.cutOff,
  };
}
