/** The network's configuration from the EC2 API: which calls a question makes, what it learns from them, and what it says when it may not. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createEc2Network, type Ec2NetworkOptions } from '../../../src/backends/ec2/network.ts';
import { UNKNOWN_NETWORK } from '../../../src/network/network.ts';
import type { Subject } from '../../../src/query/request.ts';
import { parseCidr, parseIpAddress } from '../../../src/record/address.ts';
import { CREDENTIALS, ec2Error, mockAws, ok, REGION } from '../../kit/aws-mock.ts';
import { type Account, serveAccount } from '../../kit/ec2-account.ts';
import { AWS_LIST, networkInterface, OWN_LIST, sampleAccount } from '../../kit/ec2-sample.ts';

function ec2(changes: Partial<Ec2NetworkOptions> = {}) {
  return createEc2Network({ region: REGION, credentials: CREDENTIALS, now: () => 1000, ...changes });
}

function subject(text: string): Subject {
  const kinds = {
    i: 'instance',
    sg: 'security-group',
    subnet: 'subnet',
    vpc: 'vpc',
    eni: 'network-interface',
  };
  const kind = Object.entries(kinds).find(([prefix]) => text.startsWith(`${prefix}-0`))?.[1];
  if (kind) return { kind: kind as 'vpc', id: text };
  return parseCidr(text) ?? parseIpAddress(text) ?? { kind: 'name', name: text };
}

/** What a question first wants: its subjects. */
function about(...texts: readonly string[]) {
  return { subjects: texts.map(subject), addresses: [], interfaceIds: [] };
}

function signal(): AbortSignal {
  return new AbortController().signal;
}

const idsOf = (things: readonly { readonly id: string }[] | null | undefined) =>
  things?.map(({ id }) => id).sort();

const TO_PEER = { DestinationCidrBlock: '10.1.0.0/16', VpcPeeringConnectionId: 'pcx-0ab' };
const FROM_PEER = { DestinationCidrBlock: '10.0.0.0/16', VpcPeeringConnectionId: 'pcx-0ab' };
const TO_TRANSIT = { DestinationCidrBlock: '10.1.0.0/16', TransitGatewayId: 'tgw-0' };
const FROM_TRANSIT = { DestinationCidrBlock: '10.0.0.0/16', TransitGatewayId: 'tgw-0' };
const TO_NAT = { DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: 'nat-0a' };
const TO_INTERNET = { DestinationCidrBlock: '0.0.0.0/0', GatewayId: 'igw-0a' };
const TO_S3 = { DestinationPrefixListId: AWS_LIST, GatewayId: 'vpce-0s3' };

const list = (account: Account, key: string) => account[key] as readonly object[];

/** The sample in an account with thousands of everything. */
function large(account: Account): Account {
  const many = Array.from({ length: 3000 }, (_, at) => at);
  const address = (at: number) => `10.200.${Math.floor(at / 250)}.${(at % 250) + 4}`;
  return {
    ...account,
    NetworkInterfaces: [
      ...list(account, 'NetworkInterfaces'),
      ...many.map((at) => networkInterface(`eni-1${at}`, address(at), 'subnet-0z')),
    ],
    SecurityGroups: [
      ...list(account, 'SecurityGroups'),
      ...many.map((at) => ({ GroupId: `sg-1${at}`, GroupName: `group-${at}`, VpcId: 'vpc-0z' })),
    ],
    NetworkAcls: [
      ...list(account, 'NetworkAcls'),
      ...many.map((at) => ({ NetworkAclId: `acl-1${at}`, VpcId: 'vpc-0z', Associations: [], Entries: [] })),
    ],
    RouteTables: [
      ...list(account, 'RouteTables'),
      ...many.map((at) => ({ RouteTableId: `rtb-1${at}`, VpcId: 'vpc-0z', Associations: [], Routes: [] })),
    ],
    Vpcs: [
      ...list(account, 'Vpcs'),
      ...many.map((at) => ({ VpcId: `vpc-1${at}`, CidrBlock: '10.200.0.0/16' })),
    ],
  };
}

