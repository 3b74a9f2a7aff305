/** The same packets are logged at both ends, and by what is between: the rows of one interface alone, the one that saw most. */
import { sumOf } from '../../query/sums.ts';
import { byKey } from './by-key.ts';

interface AtInterface {
  readonly interfaceId: string | null;
}

/** @param sizeOf how much a row tells; where it is not said, one row is as much as another */
export function atOneInterface<T extends AtInterface>(
  rows: readonly T[],
  sizeOf: (row: T) => number = () => 1,
): readonly T[] {
  const seen = [...byKey(rows, ({ interfaceId }) => interfaceId ?? '').values()];
  const sized = seen.map((of) => ({ of, size: sumOf(of.map(sizeOf)) }));
  const none: (typeof sized)[number] = { of: [], size: -1 };
  return sized.reduce((most, one) => (one.size > most.size ? one : most), none).of;
}

/** Each address as its own interface has it: a peer's has only what went between the two, its own has everything. */
export function asOwnInterfaceSaw<T extends AtInterface & { readonly records: number }>(
  rows: readonly T[],
  addressOf: (row: T) => string | null,
): ReadonlyMap<string, readonly T[]> {
  const known = rows.filter((row) => addressOf(row) !== null && row.interfaceId !== null);
  const addresses = byKey(known, (row) => addressOf(row) ?? '');
  return new Map(
    [...addresses].map(([address, of]) => [address, atOneInterface(of, ({ records }) => records)]),
  );
}
