/** In which order a flow log writes its fields: read from a header line, AWS's `LogFormat`, or what a person typed after `--format`. */
import { FIELD_KEYS, FIELDS, type FieldKey } from './fields.ts';

interface FormatField {
  /** As AWS writes it (`pkt-srcaddr`); a name this version does not know stands as it was found. */
  readonly name: string;
  /** Null for a name this version does not know: its values are kept as text. */
  readonly key: FieldKey | null;
}

/** The ordered fields of one kind of line. No name occurs twice. */
export interface RecordFormat {
  readonly fields: readonly FormatField[];
}

/** Why a text names no format. */
export interface FormatProblem {
  /** The part that is wrong, as found; empty when there was nothing at all. */
  readonly part: string;
  /** A sentence with the part in it. */
  readonly problem: string;
}

const NAME = /^[a-z][a-z0-9_-]*$/i;
const PLACEHOLDER = /^\$\{([^{}$]*)\}$/;

/** Other spellings people copy: Athena's underscores, Logs Insights' camel case. */
const keysBySpelling: ReadonlyMap<string, FieldKey> = new Map(
  FIELD_KEYS.flatMap((key) => [
    [FIELDS[key].name, key],
    [FIELDS[key].parquetColumn, key],
    [FIELDS[key].insights, key],
    [key, key],
  ]),
);

function fieldNamed(spelling: string): FormatField {
  const key = keysBySpelling.get(spelling) ?? null;
  return { name: key ? FIELDS[key].name : spelling, key };
}

/** The name in `${name}`, or the part itself. */
function spellingOf(part: string): string {
  return PLACEHOLDER.exec(part)?.[1] ?? part;
}

/** Whether a word, plain or as `${name}`, names a field that this version knows. */
export function isFieldName(word: string): boolean {
  return keysBySpelling.has(spellingOf(word));
}

/** The format with these names in this order, as AWS writes them: a flow log's field list, a Parquet file's columns. */
export function formatOfNames(names: readonly string[]): RecordFormat {
  return { fields: names.map(fieldNamed) };
}

function formatOfKeys(keys: readonly FieldKey[]): RecordFormat {
  return { fields: keys.map((key) => ({ name: FIELDS[key].name, key })) };
}

/** The format of a VPC flow log for which nobody chose one: the fields of version 2. */
export const DEFAULT_FORMAT = formatOfKeys(FIELD_KEYS.filter((key) => FIELDS[key].since === 2));

/** The format of a transit gateway flow log for which nobody chose one (Transit Gateway guide, "Available fields"). */
export const TRANSIT_GATEWAY_DEFAULT_FORMAT = formatOfNames(
  (
    'version resource-type account-id tgw-id tgw-attachment-id tgw-src-vpc-account-id tgw-dst-vpc-account-id tgw-src-vpc-id ' +
    'tgw-dst-vpc-id tgw-src-subnet-id tgw-dst-subnet-id tgw-src-eni tgw-dst-eni tgw-src-az-id tgw-dst-az-id ' +
    'tgw-pair-attachment-id srcaddr dstaddr srcport dstport protocol packets bytes start end log-status type ' +
    'packets-lost-no-route packets-lost-blackhole packets-lost-mtu-exceeded packets-lost-ttl-expired tcp-flags region ' +
    'flow-direction pkt-src-aws-service pkt-dst-aws-service'
  ).split(' '),
);

/** The names of a format in one line, as S3 writes them into the header. */
export function formatNames(format: RecordFormat): string {
  return format.fields.map(({ name }) => name).join(' ');
}

export function isFormatProblem(read: RecordFormat | FormatProblem): read is FormatProblem {
  return 'problem' in read;
}

/**
 * Reads field names separated by spaces or commas, each plain or as `${name}`: a header line, `LogFormat`, or what was typed.
 * Names that this version does not know are kept, so that a field AWS adds tomorrow can be read today; at least one must be known.
 */
export function parseFormat(text: string): RecordFormat | FormatProblem {
  const parts = text
    .replace(/^\uFEFF/, '')
    .split(/[\s,]+/)
    .filter((part) => part !== '');
  if (parts.length === 0) return { part: '', problem: 'The format names no field.' };
  const fields: FormatField[] = [];
  const seen = new Set<string>();
  for (const part of parts) {
    const spelling = spellingOf(part);
    if (!NAME.test(spelling)) {
      return {
        part,
        problem: `${quote(part)} is not the name of a field; names look like srcaddr or \${srcaddr}.`,
      };
    }
    const field = fieldNamed(spelling);
    if (seen.has(field.name))
      return { part, problem: `${quote(part)} is named twice; a record has each field once.` };
    seen.add(field.name);
    fields.push(field);
  }
  const first = parts[0] ?? '';
  if (fields.every(({ key }) => key === null)) {
    return {
      part: first,
      problem: `${quote(first)} is not a field of a flow log record, and neither is any other name given.`,
    };
  }
  return { fields };
}

function quote(part: string): string {
  return `"${part.length > 60 ? `${part.slice(0, 60)}…` : part}"`;
}

/** Fields whose names stand in ordinary text too, so that they alone do not make a header. */
const ORDINARY_WORDS: ReadonlySet<FieldKey> = new Set([
  'version',
  'protocol',
  'packets',
  'bytes',
  'start',
  'end',
  'action',
  'type',
  'region',
]);

/** Whether a line consists of field names and not of values: at least half are known, and one of them is no ordinary word. */
export function isHeader(line: string): boolean {
  const parts = line.split(/[\s\uFEFF]+/).filter((part) => part !== '');
  const known: FieldKey[] = [];
  for (const part of parts) {
    if (!NAME.test(spellingOf(part))) return false;
    const key = keysBySpelling.get(spellingOf(part));
    if (key) known.push(key);
  }
  return known.length * 2 >= parts.length && known.some((key) => !ORDINARY_WORDS.has(key));
}
