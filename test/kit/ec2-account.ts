/** An account of EC2 that holds what the AWS CLI printed of it, and answers the calls that show a network by the filters they name. */
import { type AwsMock, ec2Error, ok, type Reply } from './aws-mock.ts';
import { ec2Xml } from './ec2-xml.ts';

/** Lists under the names that the CLI gives them. A list that is not there may not be read. */
export type Account = Readonly<Record<string, unknown>>;

type Item = Readonly<Record<string, unknown>>;

interface Operation {
  readonly key: string;
  /** Filter → where in an item its values are; of an array, every element's. */
  readonly filters: Readonly<Record<string, string>>;
}

const OPERATIONS: Readonly<Record<string, Operation>> = {
  DescribeNetworkInterfaces: {
    key: 'NetworkInterfaces',
    filters: {
      'network-interface-id': 'NetworkInterfaceId',
      'addresses.private-ip-address': 'PrivateIpAddresses.PrivateIpAddress',
      'association.public-ip': 'Association.PublicIp',
      'ipv6-addresses.ipv6-address': 'Ipv6Addresses.Ipv6Address',
      'attachment.instance-id': 'Attachment.InstanceId',
      'group-id': 'Groups.GroupId',
      'subnet-id': 'SubnetId',
      'vpc-id': 'VpcId',
      'tag:Name': 'TagSet.Name',
      'interface-type': 'InterfaceType',
      description: 'Description',
    },
  },
  DescribeSecurityGroups: {
    key: 'SecurityGroups',
    filters: { 'group-id': 'GroupId', 'group-name': 'GroupName' },
  },
  DescribeSecurityGroupRules: { key: 'SecurityGroupRules', filters: { 'group-id': 'GroupId' } },
  DescribeNetworkAcls: { key: 'NetworkAcls', filters: { 'vpc-id': 'VpcId' } },
  DescribeRouteTables: { key: 'RouteTables', filters: { 'vpc-id': 'VpcId' } },
  DescribeSubnets: {
    key: 'Subnets',
    filters: {
      'subnet-id': 'SubnetId',
      'vpc-id': 'VpcId',
      'tag:Name': 'Tags.Name',
      'cidr-block': 'CidrBlock',
      'ipv6-cidr-block-association.ipv6-cidr-block': 'Ipv6CidrBlockAssociationSet.Ipv6CidrBlock',
    },
  },
  DescribeVpcs: {
    key: 'Vpcs',
    filters: {
      'vpc-id': 'VpcId',
      'tag:Name': 'Tags.Name',
      'cidr-block-association.cidr-block': 'CidrBlockAssociationSet.CidrBlock',
    },
  },
  DescribeInstances: {
    key: 'Reservations',
    filters: { 'instance-id': 'Instances.InstanceId', 'tag:Name': 'Instances.Tags.Name' },
  },
  DescribeManagedPrefixLists: { key: 'PrefixLists', filters: { 'prefix-list-id': 'PrefixListId' } },
  DescribePrefixLists: { key: 'AwsPrefixLists', filters: { 'prefix-list-id': 'PrefixListId' } },
  GetManagedPrefixListEntries: { key: 'Entries', filters: {} },
  DescribeNatGateways: { key: 'NatGateways', filters: { 'nat-gateway-id': 'NatGatewayId' } },
  DescribeVpcPeeringConnections: {
    key: 'VpcPeeringConnections',
    filters: {
      'vpc-peering-connection-id': 'VpcPeeringConnectionId',
      'requester-vpc-info.vpc-id': 'RequesterVpcInfo.VpcId',
      'accepter-vpc-info.vpc-id': 'AccepterVpcInfo.VpcId',
    },
  },
  DescribeTransitGatewayVpcAttachments: {
    key: 'TransitGatewayVpcAttachments',
    filters: { 'vpc-id': 'VpcId' },
  },
  DescribeVpcEndpoints: { key: 'VpcEndpoints', filters: { 'vpc-endpoint-id': 'VpcEndpointId' } },
  DescribeVpcBlockPublicAccessOptions: { key: 'VpcBlockPublicAccessOptions', filters: {} },
  DescribeVpcBlockPublicAccessExclusions: { key: 'VpcBlockPublicAccessExclusions', filters: {} },
};

