/**
 * Every field a flow log record can have, as data: the one place from which parsers, help texts and query compilers are made.
 * Keyed by the name used in this code: AWS's name in camel case, as CloudWatch Logs Insights spells it where it documents one.
 *
 * Source of names, versions and types: the VPC User Guide's "Flow log records" (versions 2–10), public descriptions of version 11,
 * and the Transit Gateway guide's "Flow Logs records" (version 6).
 */
import { FIELD_MEANINGS } from './field-meanings.ts';

export type FieldType =
  | 'integer'
  | 'text'
  | 'address'
  | 'port'
  | 'bytes'
  | 'packets'
  | 'seconds'
  | 'action'
  | 'log-status';
type ParquetType = 'INT_32' | 'INT_64' | 'STRING';
/** Which kind of flow log has the field: a VPC's, a transit gateway's, or both. */
type FieldHome = 'vpc' | 'transit-gateway' | 'both';

export interface FieldDefinition<T extends FieldType = FieldType> {
  /** The name in a text header and in `LogFormat`, as AWS writes it. */
  readonly name: string;
  /** The record version that brought the field. */
  readonly since: number;
  readonly home: FieldHome;
  readonly type: T;
  /** Its column in Parquet files and Athena tables: AWS's name with underscores. */
  readonly parquetColumn: string;
  readonly parquetType: ParquetType;
  /** The name under which CloudWatch Logs Insights discovers the field. */
  readonly insights: string;
  /**
   * Whether AWS documents that Insights name. The others are what public code queries with success: a compiler may use them only after
   * the log group's own field list confirms them.
   */
  readonly documented: boolean;
  readonly meaning: string;
}

type Row<T extends FieldType> = readonly [
  name: string,
  since: number,
  home: FieldHome,
  type: T,
  insights: string,
];

function parquetTypeOf(type: FieldType): ParquetType {
  if (type === 'integer' || type === 'port') return 'INT_32';
  return type === 'bytes' || type === 'packets' || type === 'seconds' ? 'INT_64' : 'STRING';
}

