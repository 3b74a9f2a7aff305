/** The regular expression that takes a record's line apart: anchored at both ends, every field by its type, so that lines of another format do not match. */
import { FIELDS, type FieldKey, type FieldType, isNumeric } from '../../record/fields.ts';
import type { RecordFormat } from '../../record/format.ts';

const PATTERNS: { readonly [T in FieldType]?: string } = {
  address: '[0-9a-fA-F.:-]+',
  action: '[A-Z-]+',
  'log-status': '[A-Z-]+',
};

function patternOf(key: FieldKey | null): string {
  if (key === null) return '\\S+';
  return isNumeric(key) ? '[0-9-]+' : (PATTERNS[FIELDS[key].type] ?? '\\S+');
}

/**
 * Each field is spelled out: a counted repetition (`{12}`) in a filter has been seen to lose records.
 *
 * @param captures the name under which a field is extracted; fields without one are only skipped
 */
export function linePattern(format: RecordFormat, captures: ReadonlyMap<FieldKey, string>): string {
  const parts = format.fields.map(({ key }) => {
    const name = key && captures.get(key);
    return name ? `(?<${name}>${patternOf(key)})` : patternOf(key);
  });
  return `/^${parts.join('\\s+')}\\s*$/`;
}
