/** What is known of a file that was opened: how it is read, and what of it could not be. */
import type { FieldKey } from '../../record/fields.ts';
import type { RecordFormat } from '../../record/format.ts';
import type { MalformedSample } from '../../record/malformed.ts';
import type { Head } from './head.ts';
import type { ParquetColumn, Relation } from './relation.ts';

type Reader =
  | {
      readonly kind: 'columns';
      readonly format: RecordFormat;
      readonly hasHeader: boolean;
      /** Lines with odd words are told apart from the others, which takes longer. */
      readonly strict: boolean;
    }
  | {
      readonly kind: 'parquet';
      /** Where the columns lie: the file itself, or a copy of what its text says. */
      readonly at: string;
      readonly columns: ReadonlyMap<FieldKey, ParquetColumn>;
    }
  /** All its records lie in a table of ours. */
  | { readonly kind: 'table' };

/** What the line parser found out about lines. */
export interface Findings {
  readonly malformed: { readonly count: number; readonly samples: readonly MalformedSample[] };
  /** Records with more values than their format names. */
  readonly withExtra: number;
  readonly unknownFields: readonly string[];
}

export const NO_FINDINGS: Findings = {
  malformed: { count: 0, samples: [] },
  withExtra: 0,
  unknownFields: [],
};

export interface KnownFile {
  readonly path: string;
  readonly bytes: number;
  readonly version: string;
  readonly packed: Head['packed'];
  /** It ends in the middle, so what came after that is missing. */
  readonly isCut: boolean;
  readonly reader: Reader;
  /** Records that were parsed here, as far as DuckDB cannot read them itself. */
  readonly parsed: Relation | null;
  readonly findings: Findings;
  /** The lines that DuckDB refuses were looked at; true from the start where there are none. */
  readonly settled: boolean;
}
