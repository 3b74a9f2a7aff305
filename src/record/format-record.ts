/** A record back to its line of text: what S3 would have written. */
import type { RecordFormat } from './format.ts';
import type { FlowRecord } from './record.ts';

/** One line without its end. Fields that the record does not have are written as `-`; its extra values follow the named ones. */
export function formatRecord(record: FlowRecord, format: RecordFormat): string {
  const named = format.fields.map(({ name, key }) => (key ? record[key] : record.unknown?.[name]) ?? '-');
  return [...named, ...(record.extra ?? [])].join(' ');
}
