/** A flow log record among the lines of a text. */
import { trimmedEnd } from '../../query/trimmed.ts';
import { parseText } from '../../record/parse-lines.ts';
import type { FlowRecord } from '../../record/record.ts';

export interface RecordLine {
  readonly line: string;
  readonly record: FlowRecord;
}

/** A version, and after it the values of AWS's default format: so that few lines are parsed which are none. */
const LOOKS_LIKE_ONE = /^\d{1,2} \S+ \S+ \S+ \S+ \S+ \S+ /;
const LONGEST = 1000;
/** What chat puts around a line: marks of code and quotation, and spaces. */
const BEFORE = /^[\s`>•*]+/;
const AFTER = /[\s`*]/;

/** The first record in AWS's default format. */
export function recordIn(text: string): RecordLine | null {
  for (const typed of text.split('\n')) {
    if (typed.length > LONGEST) continue;
    const line = trimmedEnd(typed.replace(BEFORE, ''), AFTER);
    if (!LOOKS_LIKE_ONE.test(line)) continue;
    const [record] = parseText(line, { file: 'the message' }).records;
    if (record) return { line, record };
  }
  return null;
}
