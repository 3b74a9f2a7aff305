/** The columns of a table for a flow log's format. */
import { FIELDS } from '../../record/fields.ts';
import { formatOfNames, type RecordFormat } from '../../record/format.ts';

export interface DdlColumn {
  readonly name: string;
  readonly type: 'int' | 'bigint' | 'string';
}

const TYPES = { INT_32: 'int', INT_64: 'bigint', STRING: 'string' } as const;

type Field = RecordFormat['fields'][number];

/** A field that AWS adds tomorrow is text, under its name as far as a column can have it. */
function columnOf({ name, key }: Field): DdlColumn {
  if (key === null) return { name: name.toLowerCase().replace(/[^a-z0-9_]+/g, '_'), type: 'string' };
  return { name: FIELDS[key].parquetColumn, type: TYPES[FIELDS[key].parquetType] };
}

/**
 * Text files have no names, so a column stands for each field in its place, and `-` in one of a number reads as NULL. Parquet files have names, so
 * fields of an unknown type are left out.
 *
 * @param format names as AWS writes them, in the order of LogFormat
 */
export function columnsOf(
  format: readonly string[],
  fileFormat: 'plain-text' | 'parquet',
): readonly DdlColumn[] {
  const { fields } = formatOfNames(format);
  return fields.filter(({ key }) => key !== null || fileFormat === 'plain-text').map(columnOf);
}
