/** What transit gateways on the way recorded of a traced exchange: which attachments it passed, and how many of its packets were lost there and why. */
import { isOfTransitGateway } from '../../network/flow-log.ts';
import { DESTINATION, field, SOURCE } from '../../query/expression.ts';
import { count, groups, max, min, sum } from '../../query/flow-query.ts';
import { ALWAYS, all, any, between, equals, isOneOf, NEVER } from '../../query/predicate.ts';
import { parseIpAddress } from '../../record/address.ts';
import type { Scope } from '../analyzer.ts';

/** A gateway writes a row an attachment, direction and connection. */
const ROWS = 1000;

/** Whether some flow log may write records of a transit gateway: one is known to, or it is not known what writes here. */
function mayBeRecorded({ flowLogs }: Scope): boolean {
  return flowLogs === null || flowLogs.some(isOfTransitGateway);
}

/**
 * The exchange as transit gateways saw it. Asks nothing where none writes records here.
 *
 * @param addresses of both ends: a gateway's records name no interface, instance or subnet that a question may name
 */
export function gatewayQuery(scope: Scope, addresses: readonly string[]) {
  const { window, port, protocol } = scope.request;
  const ends = addresses.flatMap((text) => parseIpAddress(text) ?? []);
  const service = port
    ? any(between(field('dstPort'), port.low, port.high), between(field('srcPort'), port.low, port.high))
    : ALWAYS;
  return groups({
    of: 'transit-gateway',
    window,
    where: mayBeRecorded(scope)
      ? all(
          isOneOf(SOURCE, ends),
          isOneOf(DESTINATION, ends),
          service,
          ...(protocol === undefined ? [] : [equals(field('protocol'), protocol)]),
        )
      : NEVER,
    columns: {
      gateway: field('tgwId'),
      attachment: field('tgwAttachmentId'),
      pair: field('tgwPairAttachmentId'),
      source: SOURCE,
      destination: DESTINATION,
      srcPort: field('srcPort'),
      dstPort: field('dstPort'),
      protocol: field('protocol'),
      direction: field('flowDirection'),
    },
    measures: {
      records: count(),
      packets: sum(field('packets')),
      bytes: sum(field('bytes')),
      noRoute: sum(field('packetsLostNoRoute')),
      blackhole: sum(field('packetsLostBlackhole')),
      tooLarge: sum(field('packetsLostMtuExceeded')),
      expired: sum(field('packetsLostTtlExpired')),
      // A sum is 0 also of what no record says; the greatest of them then is nothing.
      mostNoRoute: max(field('packetsLostNoRoute')),
      mostBlackhole: max(field('packetsLostBlackhole')),
      mostTooLarge: max(field('packetsLostMtuExceeded')),
      mostExpired: max(field('packetsLostTtlExpired')),
      first: min(field('start')),
      last: max(field('end')),
    },
    orderBy: [{ by: 'packets', descending: true }],
    limit: ROWS,
  });
}

/** Why a transit gateway drops packets; each has its own count in a record. */
const LOSSES = ['noRoute', 'blackhole', 'tooLarge', 'expired'] as const;
export type Loss = (typeof LOSSES)[number];

export interface GatewayRow extends Readonly<Record<Loss, number>> {
  readonly gateway: string | null;
  readonly attachment: string | null;
  readonly pair: string | null;
  readonly source: string | null;
  readonly destination: string | null;
  readonly srcPort: number | null;
  readonly dstPort: number | null;
  readonly protocol: number | null;
  readonly direction: string | null;
  readonly records: number;
  readonly packets: number;
  readonly bytes: number;
  /** Seconds since the epoch. */
  readonly first: number | null;
  readonly last: number | null;
  /** The greatest of each loss in one record; null where the flow log does not record it. */
  readonly mostNoRoute: number | null;
  readonly mostBlackhole: number | null;
  readonly mostTooLarge: number | null;
  readonly mostExpired: number | null;
}

/** Whether the records say of every kind of loss how much there was. */
export function countsLosses(row: GatewayRow): boolean {
  return [row.mostNoRoute, row.mostBlackhole, row.mostTooLarge, row.mostExpired].every(
    (most) => most !== null,
  );
}

/** One direction of the exchange at the gateways. */
export interface GatewayLeg {
  readonly leg: 'request' | 'reply';
  readonly rows: readonly GatewayRow[];
}

/** @param initiators the addresses that requests come from */
export function gatewayLegs(
  rows: readonly GatewayRow[],
  initiators: ReadonlySet<string>,
): readonly GatewayLeg[] {
  const isRequest = ({ source }: GatewayRow) => source !== null && initiators.has(source);
  const legs = [
    { leg: 'request' as const, rows: rows.filter(isRequest) },
    { leg: 'reply' as const, rows: rows.filter((row) => !isRequest(row)) },
  ];
  return legs.filter((one) => one.rows.length > 0);
}

export interface Lost {
  readonly leg: GatewayLeg['leg'];
  readonly loss: Loss;
  /** Packets lost for this reason. */
  readonly packets: number;
  /** Packets of the leg at the gateways that lost them. */
  readonly of: number;
  /** The rows that show it, the worst first. */
  readonly rows: readonly GatewayRow[];
}

/** What was lost for each reason in each direction, the most first. */
export function lostAtGateways(legs: readonly GatewayLeg[]): readonly Lost[] {
  const found = legs.flatMap(({ leg, rows }) =>
    LOSSES.flatMap((loss) => {
      const own = rows.filter((row) => row[loss] > 0).sort((a, b) => b[loss] - a[loss]);
      if (own.length === 0) return [];
      const packets = own.reduce((total, row) => total + row[loss], 0);
      return [{ leg, loss, packets, of: own.reduce((total, row) => total + row.packets, 0), rows: own }];
    }),
  );
  return found.sort((a, b) => b.packets - a.packets);
}
