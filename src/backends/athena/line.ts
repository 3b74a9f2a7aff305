/** Lines of records as regular expressions see them, for tables whose rows are whole lines. */
import { FIELDS, type FieldKey, type FieldType, isNumeric } from '../../record/fields.ts';
import type { RecordFormat } from '../../record/format.ts';

/** A value; the parser of single lines takes spaces and tabs for gaps, however many, and ignores a carriage return. */
export const LINE_WORDS = '[^ \\t\\r]+';

const GAP = '[ \\t]+';

const PATTERNS: { readonly [T in FieldType]?: string } = {
  address: '([0-9a-fA-F.:]+|-)',
  action: '(ACCEPT|REJECT|-)',
  'log-status': '(OK|NODATA|SKIPDATA|-)',
};

function patternOf(key: FieldKey | null): string {
  if (key === null) return LINE_WORDS;
  return isNumeric(key) ? '([0-9]+|-)' : (PATTERNS[FIELDS[key].type] ?? LINE_WORDS);
}

/**
 * Matches lines that have a value for every field, each as its type is written; more may follow. Headers, lines cut short and lines of
 * something else are no records.
 */
export function isRecordLine(format: RecordFormat): string {
  return `^[ \\t]*${format.fields.map(({ key }) => patternOf(key)).join(GAP)}([ \\t\\r]|$)`;
}