describe('a trace of two addresses', () => {
  const aws = mockAws();
  const internet = { webRoutes: [TO_NAT, TO_S3], natRoutes: [TO_INTERNET] };

  it.each([
    ['inside a VPC', ['10.0.1.5', '10.0.2.9'], {}, 8],
    ['over peering', ['10.0.1.5', '10.1.1.7'], { webRoutes: [TO_PEER], farRoutes: [FROM_PEER] }, 9],
    [
      'over a transit gateway',
      ['10.0.1.5', '10.1.1.7'],
      { webRoutes: [TO_TRANSIT], farRoutes: [FROM_TRANSIT] },
      9,
    ],
    ['without a route', ['10.0.1.5', '10.1.1.7'], {}, 11],
    ['to the internet through NAT', ['10.0.1.5', '198.51.100.7'], internet, 11],
    [
      'from the internet',
      ['198.51.100.7', '203.0.113.9'],
      { webRoutes: [TO_INTERNET], webIsPublic: true },
      9,
    ],
    ['to a container', ['10.0.1.5', '10.0.2.70'], {}, 10],
    ['to what is on the link', ['10.0.1.5', '169.254.169.254'], {}, 8],
    ['in IPv6', ['2600:1f18:a:101::5', '2600:1f18:a:102::9'], {}, 8],
  ])('takes at most 12 calls however large the account is: %s', async (_, addresses, changes, most) => {
    serveAccount(aws, large(sampleAccount(changes)));

    const { calls, notes } = await ec2()(about(...addresses), signal());

    expect(calls).toBe(aws.requests.length);
    expect(calls).toBe(most);
    expect(notes).toEqual([]);
  });

  it('asks for nothing that cannot matter to it', async () => {
    serveAccount(aws, sampleAccount({ webRoutes: [TO_NAT, TO_PEER, TO_S3] }));

    const { network } = await ec2()(about('10.0.1.5', '10.0.2.9'), signal());

    expect(aws.requests.map(({ operation }) => operation).sort()).toEqual([
      'DescribeInstances',
      'DescribeNetworkAcls',
      'DescribeNetworkInterfaces',
      'DescribeRouteTables',
      'DescribeSecurityGroupRules',
      'DescribeSecurityGroups',
      'DescribeSubnets',
      'DescribeVpcs',
    ]);
    expect(idsOf(network.networkInterfaces)).toEqual(['eni-0db', 'eni-0web']);
    expect(network).toMatchObject({ natGateways: null, peeringConnections: null, prefixLists: null });
  });

  it('names in every call what it is about', async () => {
    serveAccount(aws, sampleAccount({ ...internet, mode: 'block-ingress' }));

    await ec2()(about('10.0.1.5', '52.95.128.179'), signal());

    const settings = ['DescribeVpcBlockPublicAccessOptions', 'DescribeVpcBlockPublicAccessExclusions'];
    const unfiltered = aws.requests.filter(({ body }) => !body['Filter.1.Name'] && !body['PrefixListId']);
    expect(unfiltered.filter(({ operation }) => !settings.includes(operation))).toEqual([]);
  });

  it('reads the rules of its ends with their ids, and the names of the groups they refer to', async () => {
    serveAccount(aws, sampleAccount());

    const { network } = await ec2()(about('10.0.2.9'), signal());

    const db = network.securityGroups?.find(({ id }) => id === 'sg-0db');
    expect(db?.inbound).toMatchObject([{ id: 'sgr-0db0', peer: { kind: 'security-group', id: 'sg-0web' } }]);
    expect(network.securityGroups?.find(({ id }) => id === 'sg-0web')?.name).toBe('web');
  });

  it('follows the packets through a NAT gateway to the subnet where it stands', async () => {
    serveAccount(aws, sampleAccount(internet));

    const { network } = await ec2()(about('10.0.1.5', '198.51.100.7'), signal());

    expect(idsOf(network.networkInterfaces)).toEqual(['eni-0nat', 'eni-0web']);
    expect(network.prefixLists).toMatchObject([{ id: AWS_LIST, entries: [{ text: '52.95.128.0/21' }] }]);
  });

  it('asks a NAT gateway that has no network interface what became of it', async () => {
    serveAccount(aws, sampleAccount({ ...internet, nat: 'failed' }));

    const { network } = await ec2()(about('10.0.1.5', '198.51.100.7'), signal());

    expect(network.natGateways).toMatchObject([{ id: 'nat-0a', state: 'failed' }]);
  });

  it('reads the entries of a prefix list that a rule refers to', async () => {
    const rule = { traffic: { IpProtocol: '-1' }, peer: OWN_LIST, outbound: false };
    serveAccount(aws, sampleAccount({ db: [rule] }));

    const { network } = await ec2()(about('10.0.1.5', '10.0.2.9'), signal());

    expect(network.prefixLists).toMatchObject([
      { id: OWN_LIST, name: 'offices', entries: [{ text: '198.51.100.0/24' }] },
    ]);
  });

  it('leaves a list unread that would take too many calls, and says so', async () => {
    const rule = { traffic: { IpProtocol: '-1' }, peer: OWN_LIST, outbound: false };
    const blocks = Array.from({ length: 1000 }, (_, at) => `172.16.${at % 250}.${Math.floor(at / 250)}/32`);
    serveAccount(aws, sampleAccount({ db: [rule], listed: blocks }));

    const { network, calls, notes } = await ec2()(about('10.0.1.5', '10.0.2.9'), signal());

    expect(calls).toBeLessThanOrEqual(12);
    expect(network.prefixLists).toMatchObject([{ id: OWN_LIST, entries: null }]);
    expect(notes).toEqual([`Not read, to keep the question to 11 calls of EC2: the entries of ${OWN_LIST}.`]);
  });

  it('leaves such a list to a later question, for which the rest is known already', async () => {
    const rule = { traffic: { IpProtocol: '-1' }, peer: OWN_LIST, outbound: false };
    const blocks = Array.from({ length: 1000 }, (_, at) => `172.16.${at % 250}.${Math.floor(at / 250)}/32`);
    serveAccount(aws, sampleAccount({ db: [rule], listed: blocks }));
    const [read, own] = [ec2(), signal()];
    const trace = about('10.0.1.5', '10.0.2.9');
    const first = await read(trace, own);

    const second = await read({ ...trace, addresses: ['10.0.2.9'] }, own);
    const later = await read(trace, signal());

    expect(second.calls).toBe(first.calls);
    expect(second.notes).toEqual([expect.stringContaining(OWN_LIST)]);
    expect(later.network.prefixLists?.[0]?.entries).toHaveLength(1000);
    expect(later.notes).toEqual([]);
  });

  it('asks the account about VPC Block Public Access where the subnets do not say', async () => {
    serveAccount(aws, sampleAccount({ ...internet, statesMode: false, mode: 'block-bidirectional' }));

    const { network } = await ec2()(about('10.0.1.5', '198.51.100.7'), signal());

    expect(network).toMatchObject({ blockMode: 'block-bidirectional', blockExclusions: [] });
  });
});

