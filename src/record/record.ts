/** What one flow log record is once it is read: typed values under the field's key. */
import type { FIELDS, FieldKey, FieldType } from './fields.ts';

export type Action = 'ACCEPT' | 'REJECT';
export type LogStatus = 'OK' | 'NODATA' | 'SKIPDATA';

interface ValueOfType {
  integer: number;
  port: number;
  /** Bytes. */
  bytes: number;
  packets: number;
  /** Seconds since the epoch. */
  seconds: number;
  text: string;
  address: string;
  action: Action;
  'log-status': LogStatus;
}

export type FieldValue<K extends FieldKey> = ValueOfType[(typeof FIELDS)[K]['type'] & FieldType];

/**
 * One record. A key that is absent was not in the record's format; `null` is AWS's `-`: not applicable, or could not be computed.
 * NODATA and SKIPDATA records have `null` for addresses, ports, protocol, counts and action.
 */
export type FlowRecord = { readonly [K in FieldKey]?: FieldValue<K> | null } & {
  /** Values beyond the last named field, in their order; AWS or a pipeline added them after the format was known. */
  readonly extra?: readonly string[];
  /** Values of header names that this version does not know, under those names. */
  readonly unknown?: Readonly<Record<string, string>>;
};
