/**
 * What the partition columns of a table mean. The place of a column in the path of the files tells it most surely, then what projection says of its
 * values, then its name.
 *
 * Source of the properties: Athena User Guide, "Supported types for partition projection" and "Set up partition projection".
 */
import type { SourceError } from '../../query/source-error.ts';
import type { PartitionMeaning, TablePartition } from './table.ts';
import { isProjected, type MetadataColumn, type TableMetadata, templateOf } from './table-properties.ts';

type Problem = (happened: string, todo: string) => SourceError;

interface Projection {
  /** `enum`, `integer`, `date`, `injected`; null where the column's values are those of the catalog. */
  readonly type: string | null;
  property(name: string): string | undefined;
}

function projectionOf(metadata: TableMetadata, column: string): Projection {
  const property = (name: string) => metadata.parameters.get(`projection.${column}.${name}`)?.trim();
  return { type: isProjected(metadata) ? (property('type')?.toLowerCase() ?? null) : null, property };
}

/** The whole of a day or an hour, the parts in this order and apart by anything that is no letter: `yyyy/MM/dd`, `yyyy-MM-dd-HH`. */
const WHOLE_TIME = /^yyyy[^A-Za-z']?MM[^A-Za-z']?dd(?:[^A-Za-z']?(HH))?$/;

/** One part of a time by itself. */
const PART_PATTERNS = { yyyy: 'year', MM: 'month', dd: 'day', HH: 'hour' } as const;

function isPartPattern(pattern: string): pattern is keyof typeof PART_PATTERNS {
  return Object.hasOwn(PART_PATTERNS, pattern);
}

function timeOf(pattern: string, column: string, problem: Problem): PartitionMeaning {
  if (isPartPattern(pattern))
    return { kind: 'time-part', part: PART_PATTERNS[pattern], digits: pattern.length };
  const read = WHOLE_TIME.exec(pattern);
  if (read) return { kind: 'time', pattern, unit: read[1] === undefined ? 'day' : 'hour' };
  throw problem(
    `the values of its partition column \`${column}\` are times written as ${pattern}.`,
    'Days and hours can be asked for: yyyy/MM/dd, yyyy-MM-dd, yyyy/MM/dd/HH; `athena-setup` prints a table that has them.',
  );
}

const DIGITS = { year: 4, month: 2, day: 2, hour: 2 } as const;
type Part = keyof typeof DIGITS;

function partNamed(name: string): Part | undefined {
  const lower = name.toLowerCase();
  return lower in DIGITS ? (lower as Part) : undefined;
}

/** Where a flow log's files lie: `AWSLogs/<account>/vpcflowlogs/<region>/…`, or with the names that Hive knows (VPC User Guide, "Flow log files"). */
const PLACES = [
  ['account', /AWSLogs\/(?:aws-account-id=)?$/],
  ['service', /aws-service=$/],
  ['region', /(?:vpcflowlogs\/|aws-region=)$/],
] as const;

function meaningInPath(column: string, template: string): PartitionMeaning | undefined {
  const before = template.split(`\${${column}}`)[0];
  if (before === undefined || before === template) return undefined;
  const kind = PLACES.find(([, place]) => place.test(before))?.[0];
  return kind && { kind };
}

const NAMES: Readonly<Record<string, 'account' | 'region' | 'service'>> = {
  account: 'account',
  accid: 'account',
  accountid: 'account',
  account_id: 'account',
  aws_account: 'account',
  aws_account_id: 'account',
  region: 'region',
  aws_region: 'region',
  service: 'service',
  aws_service: 'service',
};

function meaningByName(name: string): PartitionMeaning | undefined {
  const plain = name.toLowerCase().replaceAll('-', '_');
  const kind = Object.hasOwn(NAMES, plain) ? NAMES[plain] : undefined;
  return kind && { kind };
}

function timePart(name: string, { property }: Projection): PartitionMeaning | undefined {
  const part = partNamed(name);
  return part && { kind: 'time-part', part, digits: Number(property('digits') ?? DIGITS[part]) };
}

function meaningOf(
  { name, type }: MetadataColumn,
  projection: Projection,
  template: string,
  problem: Problem,
): PartitionMeaning {
  const pattern = projection.type === 'date' ? projection.property('format') : undefined;
  if (pattern !== undefined) return timeOf(pattern, name, problem);
  // A date is compared as one, and written by Hive in ISO 8601.
  if (type.toLowerCase() === 'date') return { kind: 'time', pattern: 'yyyy-MM-dd', unit: 'day' };
  return (
    meaningInPath(name, template) ?? timePart(name, projection) ?? meaningByName(name) ?? { kind: 'other' }
  );
}

const TYPES: readonly (readonly [TablePartition['type'], RegExp])[] = [
  ['number', /^(?:tinyint|smallint|int|integer|bigint)$/],
  ['text', /^(?:string|varchar(?:\(\d+\))?|char(?:\(\d+\))?)$/],
  ['date', /^date$/],
];

function typeOf({ name, type }: MetadataColumn, problem: Problem): TablePartition['type'] {
  const known = TYPES.find(([, written]) => written.test(type.toLowerCase()))?.[0];
  if (known) return known;
  throw problem(
    `its partition column \`${name}\` is of type ${type}.`,
    'A partition column is string, int or date; `athena-setup` prints a table that fits the flow log.',
  );
}

/** Of an enumeration; white space is part of its values, as Athena takes them. */
function valuesOf({ type, property }: Projection): readonly string[] | null {
  const values = type === 'enum' ? property('values') : undefined;
  return values === undefined ? null : values.split(',');
}

export function partitionsOf(metadata: TableMetadata, problem: Problem): readonly TablePartition[] {
  const template = templateOf(metadata) ?? '';
  return metadata.partitionKeys.map((column) => {
    const projection = projectionOf(metadata, column.name);
    return {
      name: column.name,
      type: typeOf(column, problem),
      meaning: meaningOf(column, projection, template, problem),
      values: valuesOf(projection),
      mustBeFixed: projection.type === 'injected',
    };
  });
}
