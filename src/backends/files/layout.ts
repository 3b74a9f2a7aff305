/** How a file's records are written, told from its beginning: in columns that DuckDB reads by itself, or in a form that only the line parser opens. */
import {
  DEFAULT_FORMAT,
  isFormatProblem,
  isHeader,
  parseFormat,
  type RecordFormat,
  TRANSIT_GATEWAY_DEFAULT_FORMAT,
} from '../../record/format.ts';
import { recordParser } from '../../record/parse-record.ts';

export type Layout =
  | { readonly kind: 'columns'; readonly format: RecordFormat; readonly hasHeader: boolean }
  /** JSON, exports with times in front, several formats in one file, and anything else. */
  | { readonly kind: 'lines' };

const LINES: Layout = { kind: 'lines' };
/** Lines that are looked at; what comes after them may still hold odd lines, which DuckDB refuses. */
const SAMPLE = 200;
/** So many of the sample must be exactly as DuckDB reads them, or it would refuse most of the file. */
const SHARE = 0.5;

/** One space between values, as many values as the format has fields. */
function fits(line: string, format: RecordFormat, parse: ReturnType<typeof recordParser>): boolean {
  const values = line.split(' ');
  return values.length === format.fields.length && !values.includes('') && typeof parse(line) !== 'string';
}

function fitsMost(lines: readonly string[], format: RecordFormat): boolean {
  const parse = recordParser(format);
  const fitting = lines.filter((line) => fits(line, format, parse)).length;
  return lines.length > 0 && fitting >= lines.length * SHARE;
}

/** @param given the format of lines before any header, where someone told it */
export function layoutOf(
  head: { readonly text: string; readonly isCut: boolean },
  given?: RecordFormat,
): Layout {
  if (/[\r\t]/.test(head.text) || head.text.startsWith('\uFEFF')) return LINES;
  const all = head.text.split('\n');
  const lines = (head.isCut ? all.slice(0, -1) : all).slice(0, SAMPLE).filter((line) => line !== '');
  const [first = '', ...rest] = lines;
  const header = isHeader(first) ? parseFormat(first) : undefined;
  if (header && !isFormatProblem(header)) {
    // A header that is not written as S3 writes it may have been put together by hand; so may what follows.
    const plain = first === header.fields.map(({ name }) => name).join(' ');
    if (rest.some(isHeader) || !plain) return LINES;
    return rest.length === 0 || fitsMost(rest, header)
      ? { kind: 'columns', format: header, hasHeader: true }
      : LINES;
  }
  if (lines.some(isHeader)) return LINES;
  const formats = given ? [given] : [DEFAULT_FORMAT, TRANSIT_GATEWAY_DEFAULT_FORMAT];
  const format = formats.find((one) => fitsMost(lines, one));
  return format ? { kind: 'columns', format, hasHeader: false } : LINES;
}
