/** `decode <record>`: one record in words, from nothing but its text. */
import type { MistakeAnswer } from '../diagnosis/answer.ts';
import { trimmedEnd } from '../query/trimmed.ts';
import { explain } from '../record/explain.ts';
import { DEFAULT_FORMAT, formatNames, isFieldName, isHeader } from '../record/format.ts';
import { parseText, type Reading } from '../record/parse-lines.ts';
import type { Immediate, TextVerb } from './verb.ts';

const RECORD =
  '2 123456789010 eni-1235b8ca123456789 172.31.16.139 172.31.16.21 20641 22 6 20 4249 1418530010 1418530070 ACCEPT OK';
const RECORD_WITH_NAMES =
  'version srcaddr dstaddr dstport protocol action 2 172.31.16.139 172.31.16.21 22 6 ACCEPT';
const ALLOWED = `A record in AWS's default format, with the ${DEFAULT_FORMAT.fields.length} fields ${formatNames(DEFAULT_FORMAT)}; or the names of its fields first, then the record; or either wrapped in JSON as {"message": "…"}.`;

export const decode: TextVerb = {
  kind: 'text',
  name: 'decode',
  summary: 'Explains one flow log record in words, with its Community ID',
  usage: "decode '<record>'  ·  decode '<field names> <record>'",
  examples: [`decode ${RECORD}`, `decode ${RECORD_WITH_NAMES}`],
  answer(argument) {
    const text = plainText(argument);
    if (text === '') return mistake(argument, 'There is no record to explain.', RECORD);
    const reading = parseText(text.split('\n').map(namesOnTheirOwnLine).join('\n'), { file: 'the text' });
    const isShort = text.split(/\s+/).length < DEFAULT_FORMAT.fields.length;
    return (
      explanation(reading) ?? mistake(argument, problemOf(reading), isShort ? RECORD_WITH_NAMES : RECORD)
    );
  },
};

/** Without what chat programs and shells put around or into pasted text: quotes, code marks, special spaces, a written-out line end. */
function plainText(argument: string): string {
  const marked = argument
    .replace(/[\u00A0\u2007\u202F]/g, ' ')
    .replace(/[\u200B\u2060]/g, '')
    .replace(/[“”]/g, '"')
    .replace(/[‘’]/g, "'")
    .replace(/^[\s`'"]+/, '');
  const text = trimmedEnd(marked, /[\s`'"]/);
  // In JSON quotes and escapes mean something; in a record neither occurs.
  return /^[[{]/.test(text) ? text : text.replace(/["'`]/g, ' ').replaceAll('\\n', '\n');
}

/** A line that holds the field names and then the record, as it comes from one line of chat, becomes two lines. */
function namesOnTheirOwnLine(line: string): string {
  const parts = line.split(/\s+/).filter((part) => part !== '');
  const known = parts.findIndex((part) => !isFieldName(part));
  if (known === -1) return line;
  const half = Math.floor(parts.length / 2);
  // A name that is not known ends the run of known ones too early; then the names are the first half.
  const count = known < half && isHeader(parts.slice(0, half).join(' ')) ? half : known;
  const names = parts.slice(0, count).join(' ');
  return isHeader(names) ? `${names}\n${parts.slice(count).join(' ')}` : line;
}

function explanation({ records, malformed }: Reading): Immediate | undefined {
  const [record] = records;
  if (!record) return undefined;
  const explained = explain(record);
  const others = records.length - 1 + malformed.count;
  if (others === 0) return { kind: 'explanation', explanation: explained };
  const caveat = `Only the first record is explained; the text has ${others} more ${others === 1 ? 'line' : 'lines'}.`;
  return { kind: 'explanation', explanation: { ...explained, caveats: [...explained.caveats, caveat] } };
}

function problemOf({ malformed }: Reading): string {
  const reason = malformed.samples[0]?.reason;
  return reason ? `That is not a record: ${reason}.` : 'The text names fields and holds no record.';
}

function mistake(argument: string, problem: string, example: string): MistakeAnswer {
  return {
    kind: 'mistake',
    text: `decode ${argument}`.trim(),
    problem,
    allowed: ALLOWED,
    example: `decode ${example}`,
  };
}
