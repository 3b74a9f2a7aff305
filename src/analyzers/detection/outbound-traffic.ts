/** What our hosts send to outside because they want something there: not the replies that they give to clients, and not what goes to AWS itself. */
import { type Expression, field } from '../../query/expression.ts';
import { all, any, between, equals, isOneOf, not, type Predicate, present } from '../../query/predicate.ts';
import { SERVICES } from '../../record/ports.ts';
import { asked } from '../subject.ts';
import type { DetectorScope } from './detector.ts';
import { inbound, outbound } from './sides.ts';

/** Ports below are for services (RFC 6335, section 6). */
const LAST_SYSTEM_PORT = 1023;

/** What known services above the system ports listen on. */
const SERVICE_PORTS = [...new Set(SERVICES.map(({ port }) => port))].filter(
  (port) => port > LAST_SYSTEM_PORT,
);

/**
 * Subsets of AWS's address ranges that hold whatever a customer put there ("AWS IP address ranges", VPC User Guide). An address of them is not
 * AWS's own service, so it is a stranger's like any other.
 */
const RENTED = ['EC2', 'GLOBALACCELERATOR'];

function isService(port: Expression<number | null>): Predicate {
  return any(between(port, 1, LAST_SYSTEM_PORT), isOneOf(port, SERVICE_PORTS));
}

/** A service's port sends to one that is none: a reply, as far as ports tell. */
const IS_REPLY = all(isService(field('srcPort')), not(isService(field('dstPort'))));

/** A client asks a service, as far as ports tell. */
const IS_REQUEST = all(not(isService(field('srcPort'))), isService(field('dstPort')));

function isAws(key: 'pktSrcAwsService' | 'pktDstAwsService'): Predicate {
  return all(present(key), not(isOneOf(field(key), RENTED)));
}

/** Accepted packets from one of ours to outside, of exchanges that it opened as far as ports tell. */
export function opensOutbound(scope: DetectorScope<unknown>): Predicate {
  return all(
    asked(scope),
    equals(field('action'), 'ACCEPT'),
    outbound(scope.detecting.home),
    not(IS_REPLY),
    not(isAws('pktDstAwsService')),
  );
}

/** Accepted packets from outside that answer those. */
export function answersOutbound(scope: DetectorScope<unknown>): Predicate {
  return all(
    asked(scope),
    equals(field('action'), 'ACCEPT'),
    inbound(scope.detecting.home),
    not(IS_REQUEST),
    not(isAws('pktSrcAwsService')),
  );
}
