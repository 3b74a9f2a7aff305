/** What people call the addresses and ids in a list, where the network's configuration knows. */
import type { ListingColumn } from '../../diagnosis/diagnosis.ts';
import type { NetworkIndex } from '../../network/find/index-network.ts';
import { interfaceLabel } from '../../network/find/label.ts';
import { partyName } from '../party.ts';

/** So many addresses are looked up, and no more: each costs a part of a call. */
const LOOKED_UP = 100;

type Row = Readonly<Record<string, unknown>>;

function texts(rows: readonly Row[], columns: readonly ListingColumn[]): readonly string[] {
  const found = rows.flatMap((row) => columns.map(({ key }) => row[key]));
  return [...new Set(found.filter((value) => typeof value === 'string'))].slice(0, LOOKED_UP);
}

/** What of a list the configuration may have a name for. */
export function namedEnds(rows: readonly Row[], columns: readonly ListingColumn[]) {
  return {
    addresses: texts(
      rows,
      columns.filter(({ unit }) => unit === 'address'),
    ),
    interfaceIds: texts(
      rows,
      columns.filter(({ key }) => key === 'interface' || key === 'interfaceId'),
    ),
  };
}

function nameOf(value: unknown, { unit }: ListingColumn, network: NetworkIndex): string | null {
  if (typeof value !== 'string') return null;
  if (unit === 'address') return partyName(network, value);
  const of = network.interfaces.get(value);
  if (of) return interfaceLabel(network, of);
  return (
    network.instanceNames.get(value) ??
    network.subnets.get(value)?.name ??
    network.vpcs.get(value)?.name ??
    null
  );
}

/** The columns, those of which some value has a name with the key of it; and each row with its names. */
export function withNames<R extends Row>(
  rows: readonly R[],
  columns: readonly ListingColumn[],
  network: NetworkIndex | null,
): {
  readonly columns: readonly ListingColumn[];
  readonly names: readonly Readonly<Record<string, string>>[];
} {
  if (!network) return { columns, names: rows.map(() => ({})) };
  const names = rows.map((row) =>
    Object.fromEntries(
      columns.flatMap((column) => {
        const name = nameOf(row[column.key], column, network);
        return name === null ? [] : [[`${column.key}Name`, name]];
      }),
    ),
  );
  const isNamed = ({ key }: ListingColumn) => names.some((of) => `${key}Name` in of);
  return {
    columns: columns.map((column) =>
      isNamed(column) ? { ...column, nameKey: `${column.key}Name` } : column,
    ),
    names,
  };
}
