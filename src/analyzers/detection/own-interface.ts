/** Traffic between two of ours is logged at both ends: each address as one interface has it, the one that saw most, which is its own. */
import { sumOf } from '../../query/sums.ts';
import { byKey } from './by-key.ts';

interface Row {
  readonly interfaceId: string | null;
  readonly records: number;
}

/** A peer's interface has only what went between the two; the address's own has everything. */
export function asOwnInterfaceSaw<T extends Row>(
  rows: readonly T[],
  addressOf: (row: T) => string | null,
): ReadonlyMap<string, readonly T[]> {
  const records = (of: readonly T[]) => sumOf(of.map((row) => row.records));
  const known = rows.filter((row) => addressOf(row) !== null && row.interfaceId !== null);
  const addresses = byKey(known, (row) => addressOf(row) ?? '');
  return new Map(
    [...addresses].map(([address, of]) => {
      const seen = [...byKey(of, ({ interfaceId }) => interfaceId ?? '').values()];
      return [address, seen.reduce((most, some) => (records(some) > records(most) ? some : most), [])];
    }),
  );
}