/** The values at a path; `Name` of a list of tags is the value of the tag with that key. */
function valuesAt(value: unknown, path: readonly string[]): readonly string[] {
  if (Array.isArray(value)) {
    const tag =
      path[0] === 'Name' ? value.find((one) => Reflect.get(Object(one), 'Key') === 'Name') : undefined;
    return tag ? [String(Reflect.get(tag, 'Value'))] : value.flatMap((one) => valuesAt(one, path));
  }
  const [key, ...rest] = path;
  if (key === undefined) return value === undefined || value === null ? [] : [String(value)];
  return typeof value === 'object' && value !== null ? valuesAt(Reflect.get(value, key), rest) : [];
}

/** `*` and `?` as AWS takes them, with a backslash before those that stand for themselves. */
function matcher(pattern: string): RegExp {
  const source = pattern.replaceAll(/\\(.)|[\s\S]/g, (character, literal: string | undefined) => {
    if (literal !== undefined) return `\\u{${literal.codePointAt(0)?.toString(16)}}`;
    if (character === '*') return '.*';
    return character === '?' ? '.' : `\\u{${character.codePointAt(0)?.toString(16)}}`;
  });
  return new RegExp(`^${source}$`, 'u');
}

interface Filter {
  readonly name: string;
  readonly patterns: readonly RegExp[];
}

function filtersIn(form: Item): readonly Filter[] {
  const names = Object.keys(form).filter((key) => /^Filter\.\d+\.Name$/.test(key));
  return names.map((key) => ({
    name: String(form[key]),
    patterns: Object.entries(form)
      .filter(([other]) => other.startsWith(key.replace(/Name$/, 'Value.')))
      .map(([, value]) => matcher(String(value))),
  }));
}

function isMatch(item: Item, { filters }: Operation, { name, patterns }: Filter): boolean {
  const path = filters[name];
  if (path === undefined) throw new TypeError(`the account knows no filter ${name}`);
  return valuesAt(item, path.split('.')).some((value) => patterns.some((pattern) => pattern.test(value)));
}

/** The settings of the account, which are no list. */
const SETTINGS = 'VpcBlockPublicAccessOptions';

function bodyOf(name: string, account: Account, form: Item): object | undefined {
  const operation = OPERATIONS[name];
  const listed = operation && account[operation.key];
  if (!operation || listed === undefined) return undefined;
  if (operation.key === SETTINGS) return { [SETTINGS]: listed };
  const things =
    operation.key === 'Entries' ? Reflect.get(Object(listed), String(form['PrefixListId'])) : listed;
  const filters = filtersIn(form);
  const found = ((things ?? []) as readonly Item[]).filter((item) =>
    filters.every((filter) => isMatch(item, operation, filter)),
  );
  const start = Number(form['NextToken'] ?? 0);
  const size = Number(form['MaxResults'] ?? (operation.key === 'Entries' ? 100 : 1000));
  const next = start + size;
  return {
    [operation.key === 'AwsPrefixLists' ? 'PrefixLists' : operation.key]: found.slice(start, next),
    ...(next < found.length ? { NextToken: String(next) } : {}),
  };
}

function denied(operation: string): Reply {
  return ec2Error(
    'UnauthorizedOperation',
    `You are not authorized to perform this operation. User: arn:aws:iam::123456789012:user/bot is not authorized to perform: ec2:${operation}`,
  );
}

/** From now on the account answers whatever the test itself does not reply to. */
export function serveAccount(aws: Pick<AwsMock, 'maybe'>, account: Account): void {
  for (const operation of Object.keys(OPERATIONS)) {
    aws.maybe(operation, (form) => {
      const body = bodyOf(operation, account, form);
      return body ? ok(ec2Xml(operation, body)) : denied(operation);
    });
  }
}
