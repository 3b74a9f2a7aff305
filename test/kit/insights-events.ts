/** Flow log lines as log events, and questions asked of them through the compiler and the stand-in for the service. */
import { type AnsweredPart, answerOf } from '../../src/backends/insights/answer.ts';
import type { Lines } from '../../src/backends/insights/compile.ts';
import { compileParts } from '../../src/backends/insights/parts.ts';
import type { FlowQuery } from '../../src/query/flow-query.ts';
import { FIELDS } from '../../src/record/fields.ts';
import {
  DEFAULT_FORMAT,
  formatNames,
  isFormatProblem,
  parseFormat,
  type RecordFormat,
} from '../../src/record/format.ts';
import { formatRecord } from '../../src/record/format-record.ts';
import { parseRecord } from '../../src/record/parse-record.ts';
import type { FlowRecord } from '../../src/record/record.ts';
import { interpret, type LogEvent } from './insights-interpreter.ts';
import type { Quirks } from './insights-values.ts';

export function formatOf(names: string): RecordFormat {
  const format = parseFormat(names);
  if (isFormatProblem(format)) throw new TypeError(format.problem);
  return format;
}

/** The record that a line of this format is. */
export function recordOf(line: string, format: RecordFormat): FlowRecord {
  const record = parseRecord(line, format);
  if (typeof record === 'string') throw new TypeError(record);
  return record;
}

/** The names that AWS documents for VPC flow logs (CloudWatch Logs User Guide, "Supported logs and discovered fields"). */
export const DISCOVERED: ReadonlySet<string> = new Set(
  DEFAULT_FORMAT.fields.flatMap(({ key }) => (key ? [FIELDS[key].insights] : [])),
);

/** An event's time is its record's start. The service discovers fields in lines of AWS's default format. */
export function eventOf(record: FlowRecord, format: RecordFormat): LogEvent {
  const isDefault = formatNames(format) === formatNames(DEFAULT_FORMAT);
  const discovered = format.fields.flatMap(({ key }) =>
    key && isDefault ? [[FIELDS[key].insights, String(record[key] ?? '-')]] : [],
  );
  return {
    time: record.start ?? 0,
    message: formatRecord(record, format),
    discovered: Object.fromEntries(discovered),
  };
}

/** Lines of these formats, in groups in which the service discovers what it documents. */
export function linesOf(...formats: readonly RecordFormat[]): Lines {
  const isDefault = formats.every((format) => formatNames(format) === formatNames(DEFAULT_FORMAT));
  return { formats, aggregationInterval: 600, discovered: isDefault ? DISCOVERED : new Set() };
}

/** The answer to a question about events, as the engine gives it. */
export function askInsights<Row>(
  query: FlowQuery<Row>,
  lines: Lines,
  events: readonly LogEvent[],
  quirks?: Quirks,
) {
  const parts = compileParts(query, lines).map(
    (compiled): AnsweredPart => ({
      compiled,
      results: interpret(compiled, events, DISCOVERED, quirks).map(
        (result) => new Map(result.map(({ field, value }) => [field, value])),
      ),
    }),
  );
  return answerOf(query, parts);
}
