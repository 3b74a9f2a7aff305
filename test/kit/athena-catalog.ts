/** Tables of flow logs as AWS documents them, in what GetTableMetadata tells. */
import { ok, type Reply } from './aws-mock.ts';

interface Column {
  readonly Name: string;
  readonly Type: string;
}

/** `name type` each. */
export function columns(text: string): readonly Column[] {
  return text
    .split(',')
    .map((one) => one.trim().split(' '))
    .map(([Name = '', Type = '']) => ({ Name, Type }));
}

export interface Described {
  readonly columns: string;
  readonly partitions?: string;
  readonly parameters?: Readonly<Record<string, string>>;
}

/** Columns of AWS's table for fields of version 2, in the types that its guide gives them. */
export const VERSION_2 =
  'version int, account_id string, interface_id string, srcaddr string, dstaddr string, srcport int, dstport int, protocol bigint, ' +
  'packets bigint, bytes bigint, start bigint, end bigint, action string, log_status string';

/** The place of a partition column's value in the path of its files. */
export function column(name: string): string {
  return `\${${name}}`;
}

/** What the catalog keeps of text files whose fields stand apart by a space. */
export const TEXT_FILES = {
  EXTERNAL: 'TRUE',
  inputformat: 'org.apache.hadoop.mapred.TextInputFormat',
  'serde.serialization.lib': 'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe',
  'serde.param.field.delim': ' ',
  'skip.header.line.count': '1',
} as const;

/** The table that AWS documents for text files, with days as projected partitions. */
export const PROJECTED: Described = {
  columns: VERSION_2,
  partitions: 'accid string, region string, day string',
  parameters: {
    ...TEXT_FILES,
    location: 's3://records/AWSLogs/',
    'projection.enabled': 'true',
    'projection.accid.type': 'enum',
    'projection.accid.values': '111122223333,444455556666',
    'projection.region.type': 'enum',
    'projection.region.values': 'us-east-1,eu-west-1',
    'projection.day.type': 'date',
    'projection.day.range': '2026/01/01,NOW',
    'projection.day.format': 'yyyy/MM/dd',
    'storage.location.template': `s3://records/AWSLogs/${column('accid')}/vpcflowlogs/${column('region')}/${column('day')}`,
  },
};

/** What GetTableMetadata answers. */
export function tableReply(described: Described = PROJECTED): Reply {
  return ok({
    TableMetadata: {
      Name: 'vpc_flow_logs',
      TableType: 'EXTERNAL_TABLE',
      Columns: columns(described.columns),
      PartitionKeys: described.partitions === undefined ? [] : columns(described.partitions),
      Parameters: described.parameters ?? TEXT_FILES,
    },
  });
}
