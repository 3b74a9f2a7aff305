/** One connection between the two ends of a trace, and what became of it. */
import type { Roles } from '../roles.ts';
import type { Sighting } from '../sighting.ts';
import type { Outcome, SeenConnection } from './connection-outcome.ts';

export interface TracedConnection {
  readonly roles: Roles;
  readonly seen: SeenConnection;
  readonly outcome: Outcome;
}

export function everySighting({ seen }: TracedConnection): readonly Sighting[] {
  const { request, reply } = seen;
  return [request, reply].flatMap((of) => [...of.source, ...of.between, ...of.destination]);
}
