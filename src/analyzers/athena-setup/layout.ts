/** How files lie in S3, as partition columns with projection: Athena then knows the partitions without being told of each new one. */
import type { DdlColumn } from './table-columns.ts';

export interface Layout {
  /** Under which all files are, with `/` at its end. */
  readonly location: string;
  readonly partitions: readonly DdlColumn[];
  /** Properties of the table, in their order. */
  readonly projection: readonly (readonly [name: string, value: string])[];
}

/** Whose files, where they begin, and since when there are any. */
export interface Extent {
  /** `s3://bucket/prefix/` */
  readonly place: string;
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
  /** Years: the first that has files, and one that is far enough away. */
  readonly firstDay: string;
  readonly lastYear: number;
}

function value(column: string): string {
  return `\${${column}}`;
}

function property(column: string, name: string, text: string): readonly [string, string] {
  return [`projection.${column}.${name}`, text];
}

function enumeration(column: string, values: readonly string[]): readonly (readonly [string, string])[] {
  return [property(column, 'type', 'enum'), property(column, 'values', values.join(','))];
}

/** `NOW` is in UTC, as the paths are. */
function dates(column: string, format: string, firstDay: string, unit: 'DAYS' | 'HOURS') {
  const first = unit === 'HOURS' ? `${firstDay}/00` : firstDay;
  return [
    property(column, 'type', 'date'),
    property(column, 'range', `${first},NOW`),
    property(column, 'format', format),
    property(column, 'interval', '1'),
    property(column, 'interval.unit', unit),
  ];
}

function numbers(column: string, range: string, digits: number) {
  return [
    property(column, 'type', 'integer'),
    property(column, 'range', range),
    property(column, 'digits', String(digits)),
  ];
}

/** Named so that no field's column has the name: `region` and `account_id` are fields. */
const OWNERS: readonly DdlColumn[] = [
  { name: 'aws_account', type: 'string' },
  { name: 'aws_region', type: 'string' },
];

function owners({ accounts, regions }: Extent): Layout['projection'] {
  return [...enumeration('aws_account', accounts), ...enumeration('aws_region', regions)];
}

/** `AWSLogs/<account>/vpcflowlogs/<region>/yyyy/MM/dd/[HH/]` (VPC User Guide, "Flow log files"). */
function plainLayout(extent: Extent, hourly: boolean): Layout {
  const [name, format, unit] = hourly
    ? (['datehour', 'yyyy/MM/dd/HH', 'HOURS'] as const)
    : (['day', 'yyyy/MM/dd', 'DAYS'] as const);
  const location = `${extent.place}AWSLogs/`;
  return {
    location,
    partitions: [...OWNERS, { name, type: 'string' }],
    projection: [
      ...owners(extent),
      ...dates(name, format, extent.firstDay, unit),
      [
        'storage.location.template',
        `${location}${value('aws_account')}/vpcflowlogs/${value('aws_region')}/${value(name)}/`,
      ],
    ],
  };
}

/** `AWSLogs/aws-account-id=…/aws-service=vpcflowlogs/aws-region=…/year=…/month=…/day=…/[hour=…/]`. */
function hiveLayout(extent: Extent, hourly: boolean): Layout {
  const location = `${extent.place}AWSLogs/`;
  const parts = ['year', 'month', 'day', ...(hourly ? ['hour'] : [])];
  const owner = `aws-account-id=${value('aws_account')}/aws-service=vpcflowlogs/aws-region=${value('aws_region')}/`;
  const time = parts.map((part) => `${part}=${value(part)}/`).join('');
  return {
    location,
    partitions: [...OWNERS, ...parts.map((name): DdlColumn => ({ name, type: 'int' }))],
    projection: [
      ...owners(extent),
      ...numbers('year', `${extent.firstDay.slice(0, 4)},${extent.lastYear}`, 4),
      ...numbers('month', '1,12', 2),
      ...numbers('day', '1,31', 2),
      ...(hourly ? numbers('hour', '0,23', 2) : []),
      ['storage.location.template', `${location}${owner}${time}`],
    ],
  };
}

/** What a flow log writes to S3 itself. */
export function deliveredLayout(
  extent: Extent,
  { hivePartitions, hourly }: { readonly hivePartitions: boolean; readonly hourly: boolean },
): Layout {
  return hivePartitions ? hiveLayout(extent, hourly) : plainLayout(extent, hourly);
}

/** What Firehose writes to S3: by default it puts `yyyy/MM/dd/HH/` in UTC behind the prefix of its stream. */
export function firehoseLayout({ place, firstDay }: Extent): Layout {
  return {
    location: place,
    partitions: [{ name: 'datehour', type: 'string' }],
    projection: [
      ...dates('datehour', 'yyyy/MM/dd/HH', firstDay, 'HOURS'),
      ['storage.location.template', `${place}${value('datehour')}/`],
    ],
  };
}
