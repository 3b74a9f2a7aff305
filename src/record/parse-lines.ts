/** Many lines to records: header lines switch the format, wrapped lines are opened, and lines that are no records are counted and kept as samples. */
import { unwrapJson } from './envelope.ts';
import { fieldKeyOf } from './fields.ts';
import {
  DEFAULT_FORMAT,
  isFormatProblem,
  isHeader,
  parseFormat,
  type RecordFormat,
  TRANSIT_GATEWAY_DEFAULT_FORMAT,
} from './format.ts';
import { piecesOf } from './json-pieces.ts';
import { MAX_SAMPLES, type Malformed, type MalformedSample } from './malformed.ts';
import { type ParsedRecord, recordParser } from './parse-record.ts';
import type { FlowRecord } from './record.ts';

export interface ReadingOptions {
  /** The name shown with a malformed line. */
  readonly file: string;
  /** The format of lines before any header. Without it, AWS's default formats are taken. */
  readonly format?: RecordFormat;
}

interface ReadingSummary {
  readonly records: number;
  readonly malformed: Malformed;
  /** Records with more values than the format names; the values are in their `extra`. */
  readonly withExtra: number;
  /** Names in header lines or the given format that this version does not know; their values are in `unknown`. */
  readonly unknownFields: readonly string[];
}

export interface RecordReader {
  /** Reads one line, or one JSON value that holds several, and hands every record in it to `take`. `number` counts from 1. */
  read(line: string, number: number, take: (record: FlowRecord) => void): void;
  summary(): ReadingSummary;
}

const DOLLAR = 36;
const LONGEST_SAMPLE = 300;
const UNANNOUNCED =
  'this is AWS’s default format, expected because neither a header line nor --format names the fields';

/** The time, and perhaps the log stream, that `aws logs tail` and exports of CloudWatch Logs put before each line. */
const EXPORT_PREFIX =
  /^\s*\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)\s+(?:eni-[0-9a-f]+-\w+\s+)?/;

const parseTransitGatewayDefault = recordParser(TRANSIT_GATEWAY_DEFAULT_FORMAT);

/** Records that nobody named a format for: version 2, or the transit gateway's default, which says what it is in its second field. */
function parseUnannounced(parseDefault: (line: string) => ParsedRecord): (line: string) => ParsedRecord {
  return (line) => {
    const parsed = parseDefault(line);
    if (typeof parsed !== 'string') return parsed;
    const transit = / TransitGateway /.test(line) ? parseTransitGatewayDefault(line) : parsed;
    return typeof transit === 'string' ? `${parsed}; ${UNANNOUNCED}` : transit;
  };
}

/** Whether the first word of a line is a field's name, which only a header's is; cheap, because it is asked of every line. */
function startsAsHeader(line: string): boolean {
  const code = line.charCodeAt(0);
  if (code === DOLLAR) return true;
  if (code < 97 || code > 122) return false;
  const space = line.indexOf(' ');
  return fieldKeyOf(space === -1 ? line.trimEnd() : line.slice(0, space)) !== undefined;
}

/** Makes a reader that remembers the format in force, what was malformed, and what was unknown. */
export function recordReader({ file, format }: ReadingOptions): RecordReader {
  let parse = format ? recordParser(format) : parseUnannounced(recordParser(DEFAULT_FORMAT));
  let records = 0;
  let malformed = 0;
  let withExtra = 0;
  const samples: MalformedSample[] = [];
  const unknownFields = new Set<string>();
  noteUnknown(format);

  function noteUnknown(used: RecordFormat | undefined): void {
    for (const { name, key } of used?.fields ?? []) if (key === null) unknownFields.add(name);
  }

  function refuse(line: string, number: number, reason: string): void {
    malformed += 1;
    if (samples.length >= MAX_SAMPLES) return;
    const text = line.length > LONGEST_SAMPLE ? `${line.slice(0, LONGEST_SAMPLE)}…` : line;
    samples.push({ file, line: number, text, reason });
  }

  function switchFormat(header: string, number: number): void {
    const named = parseFormat(header);
    if (isFormatProblem(named)) {
      refuse(header, number, named.problem);
      return;
    }
    parse = recordParser(named);
    noteUnknown(named);
  }

  function readPlain(line: string, number: number, take: (record: FlowRecord) => void): void {
    if (startsAsHeader(line) && isHeader(line)) {
      switchFormat(line, number);
      return;
    }
    const parsed = parse(line);
    if (typeof parsed === 'string') readOdd(line, number, parsed, take);
    else keep(parsed, take);
  }

  /** A line that is no record as it stands: a header that begins with a new name, a line of an export, or malformed. */
  function readOdd(line: string, number: number, reason: string, take: (record: FlowRecord) => void): void {
    const bare = line.replace(EXPORT_PREFIX, '');
    if (isHeader(bare)) {
      switchFormat(bare, number);
      return;
    }
    const parsed = bare === line ? reason : parse(bare);
    if (typeof parsed === 'string') refuse(line, number, reason);
    else keep(parsed, take);
  }

  function keep(record: FlowRecord, take: (record: FlowRecord) => void): void {
    records += 1;
    if (record.extra !== undefined) withExtra += 1;
    take(record);
  }

  return {
    read(line, number, take) {
      const code = line.charCodeAt(0);
      if (code >= 48 && code <= 57) {
        readPlain(line, number, take);
        return;
      }
      const start = line.search(/[^\s\uFEFF]/);
      if (start === -1) return;
      if (line[start] !== '{' && line[start] !== '[') {
        readPlain(line.slice(start), number, take);
        return;
      }
      for (const held of unwrapJson(line.slice(start))) {
        if ('reason' in held) refuse(line, number, held.reason);
        else readPlain(held.text, number, take);
      }
    },
    summary: () => ({
      records,
      malformed: { count: malformed, samples: [...samples] },
      withExtra,
      unknownFields: [...unknownFields],
    }),
  };
}

export interface Reading extends Omit<ReadingSummary, 'records'> {
  readonly records: readonly FlowRecord[];
}

/** Reads lines one by one; JSON is opened where it stands on one line. */
export function parseLines(lines: Iterable<string>, options: ReadingOptions): Reading {
  const reader = recordReader(options);
  const records: FlowRecord[] = [];
  let number = 0;
  for (const line of lines) {
    number += 1;
    reader.read(line, number, (record) => records.push(record));
  }
  return { ...reader.summary(), records };
}

/** Reads a whole file's text, also where it is one JSON value over many lines. */
export function parseText(text: string, options: ReadingOptions): Reading {
  const reader = recordReader(options);
  const records: FlowRecord[] = [];
  for (const piece of piecesOf(text)) reader.read(piece.text, piece.line, (record) => records.push(record));
  return { ...reader.summary(), records };
}
