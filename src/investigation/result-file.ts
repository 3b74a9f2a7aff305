/** The whole result for a file, a page at a time from the source to whoever writes it. */
import type { Analyzer, FileContent, FileRow, Scope } from '../analyzers/analyzer.ts';
import type { Diagnosis, Listing, ListingColumn, ResultFile } from '../diagnosis/diagnosis.ts';
import type { QueryResult } from '../query/engine.ts';
import type { NeededQueries } from './needed-queries.ts';

export interface FileResult {
  readonly form: ResultFile['form'];
  /** The verb, for a name. */
  readonly verb: string;
  readonly columns: readonly ListingColumn[];
  readonly pages: AsyncIterable<readonly FileRow[]>;
}

/** Nothing can be written, and nothing was read for it. */
export type NotSaved = Required<Pick<Diagnosis, 'noFile'>>;

/**
 * Writes the rows as they come. Handed in, as it is input and output.
 * @throws SourceError when it cannot; the signal's reason when it is aborted. Then nothing is left behind.
 */
export type SaveFile = (
  result: FileResult,
  signal: AbortSignal,
) => Promise<Pick<ResultFile, 'name' | 'bytes'> | NotSaved>;

export interface Wish {
  readonly form: ResultFile['form'];
  readonly save: SaveFile;
}

interface Asking {
  readonly analyzers: readonly Analyzer[];
  readonly scope: Scope;
  readonly queries: NeededQueries;
  readonly signal: AbortSignal;
  /** What the answer lists: what is written where no analyzer has more. */
  readonly listing: Listing | undefined;
}

export interface Written {
  /** What the answer says of it. */
  readonly told: Pick<Diagnosis, 'file' | 'noFile'>;
  /** The query that the file took, for what it cost; undefined where it took none. */
  readonly result: QueryResult<unknown> | undefined;
}

type About = Omit<QueryResult<unknown>, 'rows'>;

/** Undefined where there is nothing to write. */
export async function writeFile({ form, save }: Wish, asking: Asking): Promise<Written | undefined> {
  const { analyzers, scope, queries, signal, listing } = asking;
  const content = analyzers.flatMap((one) => one.file?.(scope) ?? [])[0];
  const told = { rows: 0, about: undefined as About | undefined };

  async function* queried({ query, row }: FileContent) {
    async function* rows() {
      told.about = yield* queries.pages(query);
    }
    for await (const page of rows()) {
      told.rows += page.length;
      yield page.map(row);
    }
  }

  async function* listed({ rows }: Listing) {
    told.rows = rows.length;
    yield rows;
  }

  const columns = content?.columns ?? listing?.columns;
  const pages = content ? queried(content) : listing && listed(listing);
  if (!columns || !pages) return undefined;
  const saved = await save({ form, verb: scope.request.verb, columns, pages }, signal);
  if ('noFile' in saved) return { told: saved, result: undefined };
  return {
    told: { file: { ...saved, form, rows: told.rows, cutOff: told.about?.cutOff ?? false } },
    result: told.about && { ...told.about, rows: [] },
  };
}
