/** Ports on which services listen, as a condition: what is above is mostly picked by clients (RFC 6335; Linux picks 32768 to 60999). */
import { type Expression, field } from '../../query/expression.ts';
import { any, between, isOneOf, type Predicate } from '../../query/predicate.ts';
import { SERVICES } from '../../record/ports.ts';

/** Up to here for systems' services, up to there for services that were registered or taken, above for clients (RFC 6335; Linux picks from 32768). */
export const LAST_SYSTEM_PORT = 1023;
export const LAST_BELOW_EPHEMERAL = 32_767;
const KNOWN = [...new Set(SERVICES.map(({ port }) => port))];
/** Registered or taken ports of known services that Linux and Windows clients of today do not take. */
export const KNOWN_BELOW_EPHEMERAL: readonly number[] = KNOWN.filter(
  (port) => port > LAST_SYSTEM_PORT && port <= LAST_BELOW_EPHEMERAL,
);
/** Those of known services among the ports that clients take. */
export const KNOWN_EPHEMERAL: readonly number[] = KNOWN.filter((port) => port > LAST_BELOW_EPHEMERAL);

export function isServicePortOf(side: 'srcPort' | 'dstPort'): Predicate {
  const port: Expression<number | null> = field(side);
  return any(between(port, 1, LAST_BELOW_EPHEMERAL), isOneOf(port, KNOWN_EPHEMERAL));
}
