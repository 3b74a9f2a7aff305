/** The list of `top` as a file: the same question without the small limit of a message. */
import type { ListingColumn } from '../../diagnosis/diagnosis.ts';
import type { FlowQuery } from '../../query/flow-query.ts';
import type { Scope } from '../analyzer.ts';
import { type TalkerRow, talkerChoice, talkersQuery } from './choice.ts';
import { measuredCells, measuredColumns } from './listing.ts';

/** As many rows as CloudWatch Logs Insights gives (StartQuery, `limit`). */
const MOST_ROWS = 100_000;

/** What a file of a listing takes: the query, and how its rows are shown. */
interface TalkersFile {
  readonly query: FlowQuery<TalkerRow>;
  readonly columns: readonly ListingColumn[];
  row(row: TalkerRow): Readonly<Record<string, string | number | null>>;
}

export function talkersFile(scope: Scope): TalkersFile {
  const { columns } = talkerChoice(scope.request);
  return {
    query: talkersQuery(scope, MOST_ROWS),
    columns: measuredColumns(columns),
    row: (row) => measuredCells(row, columns),
  };
}
