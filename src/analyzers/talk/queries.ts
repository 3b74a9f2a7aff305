/**
 * What `talk` asks of records: groups only, so that an address with a million connections costs no more rows than one with ten.
 * The ports that clients take are folded by the condition: of each accepted packet the port that is a service's stands in its group,
 * where the two ports by themselves say which that is.
 */
import { DESTINATION, type Expression, field, SOURCE } from '../../query/expression.ts';
import { count, countDistinct, groups, max, min, sum } from '../../query/flow-query.ts';
import { all, any, between, equals, not, type Predicate } from '../../query/predicate.ts';
import type { Action } from '../../record/record.ts';
import type { Scope } from '../analyzer.ts';
import { asked } from '../subject.ts';

const ENDS = {
  interfaceId: field('interfaceId'),
  flowDirection: field('flowDirection'),
  source: SOURCE,
  destination: DESTINATION,
  sourceAws: field('pktSrcAwsService'),
  destinationAws: field('pktDstAwsService'),
  protocol: field('protocol'),
};

const AMOUNTS = {
  records: count(),
  packets: sum(field('packets')),
  bytes: sum(field('bytes')),
  first: min(field('start')),
  last: max(field('end')),
};

const PORTS = {
  sourcePorts: countDistinct(field('srcPort')),
  destinationPorts: countDistinct(field('dstPort')),
  sourcePort: min(field('srcPort')),
  destinationPort: min(field('dstPort')),
};

/** The most groups of each query; the largest come first. */
const MOST_GROUPS = 5000;

type Port = Expression<number | null>;

function isBelow(port: Port, limit: number): Predicate {
  return between(port, 1, limit - 1);
}

function isFrom(port: Port, lowest: number): Predicate {
  return between(port, lowest, 65_535);
}

/** No client of today takes ports below 1024, and Linux and Windows take none below 32768. */
function isToService(service: Port, client: Port): Predicate {
  return any(
    all(isBelow(service, 1024), isFrom(client, 1024)),
    all(between(service, 1024, 32_767), isFrom(client, 32_768)),
  );
}

const TO_SERVICE = isToService(field('dstPort'), field('srcPort'));
const FROM_SERVICE = isToService(field('srcPort'), field('dstPort'));

export interface EndsRow {
  readonly interfaceId: string | null;
  readonly flowDirection: string | null;
  readonly source: string | null;
  readonly destination: string | null;
  /** The AWS service that the packet's source address belongs to, where the format has it. */
  readonly sourceAws: string | null;
  readonly destinationAws: string | null;
  readonly protocol: number | null;
  readonly records: number;
  readonly packets: number;
  readonly bytes: number;
  /** Seconds since the epoch. */
  readonly first: number | null;
  readonly last: number | null;
}

export interface ServiceRow extends EndsRow {
  readonly port: number | null;
}

/** Of what is rejected, whose port is told no further, and of what is accepted where the ports by themselves do not tell. */
export interface PortsRow extends EndsRow {
  readonly action: Action | null;
  readonly sourcePorts: number;
  readonly destinationPorts: number;
  /** The lowest of them. */
  readonly sourcePort: number | null;
  readonly destinationPort: number | null;
}

export function talkQueries(scope: Scope) {
  const { window } = scope.request;
  const accepted = (where: Predicate) => all(equals(field('action'), 'ACCEPT'), where);
  const common = {
    window,
    measures: AMOUNTS,
    orderBy: [{ by: 'packets', descending: true }] as const,
    limit: MOST_GROUPS,
  };
  return {
    toService: groups({
      ...common,
      where: all(accepted(TO_SERVICE), asked(scope)),
      columns: { ...ENDS, port: field('dstPort') },
    }),
    fromService: groups({
      ...common,
      where: all(accepted(FROM_SERVICE), asked(scope)),
      columns: { ...ENDS, port: field('srcPort') },
    }),
    other: groups({
      ...common,
      where: all(
        any(equals(field('action'), 'REJECT'), accepted(all(not(TO_SERVICE), not(FROM_SERVICE)))),
        asked(scope),
      ),
      columns: { ...ENDS, action: field('action') },
      measures: { ...AMOUNTS, ...PORTS },
    }),
  };
}
