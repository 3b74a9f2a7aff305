/**
 * A table of flow logs in Athena, as far as a query has to know it: which column holds which field, how its rows are parted, and what they are
 * read from. Made from what GetTableMetadata tells, or from what somebody told of the flow log.
 */
import type { FieldKey } from '../../record/fields.ts';
import type { RecordFormat } from '../../record/format.ts';

export interface TableColumn {
  readonly name: string;
  /** `number`: int or bigint, NULL where the record has `-`. `text`: string, with `-` as it stands, whatever the field's own type. */
  readonly type: 'number' | 'text';
}

/** What a partition column says of the rows in it. */
export type PartitionMeaning =
  /** A point in time in UTC, written after a pattern of Java's DateTimeFormatter: `yyyy/MM/dd`, `yyyy-MM-dd-HH`. */
  | { readonly kind: 'time'; readonly pattern: string; readonly unit: 'day' | 'hour' }
  /** One part of a point in time, written in so many digits where it is text. */
  | { readonly kind: 'time-part'; readonly part: 'year' | 'month' | 'day' | 'hour'; readonly digits: number }
  /** The account that owns the flow log, its region, or what kind of AWS service wrote. */
  | { readonly kind: 'account' | 'region' | 'service' }
  /** Something that queries have no opinion of. */
  | { readonly kind: 'other' };

export interface TablePartition {
  readonly name: string;
  readonly type: 'number' | 'text' | 'date';
  readonly meaning: PartitionMeaning;
  /** Every value that it can have, where the projection lists them; null where that is not known. */
  readonly values: readonly string[] | null;
  /** Athena refuses a query that does not fix it to values: a projection of type `injected`. */
  readonly mustBeFixed: boolean;
}

export interface AthenaTable {
  readonly kind: 'vpc' | 'transit-gateway';
  readonly catalog: string;
  readonly database: string;
  readonly name: string;
  /** Where fields have columns of their own. */
  readonly columns: ReadonlyMap<FieldKey, TableColumn>;
  /** Where a whole line is one column, as in `{"message": "2 1111… OK"}` from Firehose: its column, and the format of its lines. */
  readonly line: { readonly column: string; readonly format: RecordFormat } | null;
  readonly partitions: readonly TablePartition[];
  /** Text files whose header lines the table does not skip: they come back as rows. */
  readonly hasHeaderRows: boolean;
  /** Where its files are, `s3://…`; null where it is not known. */
  readonly location: string | null;
}
