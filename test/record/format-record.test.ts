import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FIELD_KEYS, FIELDS, type FieldKey } from '../../src/record/fields.ts';
import { DEFAULT_FORMAT, formatOfNames } from '../../src/record/format.ts';
import { formatRecord } from '../../src/record/format-record.ts';
import { largestValue, parseRecord } from '../../src/record/parse-record.ts';

const word = fc.stringMatching(/^[!-,.-~][!-~]{0,20}$/);

function valueText(key: FieldKey): fc.Arbitrary<string> {
  const largest = largestValue(key);
  if (largest !== null) return fc.integer({ min: 0, max: largest }).map(String);
  switch (FIELDS[key].type) {
    case 'address':
      return fc.oneof(fc.ipV4(), fc.ipV6());
    case 'action':
      return fc.constantFrom('ACCEPT', 'REJECT');
    case 'log-status':
      return fc.constantFrom('OK', 'NODATA', 'SKIPDATA');
    default:
      return word;
  }
}

/** Any choice of known and unknown names in any order, with a line that fits it and perhaps more values. */
const formatAndLine = fc
  .tuple(
    fc.shuffledSubarray([...FIELD_KEYS], { minLength: 1 }),
    fc.uniqueArray(fc.constantFrom('new-a', 'new-b', 'new-c')),
  )
  .chain(([keys, unknown]) =>
    fc.record({
      names: fc.constant([...keys.map((key) => FIELDS[key].name), ...unknown]),
      values: fc.tuple(
        ...keys.map((key) =>
          fc.oneof({ weight: 4, arbitrary: valueText(key) }, { weight: 1, arbitrary: fc.constant('-') }),
        ),
        ...unknown.map(() => word),
      ),
      extra: fc.array(word, { maxLength: 3 }),
    }),
  );

describe('formatRecord', () => {
  it('writes what was read, for every format and record', () => {
    fc.assert(
      fc.property(formatAndLine, ({ names, values, extra }) => {
        const format = formatOfNames(names);
        const line = [...values, ...extra].join(' ');

        const record = parseRecord(line, format);

        expect(typeof record === 'string' ? record : formatRecord(record, format)).toBe(line);
      }),
      { numRuns: 2000 },
    );
  });

  it('writes - for what a record does not have', () => {
    expect(formatRecord({ version: 2 }, DEFAULT_FORMAT)).toBe('2 - - - - - - - - - - - - -');
  });
});