describe('a subject', () => {
  const aws = mockAws();

  it.each([
    ['an address', '10.0.2.9', ['eni-0db']],
    ['a public address', '203.0.113.9', ['eni-0web']],
    ['an IPv6 address', '2600:1f18:a:102:0:0:0:9', ['eni-0db']],
    ['an address of a delegated prefix', '10.0.2.70', ['eni-0node']],
    ['an instance', 'i-0web', ['eni-0web']],
    ['the name of an instance', 'web-1', ['eni-0web']],
    ['the name of an instance in other letters', 'WEB-1', ['eni-0web']],
    ['the name that a service gave its interface', 'nat-0a', ['eni-0nat']],
    ['the name of a security group', 'far', ['eni-0far']],
    ['a security group', 'sg-0web', ['eni-0db', 'eni-0web']],
    ['a subnet', 'subnet-0a-db', ['eni-0db', 'eni-0node']],
    ['a VPC', 'vpc-0b', ['eni-0far', 'eni-0tgwb']],
    ['a block', '10.0.2.0/25', ['eni-0db', 'eni-0node']],
    ['an IPv6 block', '2600:1f18:a:102::/64', ['eni-0db']],
    ['a network interface', 'eni-0far', ['eni-0far']],
  ])('may be %s', async (_, text, interfaceIds) => {
    serveAccount(aws, sampleAccount({ webIsPublic: true }));

    const { network, notes } = await ec2()(about(text), signal());

    expect(idsOf(network.networkInterfaces)).toEqual(interfaceIds);
    expect(notes).toEqual([]);
  });

  it('is found in every VPC that has it', async () => {
    serveAccount(aws, sampleAccount({ isOverlapping: true }));

    const { network } = await ec2()(about('10.0.1.5'), signal());

    expect(idsOf(network.networkInterfaces)).toEqual(['eni-0twin', 'eni-0web']);
    expect(idsOf(network.vpcs)).toEqual(['vpc-0a', 'vpc-0c']);
    expect(idsOf(network.peeringConnections)).toEqual(['pcx-0ab']);
  });

  it('that no interface has is placed in its subnet', async () => {
    serveAccount(aws, sampleAccount());

    const { network } = await ec2()(about('10.1.1.200'), signal());

    expect(network).toMatchObject({ networkInterfaces: [], subnets: [{ id: 'subnet-0b-far' }] });
  });

  it('may have characters in its name that filters take for wildcards', async () => {
    serveAccount(aws, sampleAccount());

    await ec2()(about('web*'), signal());

    const filters = aws.requests.map(({ body }) => [body['Filter.1.Name'], body['Filter.1.Value.1']]);
    expect(filters).toContainEqual(['tag:Name', String.raw`web\*`]);
  });

  it('that is larger than any VPC is not listed, which is a note', async () => {
    const { network, calls, notes } = await ec2()(about('10.0.0.0/8'), signal());

    expect(network).toEqual(UNKNOWN_NETWORK);
    expect(calls).toBe(0);
    expect(notes).toEqual([expect.stringContaining('10.0.0.0/8 is larger than any VPC')]);
  });

  it('with thousands of network interfaces is read as far as five pages, which is a note', async () => {
    const many = Array.from({ length: 5001 }, (_, at) =>
      networkInterface(`eni-1${at}`, `10.1.${Math.floor(at / 250)}.${(at % 250) + 4}`, 'subnet-0b-far'),
    );
    serveAccount(aws, { ...sampleAccount(), NetworkInterfaces: many });

    const { network, notes } = await ec2()(about('subnet-0b-far'), signal());

    expect(network.networkInterfaces).toHaveLength(5000);
    expect(notes).toEqual([expect.stringContaining('more than 5000 network interfaces of subnet-0b-far')]);
  });

  it('is not needed: a question without one reads nothing', async () => {
    expect(await ec2()(about(), signal())).toEqual({
      network: UNKNOWN_NETWORK,
      readAt: null,
      calls: 0,
      notes: [],
      gone: {},
    });
  });
});