const ROWS = {
  version: ['version', 2, 'both', 'integer', 'version'],
  accountId: ['account-id', 2, 'both', 'text', 'accountId'],
  interfaceId: ['interface-id', 2, 'vpc', 'text', 'interfaceId'],
  srcAddr: ['srcaddr', 2, 'both', 'address', 'srcAddr'],
  dstAddr: ['dstaddr', 2, 'both', 'address', 'dstAddr'],
  srcPort: ['srcport', 2, 'both', 'port', 'srcPort'],
  dstPort: ['dstport', 2, 'both', 'port', 'dstPort'],
  protocol: ['protocol', 2, 'both', 'integer', 'protocol'],
  packets: ['packets', 2, 'both', 'packets', 'packets'],
  bytes: ['bytes', 2, 'both', 'bytes', 'bytes'],
  start: ['start', 2, 'both', 'seconds', 'startTime'],
  end: ['end', 2, 'both', 'seconds', 'endTime'],
  action: ['action', 2, 'vpc', 'action', 'action'],
  logStatus: ['log-status', 2, 'both', 'log-status', 'logStatus'],
  vpcId: ['vpc-id', 3, 'vpc', 'text', 'vpcId'],
  subnetId: ['subnet-id', 3, 'vpc', 'text', 'subnetId'],
  instanceId: ['instance-id', 3, 'vpc', 'text', 'instanceId'],
  tcpFlags: ['tcp-flags', 3, 'both', 'integer', 'tcpFlags'],
  type: ['type', 3, 'both', 'text', 'type'],
  pktSrcAddr: ['pkt-srcaddr', 3, 'vpc', 'address', 'pktSrcAddr'],
  pktDstAddr: ['pkt-dstaddr', 3, 'vpc', 'address', 'pktDstAddr'],
  region: ['region', 4, 'both', 'text', 'region'],
  azId: ['az-id', 4, 'vpc', 'text', 'azId'],
  sublocationType: ['sublocation-type', 4, 'vpc', 'text', 'sublocationType'],
  sublocationId: ['sublocation-id', 4, 'vpc', 'text', 'sublocationId'],
  pktSrcAwsService: ['pkt-src-aws-service', 5, 'both', 'text', 'pktSrcAwsService'],
  pktDstAwsService: ['pkt-dst-aws-service', 5, 'both', 'text', 'pktDstAwsService'],
  flowDirection: ['flow-direction', 5, 'both', 'text', 'flowDirection'],
  trafficPath: ['traffic-path', 5, 'vpc', 'integer', 'trafficPath'],
  tgwResourceType: ['resource-type', 6, 'transit-gateway', 'text', 'resourceType'],
  tgwId: ['tgw-id', 6, 'transit-gateway', 'text', 'tgwId'],
  tgwAttachmentId: ['tgw-attachment-id', 6, 'transit-gateway', 'text', 'tgwAttachmentId'],
  tgwSrcVpcAccountId: ['tgw-src-vpc-account-id', 6, 'transit-gateway', 'text', 'tgwSrcVpcAccountId'],
  tgwDstVpcAccountId: ['tgw-dst-vpc-account-id', 6, 'transit-gateway', 'text', 'tgwDstVpcAccountId'],
  tgwSrcVpcId: ['tgw-src-vpc-id', 6, 'transit-gateway', 'text', 'tgwSrcVpcId'],
  tgwDstVpcId: ['tgw-dst-vpc-id', 6, 'transit-gateway', 'text', 'tgwDstVpcId'],
  tgwSrcSubnetId: ['tgw-src-subnet-id', 6, 'transit-gateway', 'text', 'tgwSrcSubnetId'],
  tgwDstSubnetId: ['tgw-dst-subnet-id', 6, 'transit-gateway', 'text', 'tgwDstSubnetId'],
  tgwSrcEni: ['tgw-src-eni', 6, 'transit-gateway', 'text', 'tgwSrcEni'],
  tgwDstEni: ['tgw-dst-eni', 6, 'transit-gateway', 'text', 'tgwDstEni'],
  tgwSrcAzId: ['tgw-src-az-id', 6, 'transit-gateway', 'text', 'tgwSrcAzId'],
  tgwDstAzId: ['tgw-dst-az-id', 6, 'transit-gateway', 'text', 'tgwDstAzId'],
  tgwPairAttachmentId: ['tgw-pair-attachment-id', 6, 'transit-gateway', 'text', 'tgwPairAttachmentId'],
  packetsLostNoRoute: ['packets-lost-no-route', 6, 'transit-gateway', 'packets', 'packetsLostNoRoute'],
  packetsLostBlackhole: ['packets-lost-blackhole', 6, 'transit-gateway', 'packets', 'packetsLostBlackhole'],
  packetsLostMtuExceeded: [
    'packets-lost-mtu-exceeded',
    6,
    'transit-gateway',
    'packets',
    'packetsLostMtuExceeded',
  ],
  packetsLostTtlExpired: [
    'packets-lost-ttl-expired',
    6,
    'transit-gateway',
    'packets',
    'packetsLostTtlExpired',
  ],
  ecsClusterArn: ['ecs-cluster-arn', 7, 'vpc', 'text', 'ecsClusterArn'],
  ecsClusterName: ['ecs-cluster-name', 7, 'vpc', 'text', 'ecsClusterName'],
  ecsContainerInstanceArn: ['ecs-container-instance-arn', 7, 'vpc', 'text', 'ecsContainerInstanceArn'],
  ecsContainerInstanceId: ['ecs-container-instance-id', 7, 'vpc', 'text', 'ecsContainerInstanceId'],
  ecsContainerId: ['ecs-container-id', 7, 'vpc', 'text', 'ecsContainerId'],
  ecsSecondContainerId: ['ecs-second-container-id', 7, 'vpc', 'text', 'ecsSecondContainerId'],
  ecsServiceName: ['ecs-service-name', 7, 'vpc', 'text', 'ecsServiceName'],
  ecsTaskDefinitionArn: ['ecs-task-definition-arn', 7, 'vpc', 'text', 'ecsTaskDefinitionArn'],
  ecsTaskArn: ['ecs-task-arn', 7, 'vpc', 'text', 'ecsTaskArn'],
  ecsTaskId: ['ecs-task-id', 7, 'vpc', 'text', 'ecsTaskId'],
  rejectReason: ['reject-reason', 8, 'vpc', 'text', 'rejectReason'],
  resourceId: ['resource-id', 9, 'vpc', 'text', 'resourceId'],
  encryptionStatus: ['encryption-status', 10, 'vpc', 'integer', 'encryptionStatus'],
  instanceTag: ['instance-tag', 11, 'vpc', 'text', 'instanceTag'],
  instanceTag2: ['instance-tag-2', 11, 'vpc', 'text', 'instanceTag2'],
  interfaceTag: ['interface-tag', 11, 'vpc', 'text', 'interfaceTag'],
  interfaceTag2: ['interface-tag-2', 11, 'vpc', 'text', 'interfaceTag2'],
  asgTag: ['asg-tag', 11, 'vpc', 'text', 'asgTag'],
  asgTag2: ['asg-tag-2', 11, 'vpc', 'text', 'asgTag2'],
  interfaceType: ['interface-type', 11, 'vpc', 'text', 'interfaceType'],
  nextHopInterfaceId: ['next-hop-interface-id', 11, 'vpc', 'text', 'nextHopInterfaceId'],
  nextHopSubnetId: ['next-hop-subnet-id', 11, 'vpc', 'text', 'nextHopSubnetId'],
  nextHopAzId: ['next-hop-az-id', 11, 'vpc', 'text', 'nextHopAzId'],
  nextHopVpcId: ['next-hop-vpc-id', 11, 'vpc', 'text', 'nextHopVpcId'],
  nextHopInterfaceType: ['next-hop-interface-type', 11, 'vpc', 'text', 'nextHopInterfaceType'],
} as const satisfies Record<string, Row<FieldType>>;

