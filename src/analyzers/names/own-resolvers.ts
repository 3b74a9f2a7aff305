/** Hosts of ours that resolve names for others of ours: that they ask outside is their work. */
import type { History, Observed } from '../detection/history.ts';

/** A host that answers only itself, or one other by chance, is none. */
const CLIENTS_OF_A_RESOLVER = 2;
const REMEMBERED_SECONDS = 7 * 86_400;
const KIND = 'resolver';

interface ResolverRow {
  readonly resolver: string | null;
  readonly clients: number;
  readonly last: number | null;
}

function serving(rows: readonly ResolverRow[]) {
  return rows.flatMap(({ resolver, clients, last }) =>
    resolver === null || last === null || clients < CLIENTS_OF_A_RESOLVER ? [] : [{ resolver, last }],
  );
}

/** Tells whether an address is one, as this window or the last days show. */
export function ownResolvers(
  rows: readonly ResolverRow[],
  history: History | null,
  windowStart: number,
): (address: string) => boolean {
  const now = new Set(serving(rows).map(({ resolver }) => resolver));
  return (address) => {
    const known = history?.acquaintance(KIND, address);
    return now.has(address) || (known?.last ?? 0) >= windowStart - REMEMBERED_SECONDS;
  };
}

export function resolversSeen(rows: readonly ResolverRow[]): Observed['acquaintances'] {
  return serving(rows).map(({ resolver, last }) => ({ kind: KIND, key: resolver, at: last }));
}
