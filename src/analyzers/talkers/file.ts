/** The list of `top` as a file: the same question without the small limit of a message. */
import { type FileContent, fileContent, MOST_FILE_ROWS, type Scope } from '../analyzer.ts';
import { talkerChoice, talkersQuery } from './choice.ts';
import { measuredCells, measuredColumns } from './listing.ts';

/** Without the share of the whole, which a reader can sum up. */
export function talkersFile(scope: Scope): FileContent {
  const { columns } = talkerChoice(scope.request);
  return fileContent({
    query: talkersQuery(scope, MOST_FILE_ROWS),
    columns: measuredColumns(columns),
    row: (row) => measuredCells(row, columns),
  });
}
