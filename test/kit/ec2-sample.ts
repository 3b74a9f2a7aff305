/**
 * An account as the AWS CLI prints it, to be varied: VPC a (10.0.0.0/16) with a web, a database, a public and a transit gateway's subnet, VPC b
 * (10.1.0.0/16) behind peering and a transit gateway, VPC c that overlaps with a, and every kind of gateway between them.
 */
import type { Account } from './ec2-account.ts';

export const AWS_LIST = 'pl-63a5400a';
export const OWN_LIST = 'pl-0123456789abcdef0';

export interface Rule {
  readonly traffic: { readonly IpProtocol: string; readonly FromPort?: number; readonly ToPort?: number };
  readonly peer: string;
  readonly outbound: boolean;
}

type Fields = Readonly<Record<string, unknown>>;

export interface Choices {
  /** The rules of three groups. */
  readonly web: readonly Rule[];
  readonly db: readonly Rule[];
  readonly far: readonly Rule[];
  /** What the network ACLs have before they let everything through. */
  readonly webEntries: readonly Fields[];
  readonly dbEntries: readonly Fields[];
  readonly transitEntries: readonly Fields[];
  readonly natEntries: readonly Fields[];
  /** What the route tables have beside the VPC itself. */
  readonly webRoutes: readonly object[];
  readonly mainRoutes: readonly object[];
  readonly natRoutes: readonly object[];
  readonly farRoutes: readonly object[];
  /** The blocks of the customer's prefix list. */
  readonly listed: readonly string[];
  readonly nat: 'zonal' | 'regional' | 'failed';
  readonly peering: string;
  readonly referencing: 'enable' | 'disable';
  /** Whether VPC c has a host with the address of web. */
  readonly isOverlapping: boolean;
  /** Whether web has the Elastic IP address 203.0.113.9. */
  readonly webIsPublic: boolean;
  readonly checksAddresses: boolean;
  readonly mode: string;
  /** Whether subnets say themselves what VPC Block Public Access does there. */
  readonly statesMode: boolean;
  readonly exclusions: readonly string[];
  /** Lists that may not be read. */
  readonly notAllowed: readonly string[];
}

const VPC_OF_GROUP: Readonly<Record<string, string>> = {
  'sg-0web': 'vpc-0a',
  'sg-0db': 'vpc-0a',
  'sg-0far': 'vpc-0b',
};

function describedGroup(GroupId: string, rules: readonly Rule[]) {
  const permissions = (wanted: boolean) =>
    rules
      .filter(({ outbound }) => outbound === wanted)
      .map(({ traffic, peer }) => ({
        ...traffic,
        IpRanges: peer.includes('.') ? [{ CidrIp: peer }] : [],
        Ipv6Ranges: peer.includes(':') ? [{ CidrIpv6: peer }] : [],
        PrefixListIds: peer.startsWith('pl-') ? [{ PrefixListId: peer }] : [],
        UserIdGroupPairs: peer.startsWith('sg-') ? [{ GroupId: peer }] : [],
      }));
  return {
    GroupId,
    GroupName: GroupId.slice(4),
    VpcId: VPC_OF_GROUP[GroupId],
    IpPermissions: permissions(false),
    IpPermissionsEgress: permissions(true),
  };
}

function groupRules(GroupId: string, rules: readonly Rule[]) {
  return rules.map(({ traffic, peer, outbound }, at) => ({
    SecurityGroupRuleId: `sgr-${GroupId.slice(3)}${at}`,
    GroupId,
    IsEgress: outbound,
    FromPort: -1,
    ToPort: -1,
    ...traffic,
    ...(peer.includes('.') ? { CidrIpv4: peer } : {}),
    ...(peer.includes(':') ? { CidrIpv6: peer } : {}),
    ...(peer.startsWith('pl-') ? { PrefixListId: peer } : {}),
    ...(peer.startsWith('sg-') ? { ReferencedGroupInfo: { GroupId: peer } } : {}),
  }));
}

const OPEN = ['0.0.0.0/0', '::/0'].flatMap((block, at) =>
  [true, false].map((Egress) => ({
    RuleNumber: 30_000 + at,
    Egress,
    RuleAction: 'allow',
    Protocol: '-1',
    [at === 0 ? 'CidrBlock' : 'Ipv6CidrBlock']: block,
  })),
);

