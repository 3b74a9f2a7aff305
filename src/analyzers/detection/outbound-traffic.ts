/** What our hosts send to outside because they want something there: not the replies that they give to clients, and not what goes to AWS itself. */
import { type Expression, field } from '../../query/expression.ts';
import { all, any, between, equals, isOneOf, not, type Predicate, present } from '../../query/predicate.ts';
import { asked } from '../subject.ts';
import type { DetectorScope } from './detector.ts';
import { ACCEPTS, OPENS, RESETS } from './opened-by.ts';
import {
  KNOWN_BELOW_EPHEMERAL,
  KNOWN_EPHEMERAL,
  LAST_BELOW_EPHEMERAL,
  LAST_SYSTEM_PORT,
} from './service-ports.ts';
import { inbound, outbound } from './sides.ts';

const LAST_PORT = 65_535;

/**
 * Subsets of AWS's address ranges that hold whatever a customer put there ("AWS IP address ranges", VPC User Guide). An address of them is not
 * AWS's own service, so it is a stranger's like any other.
 */
const RENTED = ['EC2', 'GLOBALACCELERATOR'];

/** Whether one port is more of a service's than the other: of systems before known ones, those before others, and what clients pick last. */
function servesAt(service: Expression<number | null>, client: Expression<number | null>): Predicate {
  const above = between(client, LAST_SYSTEM_PORT + 1, LAST_PORT);
  const isEphemeral = between(client, LAST_BELOW_EPHEMERAL + 1, LAST_PORT);
  return any(
    all(between(service, 1, LAST_SYSTEM_PORT), above),
    all(isOneOf(service, KNOWN_BELOW_EPHEMERAL), above, not(isOneOf(client, KNOWN_BELOW_EPHEMERAL))),
    all(between(service, 1, LAST_BELOW_EPHEMERAL), isEphemeral),
    all(isOneOf(service, KNOWN_EPHEMERAL), isEphemeral, not(isOneOf(client, KNOWN_EPHEMERAL))),
  );
}

/** Flags come before ports, as scanners send from ports such as services have; most records of a connection have none that tell. */
const IS_REPLY = any(ACCEPTS, all(not(OPENS), servesAt(field('srcPort'), field('dstPort'))));
const IS_REQUEST = any(OPENS, all(not(ACCEPTS), servesAt(field('dstPort'), field('srcPort'))));

function isAws(key: 'pktSrcAwsService' | 'pktDstAwsService'): Predicate {
  return all(present(key), not(isOneOf(field(key), RENTED)));
}

/** Accepted packets from one of ours to outside, but for those that flags or ports show to be replies, and resets, which closed ports send, too. */
export function opensOutbound(scope: DetectorScope<unknown>): Predicate {
  return all(
    asked(scope),
    equals(field('action'), 'ACCEPT'),
    outbound(scope.detecting.home),
    not(IS_REPLY),
    not(RESETS),
    not(isAws('pktDstAwsService')),
  );
}

/** Accepted packets from outside that answer those, or of which neither flags nor ports tell. */
export function answersOutbound(scope: DetectorScope<unknown>): Predicate {
  return all(
    asked(scope),
    equals(field('action'), 'ACCEPT'),
    inbound(scope.detecting.home),
    not(IS_REQUEST),
    not(isAws('pktSrcAwsService')),
  );
}

/** Accepted packets from strangers who ask one of ours, as flags or ports show. */
export function opensInbound(scope: DetectorScope<unknown>): Predicate {
  return all(asked(scope), equals(field('action'), 'ACCEPT'), inbound(scope.detecting.home), IS_REQUEST);
}

/** Accepted packets by which one of ours replies, as flags or ports show. */
export function answersInbound(scope: DetectorScope<unknown>): Predicate {
  return all(asked(scope), equals(field('action'), 'ACCEPT'), outbound(scope.detecting.home), IS_REPLY);
}
