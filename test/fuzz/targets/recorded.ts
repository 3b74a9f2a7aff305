/** What is read of flow log files: lines, headers, formats, JSON around them, and what is then said of a record. */
import fc from 'fast-check';
import { expect } from 'vitest';
import { layoutOf } from '../../../src/backends/files/layout.ts';
import { decode } from '../../../src/commands/decode.ts';
import { explain } from '../../../src/record/explain.ts';
import { FIELD_KEYS, FIELDS } from '../../../src/record/fields.ts';
import {
  DEFAULT_FORMAT,
  formatNames,
  formatOfNames,
  isFormatProblem,
  isHeader,
  parseFormat,
} from '../../../src/record/format.ts';
import { formatRecord } from '../../../src/record/format-record.ts';
import { parseText } from '../../../src/record/parse-lines.ts';
import { largestValue, parseRecord } from '../../../src/record/parse-record.ts';
import type { FlowRecord } from '../../../src/record/record.ts';
import { meanText, repeated, soup } from '../../kit/mean-text.ts';
import { mangled, mutated } from '../mutated.ts';
import { target } from '../target.ts';

const NAMES = FIELD_KEYS.map((key) => FIELDS[key].name);
const HEADER = formatNames(DEFAULT_FORMAT);
const LINE =
  '2 123456789010 eni-1235b8ca123456789 172.31.16.139 172.31.16.21 20641 22 6 20 4249 1418530010 1418530070 ACCEPT OK';
const LINES = [
  LINE,
  '2 123456789010 eni-1235b8ca123456789 - - - - - - - 1431280876 1431280934 - NODATA',
  '2 123456789010 eni-1235b8ca123456789 2001:db8:1234:a100:8d6e:3477:df66:f105 2001:db8::2 34892 22 6 54 8855 1477913708 1477913820 ACCEPT OK',
  `2026-11-25T14:00:00.123Z eni-1235b8ca123456789-all ${LINE}`,
];
const FILES = [
  LINES.join('\n'),
  `${HEADER}\n${LINES.join('\n')}\n${NAMES.join(' ')}\n`,
  JSON.stringify({ messageType: 'DATA_MESSAGE', logEvents: LINES.map((message) => ({ message })) }, null, 1),
  LINES.map((message) => JSON.stringify({ message, timestamp: 1 })).join('\n'),
  JSON.stringify([{ event: { original: LINE } }, [{ field: '@message', value: LINE }]]),
];
const VALUES =
  '- 0 1 2 6 17 22 443 65535 65536 99999999999999999999 9007199254740992 1431280876 ACCEPT REJECT OK NODATA SKIPDATA 10.0.1.5 ::1 eni-1 egress ingress'.split(
    ' ',
  );

/** What a record's own type says of its values. */
function holdsOf(record: FlowRecord): void {
  for (const key of FIELD_KEYS) {
    const value = record[key];
    if (value === undefined || value === null) continue;
    const largest = largestValue(key);
    if (largest === null) expect(typeof value).toBe('string');
    else
      expect(typeof value === 'number' && value % 1 === 0 && value >= 0 && value <= largest, key).toBe(true);
  }
}

const someFormat = fc
  .uniqueArray(fc.constantFrom(...NAMES, 'new-field', 'constructor'), { minLength: 1, maxLength: 12 })
  .filter((names) => names.some((name) => NAMES.includes(name)));

export const RECORDED = [
  target({
    name: 'a file of records',
    cases: 3_000,
    input: fc.oneof(
      { weight: 6, arbitrary: mangled(FILES) },
      { weight: 2, arbitrary: soup([...LINES, HEADER, '{', '}', '[', ']', '"', '{"message":'], 12, '\n') },
      {
        weight: 1,
        arbitrary: repeated(40_000, ['{', '[', '"', '{"a":', '[[', '{}', '\\"', LINE, HEADER, ' ', '\n{']),
      },
    ),
    holds: (text) => {
      const { records, malformed } = parseText(text, { file: 'a file' });
      for (const record of records) holdsOf(record);
      expect(malformed.samples.length).toBeLessThanOrEqual(malformed.count);
      expect(['columns', 'lines']).toContain(layoutOf({ text, isCut: text.length % 2 === 0 }).kind);
    },
  }),
  target({
    name: 'records in JSON of pipelines',
    cases: 10_000,
    input: mutated(
      FILES.slice(2)
        .flatMap((text) => text.split('\n{'))
        .flatMap((text) => {
          try {
            return [JSON.parse(text)];
          } catch {
            // A part of one that spans lines.
            return [];
          }
        }),
    ),
    holds: (json) => {
      for (const record of parseText(JSON.stringify(json), { file: 'a file' }).records) holdsOf(record);
    },
  }),
  target({
    name: 'a line of any format',
    cases: 150_000,
    input: fc.record({
      names: someFormat,
      values: fc.array(fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...VALUES) }, meanText), {
        maxLength: 14,
      }),
    }),
    holds: ({ names, values }) => {
      const format = formatOfNames(names);
      const record = parseRecord(values.join(' '), format);
      if (typeof record === 'string') return;
      holdsOf(record);
      expect(parseRecord(formatRecord(record, format), format)).toEqual(record);
    },
  }),
  target({
    name: 'the names of a format',
    cases: 150_000,
    input: fc.oneof(
      soup([...NAMES, ...NAMES.map((name) => `\${${name}}`), 'srcAddr', 'interface_id', ','], 10),
      meanText,
    ),
    holds: (text) => {
      const format = parseFormat(text);
      isHeader(text);
      if (isFormatProblem(format)) expect(format.problem).not.toBe('');
      else expect(parseFormat(formatNames(format))).toEqual(format);
    },
  }),
  target({
    name: 'a record that is to be explained',
    cases: 8_000,
    input: fc.record({
      names: someFormat,
      values: fc.array(fc.constantFrom(...VALUES), { minLength: 12, maxLength: 12 }),
      typed: fc.oneof(mangled(LINES), meanText),
    }),
    holds: ({ names, values, typed }) => {
      const record = parseRecord(values.join(' '), formatOfNames(names));
      if (typeof record !== 'string') expect(explain(record).headline).not.toBe('');
      expect(['explanation', 'mistake']).toContain(decode.answer(typed, []).kind);
    },
  }),
];