function networkAcl(id: string, VpcId: string, subnetIds: readonly string[], entries: readonly Fields[]) {
  return {
    NetworkAclId: id,
    VpcId,
    IsDefault: false,
    Associations: subnetIds.map((SubnetId) => ({ NetworkAclId: id, SubnetId })),
    Entries: [...entries.map((entry, at) => ({ RuleNumber: 100 + at, ...entry })), ...OPEN],
  };
}

/** Routes of one table, each there or not. */
export const ROUTES = [
  { DestinationCidrBlock: '10.1.0.0/16', VpcPeeringConnectionId: 'pcx-0ab' },
  { DestinationCidrBlock: '10.1.0.0/16', TransitGatewayId: 'tgw-0' },
  { DestinationCidrBlock: '10.0.0.0/12', TransitGatewayId: 'tgw-0', State: 'blackhole' },
  { DestinationCidrBlock: '10.0.2.0/24', NetworkInterfaceId: 'eni-0appliance' },
  { DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: 'nat-0a' },
  { DestinationCidrBlock: '0.0.0.0/0', GatewayId: 'igw-0a' },
  { DestinationPrefixListId: AWS_LIST, GatewayId: 'vpce-0s3' },
  { DestinationPrefixListId: OWN_LIST, TransitGatewayId: 'tgw-0' },
  { DestinationIpv6CidrBlock: '::/0', EgressOnlyInternetGatewayId: 'eigw-0a' },
];
export const ROUTES_BACK = [
  { DestinationCidrBlock: '10.0.0.0/16', VpcPeeringConnectionId: 'pcx-0ab' },
  { DestinationCidrBlock: '10.0.0.0/16', TransitGatewayId: 'tgw-0' },
  { DestinationCidrBlock: '0.0.0.0/0', TransitGatewayId: 'tgw-0' },
];

function routeTable(id: string, VpcId: string, subnetIds: readonly string[], routes: readonly object[]) {
  const local = VpcId === 'vpc-0b' ? ['10.1.0.0/16'] : ['10.0.0.0/16'];
  return {
    RouteTableId: id,
    VpcId,
    Associations:
      subnetIds.length === 0
        ? [{ Main: true, RouteTableId: id }]
        : subnetIds.map((SubnetId) => ({ Main: false, RouteTableId: id, SubnetId })),
    Routes: [
      ...local.map((block) => ({ DestinationCidrBlock: block, GatewayId: 'local', State: 'active' })),
      ...(VpcId === 'vpc-0a'
        ? [{ DestinationIpv6CidrBlock: '2600:1f18:a:100::/56', GatewayId: 'local', State: 'active' }]
        : []),
      ...routes.map((route) => ({ State: 'active', Origin: 'CreateRoute', ...route })),
    ],
  };
}

export function networkInterface(
  NetworkInterfaceId: string,
  PrivateIpAddress: string,
  SubnetId: string,
  more: Fields = {},
) {
  const VpcId = `vpc-0${SubnetId.slice('subnet-0'.length)[0]}`;
  const { Association, ...others } = more;
  const shown = Association === undefined ? {} : { Association };
  return {
    NetworkInterfaceId,
    InterfaceType: 'interface',
    Status: 'in-use',
    Description: '',
    PrivateIpAddress,
    PrivateIpAddresses: [{ PrivateIpAddress, Primary: true, ...shown }],
    ...shown,
    SubnetId,
    VpcId,
    AvailabilityZone: 'us-east-1a',
    Groups: [],
    TagSet: [],
    SourceDestCheck: true,
    ...others,
  };
}

const groups = (...ids: readonly string[]) => ({
  Groups: ids.map((GroupId) => ({ GroupId, GroupName: GroupId.slice(4) })),
});

function subnet(SubnetId: string, CidrBlock: string, { mode, statesMode }: Choices, ipv6?: string) {
  return {
    SubnetId,
    VpcId: `vpc-0${SubnetId.slice('subnet-0'.length)[0]}`,
    CidrBlock,
    AvailabilityZone: 'us-east-1a',
    Ipv6CidrBlockAssociationSet: ipv6
      ? [{ Ipv6CidrBlock: ipv6, Ipv6CidrBlockState: { State: 'associated' } }]
      : [],
    ...(statesMode ? { BlockPublicAccessStates: { InternetGatewayBlockMode: mode } } : {}),
  };
}

