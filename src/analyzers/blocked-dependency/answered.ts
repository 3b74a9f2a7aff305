/**
 * Whether a dependency worked before it was rejected: the server's answers were let through where packets are rejected now. An answer leaves an
 * interface only if the request had come in, so this holds for rejected requests and rejected replies alike.
 */
import { assumedSubnet } from '../detection/assumed-subnet.ts';
import type { History } from '../detection/history.ts';
import { dependencyKey, type Refused, serviceKey } from './dependency.ts';

/** What was remembered longer ago is normal by now: nobody missed it. */
const REMEMBERED_SECONDS = 7 * 86_400;
/** Rejected without a pause so long is the same as before. */
const PAUSE_SECONDS = 3600;
/** Record times lag the packet by up to a minute. */
const LAG_SECONDS = 60;

/** `own`: it was answered itself. `neighbour`: others of its network are. */
export type Basis = 'own' | 'neighbour';

export const REMEMBERED = {
  refused: 'refused-dependency',
  own: 'answered-dependency',
  neighbour: 'answered-neighbour',
} as const;

export interface AnswerRow {
  readonly interfaceId: string | null;
  readonly server: string | null;
  readonly client: string | null;
  readonly protocol: number | null;
  readonly port: number | null;
  readonly first: number | null;
  readonly last: number | null;
}

/** Whether the records of the day before have to tell: those that were rejected in earlier rounds were looked into then. */
export function isUnknown(one: Refused, history: History | null, windowStart: number): boolean {
  const before = history?.acquaintance(REMEMBERED.refused, dependencyKey(one));
  return !before || before.last < windowStart - PAUSE_SECONDS;
}

function remembered(one: Refused, history: History | null): Basis | undefined {
  return (['own', 'neighbour'] as const).find((basis) => {
    const known = history?.acquaintance(REMEMBERED[basis], dependencyKey(one));
    return known !== undefined && known !== null && known.last >= one.first - REMEMBERED_SECONDS;
  });
}

function isBefore({ first }: AnswerRow, refused: Refused): boolean {
  return first !== null && first < refused.first - LAG_SECONDS;
}

/** How each dependency is known to have worked; those that never did are not in it. */
export function answeredBefore(
  refused: readonly Refused[],
  rows: readonly AnswerRow[],
  history: History | null,
): ReadonlyMap<Refused, Basis> {
  const answers = rows.flatMap((row) => {
    const { server, client, protocol, port } = row;
    if (server === null || client === null || protocol === null || port === null) return [];
    return [{ ...row, client, of: serviceKey({ server, protocol, port }) }];
  });
  return new Map(
    refused.flatMap((one): readonly (readonly [Refused, Basis])[] => {
      const mine = answers.filter((row) => row.of === serviceKey(one) && isBefore(row, one));
      if (mine.some((row) => row.client === one.client && one.interfaces.has(row.interfaceId)))
        return [[one, 'own']];
      const known = remembered(one, history);
      if (known) return [[one, known]];
      const isNeighbour = ({ client }: { client: string }) =>
        client !== one.client && assumedSubnet(client) === assumedSubnet(one.client);
      return !one.repliesOnly && mine.some(isNeighbour) ? [[one, 'neighbour']] : [];
    }),
  );
}
