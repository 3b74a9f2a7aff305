import { describe, expect, it } from 'vitest';
import { createMemoryEngine } from '../../../src/backends/memory/memory-engine.ts';
import { DEFAULT_FORMAT, type RecordFormat } from '../../../src/record/format.ts';
import { formatRecord } from '../../../src/record/format-record.ts';
import type { FlowRecord } from '../../../src/record/record.ts';
import { askInsights, eventOf, formatOf, linesOf, recordOf } from '../../kit/insights-events.ts';
import { USUAL } from '../../kit/insights-interpreter.ts';
import type { Quirks } from '../../kit/insights-values.ts';
import { CASE_HEADER, CASE_LINES, QUERY_CASES } from '../../kit/query-cases.ts';

const CUSTOM = formatOf(CASE_HEADER);
const RECORDS = CASE_LINES.map((line) => recordOf(line, CUSTOM));

interface Written {
  readonly record: FlowRecord;
  readonly format: RecordFormat;
}

/** The record as a flow log of this format would have written it. */
function written(record: FlowRecord, format: RecordFormat): Written {
  return { record: recordOf(formatRecord(record, format), format), format };
}

const WAYS: Readonly<Record<string, readonly Written[]>> = {
  'in a format of its own': RECORDS.map((record) => written(record, CUSTOM)),
  "in AWS's default format": RECORDS.map((record) => written(record, DEFAULT_FORMAT)),
  'in two formats in one log group': RECORDS.map((record, index) =>
    written(record, index % 2 === 0 ? CUSTOM : DEFAULT_FORMAT),
  ),
  'without the time of its end': RECORDS.map((record) =>
    written(record, formatOf(CASE_HEADER.replace(' end', ''))),
  ),
};

const QUIRKS: readonly Quirks[] = [
  USUAL,
  {
    absent: 'unknown',
    textBesideNumber: 'unknown',
    absentSorts: 'first',
    emptySum: 'zero',
    numbers: 'scientific',
  },
  { ...USUAL, textBesideNumber: 'as-text', numbers: 'scientific' },
  { ...USUAL, absent: 'unknown', textBesideNumber: 'as-text', absentSorts: 'first' },
];

const signal = new AbortController().signal;

describe.each(Object.entries(WAYS))('a question about records %s', (_, lines) => {
  const formats = [...new Set(lines.map(({ format }) => format))];
  const events = lines.map(({ record, format }) => eventOf(record, format));
  const memory = createMemoryEngine(lines.map(({ record }) => record));

  it.each(QUERY_CASES)('means the same as in memory: $name', async ({ query }) => {
    const expected = await memory.run(query, { signal });

    for (const quirks of QUIRKS) {
      const { rows, cutOff } = askInsights(query, linesOf(...formats), events, quirks);
      expect(rows).toEqual(expected.rows);
      expect(cutOff).toBe(expected.cutOff);
    }
  });
});