function interfacesOf({ nat, isOverlapping, webIsPublic, checksAddresses }: Choices) {
  const transit = { InterfaceType: 'transit_gateway' };
  return [
    networkInterface('eni-0web', '10.0.1.5', 'subnet-0a-web', {
      ...groups('sg-0web'),
      Ipv6Addresses: [{ Ipv6Address: '2600:1f18:a:101::5' }],
      Attachment: { InstanceId: 'i-0web' },
      ...(webIsPublic ? { Association: { PublicIp: '203.0.113.9' } } : {}),
    }),
    networkInterface('eni-0db', '10.0.2.9', 'subnet-0a-db', {
      ...groups('sg-0db', 'sg-0web'),
      Ipv6Addresses: [{ Ipv6Address: '2600:1f18:a:102::9' }],
    }),
    networkInterface('eni-0node', '10.0.2.50', 'subnet-0a-db', {
      ...groups('sg-0db'),
      Ipv4Prefixes: [{ Ipv4Prefix: '10.0.2.64/28' }],
    }),
    networkInterface('eni-0far', '10.1.1.7', 'subnet-0b-far', groups('sg-0far')),
    networkInterface('eni-0appliance', '10.0.9.20', 'subnet-0a-public', { SourceDestCheck: checksAddresses }),
    networkInterface('eni-0tgwa', '10.0.8.5', 'subnet-0a-transit', transit),
    networkInterface('eni-0tgwb', '10.1.8.5', 'subnet-0b-transit', transit),
    ...(isOverlapping
      ? [networkInterface('eni-0twin', '10.0.1.5', 'subnet-0c-twin', groups('sg-0web'))]
      : []),
    ...(nat === 'zonal'
      ? [
          networkInterface('eni-0nat', '10.0.9.10', 'subnet-0a-public', {
            InterfaceType: 'nat_gateway',
            Description: 'Interface for NAT Gateway nat-0a',
            Association: { PublicIp: '203.0.113.50' },
            SourceDestCheck: false,
          }),
        ]
      : []),
  ];
}

function natGateway(nat: Choices['nat']) {
  const address = { NetworkInterfaceId: 'eni-0nat', PrivateIp: '10.0.9.10', IsPrimary: true };
  return {
    NatGatewayId: 'nat-0a',
    VpcId: 'vpc-0a',
    State: nat === 'failed' ? 'failed' : 'available',
    ...(nat === 'regional' ? {} : { SubnetId: 'subnet-0a-public' }),
    NatGatewayAddresses: nat === 'zonal' ? [address] : [],
  };
}

