/** Who sends most to outside, and of those what they get back, hour by hour, and to which ports. */
import { DESTINATION, field, SOURCE, slot } from '../../query/expression.ts';
import { count, groups, max, min, type RowOf, sum } from '../../query/flow-query.ts';
import { all, any, equals, inCidr, type Predicate } from '../../query/predicate.ts';
import { parseCidr } from '../../record/address.ts';
import { answersOutbound, opensOutbound } from '../detection/outbound-traffic.ts';
import type { ExfiltrationScope } from './parameters.ts';

export const HOUR = 3600;
const MOST_PAIRS = 5000;
/** CloudWatch Logs Insights returns no more rows. */
const MOST_ROWS = 10_000;

const sizes = { packets: sum(field('packets')), bytes: sum(field('bytes')) };
const mostBytes = [{ by: 'bytes' as const, descending: true }];

/** At each interface apart, as a relay logs the same again. */
export function sentQuery(scope: ExfiltrationScope) {
  return groups({
    window: scope.request.window,
    where: opensOutbound(scope),
    columns: { interfaceId: field('interfaceId'), source: SOURCE, destination: DESTINATION },
    measures: { ...sizes, first: min(field('start')), last: max(field('end')) },
    orderBy: mostBytes,
    limit: MOST_PAIRS,
  });
}

export type SentRow = RowOf<ReturnType<typeof sentQuery>>;

/** One of ours, and a network outside. */
export interface Sender {
  readonly source: string;
  readonly network: string;
}

function isPair(
  { source, network }: Sender,
  ours: typeof SOURCE,
  other: typeof DESTINATION,
): readonly Predicate[] {
  const block = parseCidr(network);
  return block ? [all(equals(ours, source), inCidr(other, block))] : [];
}

/** What those senders sent in each hour, with what they got for it, and to which ports. */
export function detailQueries(senders: readonly Sender[], scope: ExfiltrationScope) {
  const { window } = scope.request;
  const sent = all(opensOutbound(scope), any(...senders.flatMap((one) => isPair(one, SOURCE, DESTINATION))));
  const ends = { interfaceId: field('interfaceId'), source: SOURCE, destination: DESTINATION };
  return {
    hours: groups({
      window,
      where: sent,
      columns: { ...ends, hour: slot('start', HOUR) },
      measures: sizes,
      orderBy: mostBytes,
      limit: MOST_ROWS,
    }),
    received: groups({
      window,
      where: all(answersOutbound(scope), any(...senders.flatMap((one) => isPair(one, DESTINATION, SOURCE)))),
      columns: ends,
      measures: sizes,
      orderBy: mostBytes,
      limit: MOST_ROWS,
    }),
    ports: groups({
      window,
      where: sent,
      columns: { ...ends, destinationPort: field('dstPort'), protocol: field('protocol') },
      measures: { ...sizes, records: count(), first: min(field('start')), last: max(field('end')) },
      orderBy: mostBytes,
      limit: 2000,
    }),
  };
}

type Details = ReturnType<typeof detailQueries>;
export type HourRow = RowOf<Details['hours']>;
export type ReceivedRow = RowOf<Details['received']>;
export type PortRow = RowOf<Details['ports']>;