describe('what records name', () => {
  const aws = mockAws();

  it('is added to what the question has, and counted with it', async () => {
    serveAccount(aws, sampleAccount());
    const [read, own] = [ec2(), signal()];
    const first = await read(about('10.0.1.5'), own);

    const second = await read(
      { ...about('10.0.1.5'), addresses: ['10.0.2.9'], interfaceIds: ['eni-0tgwa'] },
      own,
    );

    expect(idsOf(second.network.networkInterfaces)).toEqual(['eni-0db', 'eni-0tgwa', 'eni-0web']);
    expect(second.calls).toBe(aws.requests.length);
    expect(second.calls).toBeGreaterThan(first.calls);
  });

  it('may be known already, and then the network is the same object', async () => {
    serveAccount(aws, sampleAccount());
    const [read, own] = [ec2(), signal()];
    const first = await read(about('10.0.1.5', '10.0.2.9'), own);

    const second = await read(
      { ...about('10.0.1.5', '10.0.2.9'), addresses: ['10.0.2.9'], interfaceIds: ['eni-0web', 'eni-0db'] },
      own,
    );

    expect(second.network).toBe(first.network);
    expect(second.calls).toBe(first.calls);
  });

  it('may be gone: that is a note, and the rest is used', async () => {
    serveAccount(aws, sampleAccount());

    const { network, notes, gone } = await ec2()(
      { subjects: [], addresses: [], interfaceIds: ['eni-0gone', 'eni-0db'] },
      signal(),
    );

    expect(idsOf(network.networkInterfaces)).toEqual(['eni-0db']);
    expect(notes).toEqual([expect.stringContaining('eni-0gone is not there any more')]);
    expect(gone).toEqual({ 'eni-0gone': notes[0] });
  });

  it('may be refused by its id, and then the others are asked for again', async () => {
    serveAccount(aws, sampleAccount());
    aws.reply(
      'DescribeNetworkInterfaces',
      ec2Error(
        'InvalidNetworkInterfaceID.NotFound',
        "The networkInterface ID 'eni-0gone' does not exist",
        400,
      ),
    );

    const { network, notes } = await ec2()(
      { subjects: [], addresses: [], interfaceIds: ['eni-0gone', 'eni-0db'] },
      signal(),
    );

    expect(idsOf(network.networkInterfaces)).toEqual(['eni-0db']);
    expect(notes).toEqual([expect.stringContaining('eni-0gone is not there any more')]);
  });

  it('is asked for with at most 200 values in a call', async () => {
    serveAccount(aws, sampleAccount());
    const addresses = Array.from({ length: 201 }, (_, at) => `198.18.${at}.7`);

    await ec2()({ subjects: [], addresses, interfaceIds: [] }, signal());

    const sizes = aws
      .of('DescribeNetworkInterfaces')
      .filter((body) => body['Filter.1.Name'] === 'association.public-ip')
      .map((body) => Object.keys(body).filter((key) => key.startsWith('Filter.1.Value.')).length);
    expect(sizes).toEqual([200, 1]);
  });
});