function whole(chosen: Choices): Account {
  const { web, db, far, exclusions, mode, peering, referencing, listed } = chosen;
  const rulesOf = { 'sg-0web': web, 'sg-0db': db, 'sg-0far': far };
  const attachment = (VpcId: string, SubnetId: string) => ({
    TransitGatewayAttachmentId: `tgw-attach-${VpcId}`,
    TransitGatewayId: 'tgw-0',
    VpcId,
    State: 'available',
    SubnetIds: [SubnetId],
    Options: { SecurityGroupReferencingSupport: referencing },
  });
  const vpc = (VpcId: string, CidrBlock: string, ipv6: readonly string[] = []) => ({
    VpcId,
    CidrBlock,
    CidrBlockAssociationSet: [{ CidrBlock, CidrBlockState: { State: 'associated' } }],
    Ipv6CidrBlockAssociationSet: ipv6.map((block) => ({
      Ipv6CidrBlock: block,
      Ipv6CidrBlockState: { State: 'associated' },
    })),
  });
  const side = (VpcId: string, CidrBlock: string) => ({ VpcId, CidrBlock, CidrBlockSet: [{ CidrBlock }] });
  return {
    NetworkInterfaces: interfacesOf(chosen),
    Reservations: [{ Instances: [{ InstanceId: 'i-0web', Tags: [{ Key: 'Name', Value: 'web-1' }] }] }],
    SecurityGroups: Object.entries(rulesOf).map(([id, rules]) => describedGroup(id, rules)),
    SecurityGroupRules: Object.entries(rulesOf).flatMap(([id, rules]) => groupRules(id, rules)),
    NetworkAcls: [
      networkAcl('acl-0web', 'vpc-0a', ['subnet-0a-web'], chosen.webEntries),
      networkAcl('acl-0db', 'vpc-0a', ['subnet-0a-db'], chosen.dbEntries),
      networkAcl('acl-0transit', 'vpc-0a', ['subnet-0a-transit'], chosen.transitEntries),
      networkAcl('acl-0public', 'vpc-0a', ['subnet-0a-public'], chosen.natEntries),
      networkAcl('acl-0b', 'vpc-0b', ['subnet-0b-far', 'subnet-0b-transit'], []),
      networkAcl('acl-0c', 'vpc-0c', ['subnet-0c-twin'], []),
    ],
    RouteTables: [
      routeTable('rtb-0web', 'vpc-0a', ['subnet-0a-web'], chosen.webRoutes),
      routeTable('rtb-0public', 'vpc-0a', ['subnet-0a-public'], chosen.natRoutes),
      routeTable('rtb-0main', 'vpc-0a', [], chosen.mainRoutes),
      routeTable('rtb-0b', 'vpc-0b', [], chosen.farRoutes),
      routeTable('rtb-0c', 'vpc-0c', [], []),
    ],
    Subnets: [
      subnet('subnet-0a-web', '10.0.1.0/24', chosen, '2600:1f18:a:101::/64'),
      subnet('subnet-0a-db', '10.0.2.0/24', chosen, '2600:1f18:a:102::/64'),
      subnet('subnet-0a-public', '10.0.9.0/24', chosen),
      subnet('subnet-0a-transit', '10.0.8.0/28', chosen),
      subnet('subnet-0b-far', '10.1.1.0/24', chosen),
      subnet('subnet-0b-transit', '10.1.8.0/28', chosen),
      subnet('subnet-0c-twin', '10.0.1.0/24', chosen),
    ],
    Vpcs: [
      vpc('vpc-0a', '10.0.0.0/16', ['2600:1f18:a:100::/56']),
      vpc('vpc-0b', '10.1.0.0/16'),
      vpc('vpc-0c', '10.0.0.0/16'),
    ],
    PrefixLists: [
      { PrefixListId: AWS_LIST, PrefixListName: 'com.amazonaws.us-east-1.s3' },
      { PrefixListId: OWN_LIST, PrefixListName: 'offices' },
    ],
    AwsPrefixLists: [
      { PrefixListId: AWS_LIST, PrefixListName: 'com.amazonaws.us-east-1.s3', Cidrs: ['52.95.128.0/21'] },
    ],
    Entries: {
      [AWS_LIST]: [{ Cidr: '52.95.128.0/21' }],
      [OWN_LIST]: listed.map((Cidr) => ({ Cidr })),
    },
    NatGateways: [natGateway(chosen.nat)],
    VpcPeeringConnections: [
      {
        VpcPeeringConnectionId: 'pcx-0ab',
        Status: { Code: peering },
        RequesterVpcInfo: side('vpc-0a', '10.0.0.0/16'),
        AccepterVpcInfo: side('vpc-0b', '10.1.0.0/16'),
      },
    ],
    TransitGatewayVpcAttachments: [
      attachment('vpc-0a', 'subnet-0a-transit'),
      attachment('vpc-0b', 'subnet-0b-transit'),
    ],
    VpcEndpoints: [
      { VpcEndpointId: 'vpce-0s3', VpcEndpointType: 'Gateway', VpcId: 'vpc-0a', State: 'available' },
    ],
    VpcBlockPublicAccessOptions: { InternetGatewayBlockMode: mode, State: 'update-complete' },
    VpcBlockPublicAccessExclusions: exclusions.map((id) => ({
      ExclusionId: `vpcbpa-exclude-${id}`,
      InternetGatewayExclusionMode: 'allow-bidirectional',
      ResourceArn: `arn:aws:ec2:us-east-1:123456789012:${id.split('-')[0]}/${id}`,
      State: 'create-complete',
    })),
  };
}

const USUAL: Choices = {
  web: [{ traffic: { IpProtocol: '-1' }, peer: '0.0.0.0/0', outbound: true }],
  db: [{ traffic: { IpProtocol: 'tcp', FromPort: 5432, ToPort: 5432 }, peer: 'sg-0web', outbound: false }],
  far: [{ traffic: { IpProtocol: 'tcp', FromPort: 443, ToPort: 443 }, peer: '10.0.0.0/8', outbound: false }],
  webEntries: [],
  dbEntries: [],
  transitEntries: [],
  natEntries: [],
  webRoutes: [],
  mainRoutes: [],
  natRoutes: [],
  farRoutes: [],
  listed: ['198.51.100.0/24'],
  nat: 'zonal',
  peering: 'active',
  referencing: 'enable',
  isOverlapping: false,
  webIsPublic: false,
  checksAddresses: false,
  mode: 'off',
  statesMode: true,
  exclusions: [],
  notAllowed: [],
};

/** What may not be read is not there. */
export function sampleAccount(changes: Partial<Choices> = {}): Account {
  const chosen = { ...USUAL, ...changes };
  const account = Object.entries(whole(chosen)).filter(([key]) => !chosen.notAllowed.includes(key));
  return Object.fromEntries(account);
}