export type FieldKey = keyof typeof ROWS;

export const FIELD_KEYS = Object.keys(ROWS) as readonly FieldKey[];

/** The Insights names that AWS documents as discovered fields, and those it indexes for every VPC flow log by default. */
const DOCUMENTED: ReadonlySet<string> = new Set(
  (
    'accountId endTime interfaceId logStatus startTime version action bytes dstAddr dstPort packets protocol srcAddr srcPort ' +
    'region flowDirection type'
  ).split(' '),
);

type Definitions = { readonly [K in FieldKey]: FieldDefinition<(typeof ROWS)[K][3]> };

function define(key: FieldKey): FieldDefinition {
  const [name, since, home, type, insights] = ROWS[key];
  const meaning = FIELD_MEANINGS[key];
  return {
    name,
    since,
    home,
    type,
    parquetColumn: name.replaceAll('-', '_'),
    parquetType: parquetTypeOf(type),
    insights,
    documented: DOCUMENTED.has(insights),
    meaning,
  };
}

export const FIELDS = Object.fromEntries(FIELD_KEYS.map((key) => [key, define(key)])) as Definitions;

const keysByName: ReadonlyMap<string, FieldKey> = new Map(FIELD_KEYS.map((key) => [FIELDS[key].name, key]));

/** The key of a field that AWS writes as `name` in text (`pkt-srcaddr`), or undefined for a name this version does not know. */
export function fieldKeyOf(name: string): FieldKey | undefined {
  return keysByName.get(name);
}

const NUMERIC: ReadonlySet<FieldType> = new Set(['integer', 'port', 'bytes', 'packets', 'seconds']);

export function isNumeric(key: FieldKey): boolean {
  return NUMERIC.has(FIELDS[key].type);
}