/** As EC2 writes it. */
function interfacesPage(id: string, address: string, nextToken = ''): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<DescribeNetworkInterfacesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
  <requestId>fc45294c-006b-457b-bab9-012f5b3b0e40</requestId>
  <networkInterfaceSet>
    <item>
      <networkInterfaceId>${id}</networkInterfaceId>
      <interfaceType>interface</interfaceType>
      <description/>
      <ownerId>123456789012</ownerId>
      <status>in-use</status>
      <privateIpAddress>${address}</privateIpAddress>
      <sourceDestCheck>true</sourceDestCheck>
      <groupSet/>
      <attachment><attachTime>2026-01-02T03:04:05.000Z</attachTime><instanceId>i-0other</instanceId></attachment>
      <tagSet><item><key>Name</key><value>one</value></item></tagSet>
      <privateIpAddressesSet><item><privateIpAddress>${address}</privateIpAddress><primary>true</primary></item></privateIpAddressesSet>
      <ipv6AddressesSet/>
    </item>
  </networkInterfaceSet>
  ${nextToken && `<nextToken>${nextToken}</nextToken>`}
</DescribeNetworkInterfacesResponse>`;
}

describe('an answer in pages', () => {
  const aws = mockAws();

  it('is read to the end', async () => {
    aws.reply(
      'DescribeNetworkInterfaces',
      ok(interfacesPage('eni-1', '10.0.1.5', 'more')),
      ok(interfacesPage('eni-2', '10.0.1.5')),
    );

    const { network, calls } = await ec2()(about('10.0.1.5'), signal());

    expect(network.networkInterfaces).toMatchObject([
      { id: 'eni-1', name: 'one', attachedAt: Date.UTC(2026, 0, 2, 3, 4, 5) / 1000 },
      { id: 'eni-2', vpcId: null },
    ]);
    expect(calls).toBe(2);
    expect(aws.requests.map(({ body }) => body['NextToken'])).toEqual([undefined, 'more']);
  });
});

describe('what may not be read', () => {
  const aws = mockAws();
  const trace = about('10.0.1.5', '198.51.100.7');
  const changes = { webRoutes: [TO_NAT, TO_S3], natRoutes: [TO_INTERNET] };

  it.each([
    ['NetworkAcls', 'DescribeNetworkAcls', 'networkAcls'],
    ['RouteTables', 'DescribeRouteTables', 'routeTables'],
    ['Subnets', 'DescribeSubnets', 'subnets'],
    ['Vpcs', 'DescribeVpcs', 'vpcs'],
    ['Reservations', 'DescribeInstances', 'instances'],
    ['NetworkInterfaces', 'DescribeNetworkInterfaces', 'networkInterfaces'],
  ] as const)('stays not known, and a note names the permission: %s', async (key, operation, kind) => {
    serveAccount(aws, sampleAccount({ ...changes, notAllowed: [key] }));

    const { network, notes, failed } = await ec2()(trace, signal());

    expect(network[kind]).toBeNull();
    expect(failed).toBe(true);
    expect(notes[0]).toMatch(`could not be read, because the permission ec2:${operation} is missing: `);
    expect(notes.join()).not.toContain('arn:aws:iam');
  });

  it('may be the setting of VPC Block Public Access', async () => {
    const host = { webRoutes: [TO_INTERNET], webIsPublic: true, statesMode: false };
    serveAccount(aws, sampleAccount({ ...host, notAllowed: ['VpcBlockPublicAccessOptions'] }));

    const { network, notes } = await ec2()(trace, signal());

    expect(network.blockMode).toBeNull();
    expect(notes).toEqual([expect.stringContaining('ec2:DescribeVpcBlockPublicAccessOptions is missing')]);
  });

  it('may be what another call shows: groups without the ids of their rules', async () => {
    serveAccount(aws, sampleAccount({ notAllowed: ['SecurityGroupRules'] }));

    const { network, notes } = await ec2()(about('10.0.2.9'), signal());

    expect(network.securityGroups?.find(({ id }) => id === 'sg-0db')?.inbound).toMatchObject([{ id: null }]);
    expect(notes).toEqual([expect.stringContaining('ec2:DescribeSecurityGroupRules')]);
  });

  it('may be what another call shows: rules without the names of their groups', async () => {
    serveAccount(aws, sampleAccount({ notAllowed: ['SecurityGroups'] }));

    const { network, notes } = await ec2()(about('10.0.2.9'), signal());

    expect(network.securityGroups).toMatchObject([{ id: 'sg-0db', inbound: [{ id: 'sgr-0db0' }] }, {}]);
    expect(notes).toEqual([expect.stringContaining('ec2:DescribeSecurityGroups is')]);
  });

  it('may be what another call shows: the subnets of a transit gateway', async () => {
    const routes = { webRoutes: [TO_TRANSIT], farRoutes: [FROM_TRANSIT] };
    serveAccount(aws, sampleAccount({ ...routes, notAllowed: ['TransitGatewayVpcAttachments'] }));

    const { network } = await ec2()(about('10.0.1.5', '10.1.1.7'), signal());

    expect(idsOf(network.networkInterfaces)).toEqual(['eni-0far', 'eni-0tgwa', 'eni-0tgwb', 'eni-0web']);
  });

  it('may be what another call shows: the blocks of AWS’s own prefix lists', async () => {
    serveAccount(aws, sampleAccount({ ...changes, notAllowed: ['AwsPrefixLists'] }));

    const { network, notes } = await ec2()(trace, signal());

    expect(network.prefixLists).toMatchObject([{ id: AWS_LIST, entries: [{ text: '52.95.128.0/21' }] }]);
    expect(notes.join()).not.toContain('missing');
  });

  it('is asked for again after half a minute, and not before', async () => {
    let now = 1000;
    const read = ec2({ now: () => now });
    serveAccount(aws, sampleAccount({ notAllowed: ['NetworkAcls'] }));
    await read(about('10.0.1.5'), signal());
    serveAccount(aws, sampleAccount());

    now += 29;
    const early = await read(about('10.0.1.5'), signal());
    now += 1;
    const late = await read(about('10.0.1.5'), signal());

    expect(early).toMatchObject({ network: { networkAcls: null }, notes: [expect.any(String)] });
    expect(late.network.networkAcls).not.toBeNull();
    expect(late.notes).toEqual([]);
  });
});

describe('an API that cannot be asked', () => {
  const aws = mockAws();
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it.each([
    ['AuthFailure', 'AWS does not accept the credentials'],
    ['RequestExpired', 'the AWS credentials have expired'],
  ])('leaves everything not known, with one note: %s', async (code, why) => {
    aws.always('DescribeNetworkInterfaces', ec2Error(code, 'Sorry.'));

    const { network, notes } = await ec2()(about('10.0.1.5', '198.51.100.7'), signal());

    expect(network).toEqual(UNKNOWN_NETWORK);
    expect(notes).toEqual([
      `The network’s configuration could not be read from EC2, because ${why} (Sorry.): addresses have no names, and no rule can be named.`,
    ]);
  });

  it('is not asked without credentials', async () => {
    const credentials = async () => {
      throw Object.assign(new Error('Could not load credentials.'), { name: 'CredentialsProviderError' });
    };

    const reading = await ec2({ credentials })(about('10.0.1.5', '198.51.100.7'), signal());

    expect(reading).toMatchObject({ network: UNKNOWN_NETWORK, calls: 0, readAt: null });
    expect(reading.notes).toEqual([expect.stringContaining('there are no AWS credentials')]);
  });

  it('is not asked without a region', async () => {
    for (const name of ['AWS_REGION', 'AWS_DEFAULT_REGION', 'AWS_PROFILE']) vi.stubEnv(name, undefined);
    vi.stubEnv('AWS_CONFIG_FILE', '/nowhere');
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/nowhere');

    const { network, notes } = await ec2({ region: undefined })(about('10.0.1.5'), signal());

    expect(network).toEqual(UNKNOWN_NETWORK);
    expect(notes).toEqual([expect.stringContaining('no AWS region is set')]);
  });

  it('is asked again by the SDK when it answers too many requests, and every request counts', async () => {
    serveAccount(aws, sampleAccount());
    aws.reply('DescribeNetworkInterfaces', ec2Error('RequestLimitExceeded', 'Request limit exceeded.', 503));

    const { network, calls } = await ec2()(about('10.0.2.9'), signal());

    expect(idsOf(network.networkInterfaces)).toEqual(['eni-0db']);
    expect(calls).toBe(aws.requests.length);
  });
});

describe('what was read', () => {
  const aws = mockAws();

  it('holds for five minutes, for other questions too', async () => {
    let now = 1000;
    const read = ec2({ now: () => now });
    serveAccount(aws, sampleAccount());
    const { calls } = await read(about('10.0.1.5'), signal());

    now += 299;
    const again = await read(about('10.0.1.5'), signal());
    now += 1;
    const later = await read(about('10.0.1.5'), signal());

    expect(again).toMatchObject({ calls: 0, readAt: 1000 });
    expect(later).toMatchObject({ calls, readAt: 1300 });
  });

  it('is as old as its oldest part', async () => {
    let now = 1000;
    const read = ec2({ now: () => now, maxAgeSeconds: 60 });
    serveAccount(aws, sampleAccount());
    await read(about('10.0.1.5'), signal());

    now += 30;
    const { readAt, calls } = await read(about('10.0.1.5', '10.0.2.9'), signal());

    expect(readAt).toBe(1000);
    expect(calls).toBeLessThan(6);
  });

  it('is read once for questions at the same time', async () => {
    serveAccount(aws, sampleAccount());
    const read = ec2();

    const [one, other] = await Promise.all([
      read(about('10.0.1.5', '10.0.2.9'), signal()),
      read(about('10.0.1.5', '10.0.2.9'), signal()),
    ]);

    expect(other?.network).toEqual(one?.network);
    expect(aws.requests).toHaveLength(8);
    expect((one?.calls ?? 0) + (other?.calls ?? 0)).toBe(8);
  });

  it('is not waited for when nobody wants it any more', async () => {
    const cancel = new AbortController();
    aws.reply('DescribeNetworkInterfaces', () => {
      cancel.abort('enough');
      return ok(interfacesPage('eni-1', '10.0.1.5'));
    });

    await expect(ec2()(about('10.0.1.5'), cancel.signal)).rejects.toBe('enough');
  });

  it('is read on for others when one question is cancelled', async () => {
    const cancel = new AbortController();
    serveAccount(aws, sampleAccount());
    aws.reply('DescribeNetworkInterfaces', () => {
      cancel.abort('enough');
      return ok(interfacesPage('eni-1', '10.0.1.5'));
    });
    const read = ec2();

    const [cancelled, other] = await Promise.allSettled([
      read(about('10.0.1.5'), cancel.signal),
      read(about('10.0.1.5'), signal()),
    ]);

    expect(cancelled).toEqual({ status: 'rejected', reason: 'enough' });
    expect(other).toMatchObject({ value: { network: { networkInterfaces: [{ id: 'eni-1' }] } } });
  });
});
