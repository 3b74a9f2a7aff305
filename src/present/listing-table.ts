/** A list as a table: each value in the words of its unit, with the name of what has one. */
import type { Listing, ListingColumn } from '../diagnosis/diagnosis.ts';
import { protocolName } from '../record/protocols.ts';
import { cut } from './limits.ts';
import { bytes, count, share } from './quantities.ts';
import type { Table } from './table.ts';
import { clockTime, type TimeStyle } from './time.ts';

/** A name beside what it names takes no more of a table's width than this, characters. */
const NAME_WIDTH = 24;

function nameOf({ nameKey }: ListingColumn, row: Listing['rows'][number]): string | null {
  const name = nameKey === undefined ? undefined : row[nameKey];
  return typeof name === 'string' && name !== '' ? cut(name, NAME_WIDTH) : null;
}

/** `web-1 10.0.1.5`. */
function namedText(value: string, column: ListingColumn, row: Listing['rows'][number]): string {
  const name = nameOf(column, row);
  return name === null ? value : `${name} ${value}`;
}

function cellText(row: Listing['rows'][number], column: ListingColumn, when: When): string {
  const value = row[column.key];
  if (value === null || value === undefined) return '-';
  if (typeof value === 'string') return namedText(value, column, row);
  switch (column.unit) {
    case 'bytes':
      return bytes(value);
    case 'share':
      return share(value);
    case 'packets':
    case 'count':
      return count(value);
    case 'protocol':
      return protocolName(value);
    case 'time':
      return clockTime(value, when.style, when.near);
    default:
      return String(value);
  }
}

const NUMBERS: ReadonlySet<ListingColumn['unit']> = new Set([
  'bytes',
  'share',
  'packets',
  'count',
  'port',
  'time',
]);

function amountOf(row: Listing['rows'][number], { key, unit }: ListingColumn): number | null {
  const value = row[key];
  return typeof value === 'number' && NUMBERS.has(unit) ? value : null;
}

/** How moments are shown, and near which of them no date is needed. */
interface When {
  readonly style: TimeStyle;
  readonly near: number;
}

function spareColumns(columns: Listing['columns']): readonly number[] {
  return columns
    .flatMap(({ spare }, index) => (spare === undefined ? [] : [{ spare, index }]))
    .sort((a, b) => a.spare - b.spare)
    .map(({ index }) => index);
}

export function listingTable({ columns, rows }: Listing, when: When): Table {
  return {
    titles: columns.map(({ title }) => title),
    rows: rows.map((row) => columns.map((column) => cellText(row, column, when))),
    amounts: rows.map((row) => columns.map((column) => amountOf(row, column))),
    numeric: columns.flatMap(({ unit }, index) => (NUMBERS.has(unit) ? [index] : [])),
    caption: null,
    spare: spareColumns(columns),
    short: rows.map((row) => columns.map((column) => nameOf(column, row) ?? cellText(row, column, when))),
  };
}
