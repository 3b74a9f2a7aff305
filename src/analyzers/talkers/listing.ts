/** The list of `top`: what each row is, what it moves each way, and its share of the whole. */
import type { Listing, ListingColumn } from '../../diagnosis/diagnosis.ts';
import type { Scope } from '../analyzer.ts';
import { askedWords, kindWords } from '../asked-words.ts';
import { type TalkerMeasure, type TalkerRow, talkerChoice } from './choice.ts';
import type { GroupColumn } from './grouping.ts';
import { withNames } from './names.ts';
import { mirrored } from './reverse.ts';

const MEASURED: readonly ListingColumn[] = [
  { key: 'bytes', title: 'Bytes', unit: 'bytes' },
  { key: 'packets', title: 'Packets', unit: 'packets', spare: 2 },
  { key: 'flows', title: 'Records', unit: 'count', spare: 1 },
];

/** Without what only a query needs. */
function shownColumns(columns: readonly GroupColumn[]): readonly ListingColumn[] {
  return columns.map(({ key, title, unit }) => ({ key, title, unit }));
}

export function measuredColumns(columns: readonly GroupColumn[]): readonly ListingColumn[] {
  return [...shownColumns(columns), ...MEASURED];
}

/** What the list is ordered by is never left out. */
function measuredBy(measure: TalkerMeasure): readonly ListingColumn[] {
  return MEASURED.map(({ spare, ...column }) =>
    column.key === measure || spare === undefined ? column : { ...column, spare },
  );
}

function reverseColumn(measure: TalkerMeasure): ListingColumn {
  const [found] = MEASURED.filter(({ key }) => key === measure);
  return { key: 'reverse', title: `${found?.title} back`, unit: found?.unit ?? 'count' };
}

function cell(value: unknown): string | number | null {
  return typeof value === 'string' || typeof value === 'number' ? value : null;
}

/** What a row of the query shows, without its share. */
export function measuredCells(
  row: TalkerRow,
  columns: readonly GroupColumn[],
): Readonly<Record<string, string | number | null>> {
  const { bytes, packets, flows } = row;
  return { ...Object.fromEntries(columns.map(({ key }) => [key, cell(row[key])])), bytes, packets, flows };
}

export function talkersListing(
  rows: readonly TalkerRow[],
  whole: number,
  reverse: (row: TalkerRow, index: number) => number | null,
  { request, network }: Scope,
): Listing {
  const { measure, columns } = talkerChoice(request);
  const hasReverse = mirrored(columns) !== null;
  const named = withNames(rows, shownColumns(columns), network);
  return {
    columns: [
      ...named.columns,
      ...measuredBy(measure),
      { key: 'share', title: 'Share', unit: 'share' },
      ...(hasReverse ? [reverseColumn(measure)] : []),
    ],
    rows: rows.map((row, index) => ({
      ...measuredCells(row, columns),
      ...named.names[index],
      share: whole > 0 ? row[measure] / whole : 0,
      ...(hasReverse ? { reverse: reverse(row, index) } : {}),
    })),
  };
}

export function talkersSummary(found: Listing, { request }: Scope, cutOff: boolean): string {
  const { measure, one, many } = talkerChoice(request);
  const of = askedWords(request);
  if (found.rows.length === 0) return `No ${kindWords(request)}traffic${of} is recorded in this window`;
  const shares = found.rows.reduce((total, row) => total + Number(row['share']), 0);
  const counted = found.rows.length === 1 ? `1 ${one}` : `${found.rows.length} ${many}`;
  return `${cutOff ? 'The top' : 'All'} ${counted}${of} by ${measure}, ${Math.round(shares * 100)} % of the whole`;
}
