/** Who of ours reaches for administration and databases of whom, and which of that is new. */

import { DESTINATION, field, SOURCE } from '../../query/expression.ts';
import { count, groups, max, min, type RowOf } from '../../query/flow-query.ts';
import { all, equals, isOneOf, not, type Predicate } from '../../query/predicate.ts';
import type { Window } from '../../query/window.ts';
import type { Cidr } from '../../record/address.ts';
import { TCP } from '../../record/protocols.ts';
import { assumedSubnet } from '../detection/assumed-subnet.ts';
import type { Detecting } from '../detection/detecting.ts';
import type { Observed } from '../detection/history.ts';
import { eastWest } from '../detection/sides.ts';
import { REPLIES } from '../probes/probe-queries.ts';
import { ADMINISTRATION_PORTS, DATABASE_PORTS } from '../probes/sensitive-ports.ts';

const DAY = 86_400;
const MOST_EDGES = 10_000;

export function towardAdministration(home: readonly Cidr[]): Predicate {
  return all(
    equals(field('protocol'), TCP),
    isOneOf(field('dstPort'), [...ADMINISTRATION_PORTS, ...DATABASE_PORTS]),
    not(REPLIES),
    eastWest(home),
  );
}

/** The rare ones first: where there are more than can be read, those that are always busy are known anyway. */
export function edgesQuery(window: Window, where: Predicate) {
  return groups({
    window,
    where,
    columns: { source: SOURCE, destination: DESTINATION, port: field('dstPort') },
    measures: { records: count(), first: min(field('start')), last: max(field('end')) },
    orderBy: [{ by: 'records' }],
    limit: MOST_EDGES,
  });
}

type EdgeRow = RowOf<ReturnType<typeof edgesQuery>>;

export interface Edge {
  readonly source: string;
  readonly destination: string;
  readonly port: number;
  readonly first: number;
  readonly last: number;
}

export function edgesOf(rows: readonly EdgeRow[]): readonly Edge[] {
  return rows.flatMap(({ source, destination, port, first, last }) =>
    source === null || destination === null || port === null || first === null || last === null
      ? []
      : [{ source, destination, port, first, last }],
  );
}

/** A host's habit is a matter of the networks that it reaches, and a tier's of the network that it lies in: hosts come and go. */
function habitsOf({ source, destination, port }: Edge) {
  const there = `${assumedSubnet(destination)} ${port}`;
  return { host: `${source} ${there}`, tier: `${assumedSubnet(source)} ${there}` };
}

type Novelty = 'new' | 'new-of-tier' | 'known';

/**
 * How new it is that a host reaches for this. `new-of-tier`: its neighbours do so, it did not.
 * What was first seen less than a day before is new still: one connection today is no leave for a hundred tomorrow.
 */
export function noveltyOf(edge: Edge, { history }: Detecting, window: Window): Novelty {
  const { host, tier } = habitsOf(edge);
  const isHabit = (kind: string, key: string) => {
    const known = history?.acquaintance(kind, key);
    return known != null && known.first < window.start - DAY;
  };
  if (isHabit('administers', host)) return 'known';
  return isHabit('tier-administers', tier) ? 'new-of-tier' : 'new';
}

export function habits(edges: readonly Edge[]): Observed['acquaintances'] {
  const latest = new Map<string, Observed['acquaintances'][number]>();
  for (const edge of edges) {
    const { host, tier } = habitsOf(edge);
    for (const [kind, key] of [
      ['administers', host],
      ['tier-administers', tier],
    ] as const) {
      const at = Math.max(edge.last, latest.get(`${kind} ${key}`)?.at ?? 0);
      latest.set(`${kind} ${key}`, { kind, key, at });
    }
  }
  return [...latest.values()];
}
