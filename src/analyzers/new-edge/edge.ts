/** Who of ours talks to whom on which port, and whether anybody of the same networks did before. */
import type { NetworkIndex } from '../../network/find/index-network.ts';
import type { History, Observed } from '../detection/history.ts';
import { type Role, roleOf } from '../detection/role.ts';
import { SENSITIVE_TCP } from '../detection/sensitive-ports.ts';

export interface EdgeRow {
  readonly server: string | null;
  readonly client: string | null;
  readonly port: number | null;
  /** Distinct ports of the client. */
  readonly connections: number;
  /** Distinct flags: 0 where the format has none. */
  readonly flags: number;
  readonly packets: number;
  readonly first: number | null;
  readonly last: number | null;
}

export interface Edge {
  readonly server: string;
  readonly client: string;
  readonly port: number;
  readonly connections: number;
  readonly packets: number;
  readonly first: number;
  readonly last: number;
  readonly from: Role;
  readonly to: Role;
  /** Whether it is certain which end is the server. */
  readonly isSure: boolean;
}

/** Without flags, an answer to a single port may as well be a request from a client that took the port of a service. */
const CONNECTIONS_WITHOUT_FLAGS = 3;
const EDGE = 'role-edge';
const SERVICE = 'role-service';

const isSensitive: (port: number) => boolean = (port) => SENSITIVE_TCP.includes(port);

export function edgesIn(rows: readonly EdgeRow[], network: NetworkIndex | null): readonly Edge[] {
  return rows.flatMap(({ server, client, port, first, last, flags, ...counted }) => {
    if (server === null || client === null || port === null || first === null || last === null) return [];
    const from = roleOf(client, network);
    const to = roleOf(server, network);
    const isSure = flags > 0 || counted.connections >= CONNECTIONS_WITHOUT_FLAGS;
    return [{ server, client, port, first, last, from, to, isSure, ...counted }];
  });
}

/** `10.0.1.0/24 10.0.2.0/24 tcp/5432`. */
export function edgeKey({ from, to, port }: Pick<Edge, 'from' | 'to' | 'port'>): string {
  return `${from.text} ${to.text} tcp/${port}`;
}

function keysOf({ from, to, port }: Edge): readonly (readonly [kind: string, key: string])[] {
  return [
    ...from.keys.flatMap((one) => to.keys.map((other) => [EDGE, `${one} ${other} tcp/${port}`] as const)),
    ...to.keys.map((one) => [SERVICE, `${one} tcp/${port}`] as const),
  ];
}

/**
 * What is to be remembered. On a sensitive port, what is not sure too: who logs in once a day would else be called new on the first day on which
 * he does so three times. On the other ports clients pick theirs at random, and each would be one more to remember.
 */
export function acquaintancesOf(edges: readonly Edge[]): Observed['acquaintances'] {
  const latest = new Map<string, Observed['acquaintances'][number]>();
  for (const edge of edges.filter(({ isSure, port }) => isSure || isSensitive(port))) {
    for (const [kind, key] of keysOf(edge)) {
      const known = latest.get(`${kind} ${key}`);
      if (!known || known.at < edge.last) latest.set(`${kind} ${key}`, { kind, key, at: edge.last });
    }
  }
  return [...latest.values()];
}

/**
 * Whether it is new: on a sensitive port, when nobody of the client's network talked to the server's; on others, only when nobody at all was
 * answered there. What was first seen inside the window is new still.
 */
export function isNew(edge: Edge, history: History, windowStart: number): boolean {
  const wanted = isSensitive(edge.port) ? EDGE : SERVICE;
  return keysOf(edge).every(([kind, key]) => {
    const known = kind === wanted ? history.acquaintance(kind, key) : null;
    return known === null || known.first >= windowStart;
  });
}

export function isSensitiveEdge({ port }: Edge): boolean {
  return isSensitive(port);
}
