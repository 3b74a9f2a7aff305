/**
 * Who opened what goes between a host and a port of a well-known service, as that port alone does not tell: scanners send from 53 or 25, as packet
 * filters let replies of those in (nmap's `--source-port`), and what our service answers them goes to such a port, too.
 */
import { type Expression, field } from '../../query/expression.ts';
import { all, any, between, equals, isOneOf, not, type Predicate } from '../../query/predicate.ts';
import { TCP } from '../../record/protocols.ts';
import { KNOWN_BELOW_EPHEMERAL, LAST_SYSTEM_PORT } from './service-ports.ts';

const FLAGS: Expression<number | null> = field('tcpFlags');
const IS_TCP = equals(field('protocol'), TCP);
/** SYN without ACK, alone or with FIN, RST or both: an interval's flags are or-ed (VPC User Guide, "Flow log records"). */
export const OPENS = all(IS_TCP, isOneOf(FLAGS, [2, 3, 6, 7]));
/** SYN-ACK likewise. */
export const ACCEPTS = all(IS_TCP, isOneOf(FLAGS, [18, 19, 22, 23]));
/** RST alone: it refuses, or ends what other records show. */
export const RESETS = all(IS_TCP, equals(FLAGS, 4));

/**
 * A port that clients do not take. Over UDP that is said of systems' ports alone, as any program may ask from any other and no flag tells it from a
 * service; over TCP a SYN does.
 *
 * @param ownPorts from which clients of that service may ask as well
 */
function isServices(port: 'srcPort' | 'dstPort', ownPorts: readonly number[]): Predicate {
  return any(
    all(between(field(port), 1, LAST_SYSTEM_PORT), not(isOneOf(field(port), ownPorts))),
    all(IS_TCP, isOneOf(field(port), KNOWN_BELOW_EPHEMERAL)),
  );
}

/** Sent by a service, or by a closed port, to whoever opened it. */
export function sentByService(ownPorts: readonly number[]): Predicate {
  return any(ACCEPTS, RESETS, all(not(OPENS), isServices('srcPort', ownPorts)));
}

/** Sent to a service by whoever opens it. */
export function sentToService(ownPorts: readonly number[]): Predicate {
  return any(OPENS, all(not(ACCEPTS), isServices('dstPort', ownPorts)));
}
