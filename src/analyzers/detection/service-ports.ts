/** Ports on which services listen, as a condition: what is above is mostly picked by clients (RFC 6335; Linux picks 32768 to 60999). */
import { type Expression, field } from '../../query/expression.ts';
import { any, between, isOneOf, type Predicate } from '../../query/predicate.ts';
import { SERVICES } from '../../record/ports.ts';

const LAST_BELOW_EPHEMERAL = 32_767;
const HIGH_SERVICES = SERVICES.map(({ port }) => port).filter((port) => port > LAST_BELOW_EPHEMERAL);

export function isServicePortOf(side: 'srcPort' | 'dstPort'): Predicate {
  const port: Expression<number | null> = field(side);
  return any(between(port, 1, LAST_BELOW_EPHEMERAL), isOneOf(port, HIGH_SERVICES));
}
