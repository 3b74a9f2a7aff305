/** What can be looked up in EC2: things of one kind by one of their properties, for many values in one call. */
import type { BlockMode, BlockPublicAccessExclusion } from '../../../network/block-public-access.ts';
import type { Instance } from '../../../network/instance.ts';
import type { NatGateway } from '../../../network/nat-gateway.ts';
import type { NetworkAcl } from '../../../network/network-acl.ts';
import type { NetworkInterface } from '../../../network/network-interface.ts';
import type { PeeringConnection } from '../../../network/peering-connection.ts';
import type { PrefixList } from '../../../network/prefix-list.ts';
import type { Reading, Response } from '../../../network/reading/response.ts';
import type { RouteTable } from '../../../network/route-table.ts';
import type { SecurityGroup } from '../../../network/security-group.ts';
import type { Subnet } from '../../../network/subnet.ts';
import type { TransitGatewayAttachment } from '../../../network/transit-gateway-attachment.ts';
import type { Vpc } from '../../../network/vpc.ts';
import type { VpcEndpoint } from '../../../network/vpc-endpoint.ts';
import type { Filter, Operation } from './ec2-api.ts';

export interface Kinds {
  readonly networkInterfaces: NetworkInterface;
  readonly instances: Instance;
  /** As DescribeSecurityGroups shows them: with names, without the ids of rules. */
  readonly describedGroups: SecurityGroup;
  /** As DescribeSecurityGroupRules shows them: with the ids of rules, without names. */
  readonly ruledGroups: SecurityGroup;
  readonly networkAcls: NetworkAcl;
  readonly routeTables: RouteTable;
  readonly subnets: Subnet;
  readonly vpcs: Vpc;
  readonly prefixLists: PrefixList;
  readonly prefixListEntries: PrefixList;
  readonly blockModes: BlockMode;
  readonly blockExclusions: BlockPublicAccessExclusion;
  readonly natGateways: NatGateway;
  readonly peeringConnections: PeeringConnection;
  readonly transitGatewayAttachments: TransitGatewayAttachment;
  readonly vpcEndpoints: VpcEndpoint;
}

export type Kind = keyof Kinds;

export const KINDS = [
  'networkInterfaces',
  'instances',
  'describedGroups',
  'ruledGroups',
  'networkAcls',
  'routeTables',
  'subnets',
  'vpcs',
  'prefixLists',
  'prefixListEntries',
  'blockModes',
  'blockExclusions',
  'natGateways',
  'peeringConnections',
  'transitGatewayAttachments',
  'vpcEndpoints',
] as const satisfies readonly Kind[];

export interface Lookup<K extends Kind = Kind> {
  readonly kind: K;
  readonly operation: Operation;
  /** Tells it from other lookups of the same kind. */
  readonly by: string;
  /** The name of the filter; null where the operation takes none, and is asked for one value at a time. */
  readonly filter: string | null;
  /** What the filter is given for a value. */
  readonly patternsOf: (value: string) => readonly string[];
  readonly also: readonly Filter[];
  readonly pageSize?: number;
  readonly maxPages: number;
  readonly read: (response: Response, values: readonly string[]) => Reading<Kinds[K]>;
  /** Which of the things that came belong to a value. */
  readonly isOf: (thing: Kinds[K], value: string) => boolean;
}

/** So many pages hold more than the quotas of AWS let anybody have; the bound is there for an API that never ends. */
const EVERY_PAGE = 50;

type Parts<K extends Kind> = Pick<Lookup<K>, 'kind' | 'operation' | 'filter' | 'read' | 'isOf'> &
  Partial<Lookup<K>>;

export function lookup<K extends Kind>(parts: Parts<K>): Lookup<K> {
  return {
    by: parts.filter ?? 'all',
    patternsOf: (value) => [value],
    also: [],
    maxPages: EVERY_PAGE,
    ...parts,
  };
}

/** AWS's filters know `*` and `?`, which stand for themselves after a backslash. */
export function literally(text: string): string {
  return text.replaceAll(/[\\*?]/g, String.raw`\$&`);
}

/** A name as it is written, and in the two other ways that people are likely to have written it: filters tell them apart. */
export function spellings(name: string): readonly string[] {
  return [...new Set([name, name.toLowerCase(), name.toUpperCase()])].map(literally);
}

export function isNamed(of: string | null, name: string): boolean {
  return of?.toLowerCase() === name.toLowerCase();
}
