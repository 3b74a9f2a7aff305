import { describe, expect, it } from 'vitest';
import { readResponses } from '../../../src/network/read-responses.ts';

/** What one answer makes of a network. */
function networkOf(body: object, source = 'answer.json') {
  const { network, notes } = readResponses([{ source, body }]);
  expect(notes).toEqual([]);
  return network;
}

const texts = (blocks: readonly { readonly text: string }[] | null | undefined) =>
  blocks?.map(({ text }) => text);

describe('what else is read', () => {
  it('a VPC: its primary block, all that are associated, and its name', () => {
    const { vpcs } = networkOf({
      Vpcs: [
        {
          VpcId: 'vpc-0aaa',
          CidrBlock: '10.0.0.0/16',
          CidrBlockAssociationSet: [
            { CidrBlock: '10.0.0.0/16', CidrBlockState: { State: 'associated' } },
            { CidrBlock: '100.64.0.0/16', CidrBlockState: { State: 'associated' } },
            { CidrBlock: '10.1.0.0/16', CidrBlockState: { State: 'disassociated' } },
          ],
          Ipv6CidrBlockAssociationSet: [
            { Ipv6CidrBlock: '2001:db8::/56', Ipv6CidrBlockState: { State: 'associated' } },
          ],
          Tags: [{ Key: 'Name', Value: 'shop' }],
        },
      ],
    });

    expect(vpcs?.[0]?.name).toBe('shop');
    expect(vpcs?.[0]?.primaryBlock?.text).toBe('10.0.0.0/16');
    expect(texts(vpcs?.[0]?.blocks)).toEqual(['10.0.0.0/16', '100.64.0.0/16', '2001:db8::/56']);
  });

  it('a subnet: both families, and what Block Public Access does there', () => {
    const { subnets } = networkOf({
      Subnets: [
        {
          SubnetId: 'subnet-0aaa',
          CidrBlock: '10.0.1.0/24',
          Ipv6CidrBlockAssociationSet: [
            { Ipv6CidrBlock: '2001:db8::/64', Ipv6CidrBlockState: { State: 'associated' } },
          ],
          BlockPublicAccessStates: { InternetGatewayBlockMode: 'block-ingress' },
        },
      ],
    });

    expect(texts(subnets?.[0]?.blocks)).toEqual(['10.0.1.0/24', '2001:db8::/64']);
    expect(subnets?.[0]?.blockMode).toBe('block-ingress');
  });

  it('the names of instances', () => {
    const Instances = [
      { InstanceId: 'i-0aaa', Tags: [{ Key: 'Name', Value: 'web-1' }] },
      { InstanceId: 'i-0bbb' },
    ];

    expect(networkOf({ Reservations: [{ Instances }] }).instances).toEqual([
      { id: 'i-0aaa', name: 'web-1' },
      { id: 'i-0bbb', name: null },
    ]);
  });

  it('AWS’s prefix lists with their blocks', () => {
    const list = {
      PrefixListId: 'pl-63a5400a',
      PrefixListName: 'com.amazonaws.us-east-1.s3',
      Cidrs: ['52.216.0.0/15'],
    };

    const { prefixLists } = networkOf({ PrefixLists: [list] });

    expect(texts(prefixLists?.[0]?.entries)).toEqual(['52.216.0.0/15']);
  });

  it('managed prefix lists, with entries where a file named after the list has them', () => {
    const lists = { PrefixLists: [{ PrefixListId: 'pl-0123456789abcdef0', PrefixListName: 'offices' }] };
    const entries = { Entries: [{ Cidr: '198.51.100.0/24', Description: 'Berlin' }] };

    const { network, notes } = readResponses([
      { source: 'describe-managed-prefix-lists.json', body: lists },
      { source: 'get-managed-prefix-list-entries-pl-0123456789abcdef0.json', body: entries },
      { source: 'entries.json', body: entries },
    ]);

    expect(network.prefixLists).toHaveLength(1);
    expect(network.prefixLists?.[0]?.name).toBe('offices');
    expect(texts(network.prefixLists?.[0]?.entries)).toEqual(['198.51.100.0/24']);
    expect(notes).toEqual([
      'entries.json: it does not say which prefix list its entries are of, so they are not used; put the id (pl-…) into the name.',
    ]);
  });

  it('a prefix list of which an entry cannot be read stays without entries', () => {
    const { network, notes } = readResponses([
      { source: 'pl-0123456789abcdef0.json', body: { Entries: [{ Cidr: '10.0.0.0/8' }, { Cidr: 'ten' }] } },
    ]);

    expect(network.prefixLists).toBeNull();
    expect(notes).toHaveLength(1);
  });

  it('VPC Block Public Access and the exclusions that are in force', () => {
    const { network } = readResponses([
      {
        source: 'a',
        body: { VpcBlockPublicAccessOptions: { InternetGatewayBlockMode: 'block-bidirectional' } },
      },
      {
        source: 'b',
        body: {
          VpcBlockPublicAccessExclusions: [
            {
              ExclusionId: 'vpcbpa-exclude-0aaa',
              InternetGatewayExclusionMode: 'allow-egress',
              ResourceArn: 'arn:aws:ec2:eu-west-1:123456789012:subnet/subnet-0aaa',
              State: 'create-complete',
            },
            {
              ExclusionId: 'vpcbpa-exclude-0bbb',
              InternetGatewayExclusionMode: 'allow-bidirectional',
              ResourceArn: 'arn:aws:ec2:eu-west-1:123456789012:vpc/vpc-0aaa',
              State: 'delete-complete',
            },
          ],
        },
      },
    ]);

    expect(network.blockMode).toBe('block-bidirectional');
    expect(network.blockExclusions).toEqual([
      { id: 'vpcbpa-exclude-0aaa', resourceId: 'subnet-0aaa', mode: 'allow-egress' },
    ]);
  });

  it('encryption controls', () => {
    const VpcEncryptionControls = [
      { VpcId: 'vpc-0aaa', VpcEncryptionControlId: 'vpcec-0aaa', Mode: 'enforce', State: 'available' },
    ];

    expect(networkOf({ VpcEncryptionControls }).encryptionControls).toEqual([
      { id: 'vpcec-0aaa', vpcId: 'vpc-0aaa', mode: 'enforce', state: 'available' },
    ]);
  });

  it('NAT gateways, zonal and regional', () => {
    const { natGateways } = networkOf({
      NatGateways: [
        {
          NatGatewayId: 'nat-0aaa',
          SubnetId: 'subnet-0aaa',
          VpcId: 'vpc-0aaa',
          State: 'available',
          ConnectivityType: 'public',
          NatGatewayAddresses: [
            {
              NetworkInterfaceId: 'eni-0nat',
              PrivateIp: '10.0.0.9',
              PublicIp: '203.0.113.9',
              IsPrimary: true,
            },
          ],
        },
        { NatGatewayId: 'nat-0bbb', AvailabilityMode: 'regional', ConnectivityType: 'private' },
      ],
    });

    expect(natGateways?.[0]?.addresses[0]).toEqual({
      networkInterfaceId: 'eni-0nat',
      privateAddress: '10.0.0.9',
      publicAddress: '203.0.113.9',
      primary: true,
    });
    expect(natGateways?.[1]).toMatchObject({ subnetId: null, connectivity: 'private', addresses: [] });
  });

  it('peering connections, with the blocks of both sides', () => {
    const { peeringConnections } = networkOf({
      VpcPeeringConnections: [
        {
          VpcPeeringConnectionId: 'pcx-0aaa',
          Status: { Code: 'active' },
          RequesterVpcInfo: { VpcId: 'vpc-0aaa', CidrBlock: '10.0.0.0/16' },
          AccepterVpcInfo: {
            VpcId: 'vpc-0bbb',
            CidrBlock: '10.9.0.0/16',
            CidrBlockSet: [{ CidrBlock: '10.9.0.0/16' }, { CidrBlock: '10.10.0.0/16' }],
          },
        },
      ],
    });

    expect(texts(peeringConnections?.[0]?.requester.blocks)).toEqual(['10.0.0.0/16']);
    expect(texts(peeringConnections?.[0]?.accepter.blocks)).toEqual(['10.9.0.0/16', '10.10.0.0/16']);
  });

  it('transit gateway attachments of VPCs, from either call', () => {
    const attachment = {
      TransitGatewayAttachmentId: 'tgw-attach-0aaa',
      TransitGatewayId: 'tgw-0aaa',
      State: 'available',
    };
    const ofVpc = {
      ...attachment,
      VpcId: 'vpc-0aaa',
      SubnetIds: ['subnet-0aaa'],
      Options: { SecurityGroupReferencingSupport: 'enable' },
    };
    const ofAny = { ...attachment, ResourceType: 'vpc', ResourceId: 'vpc-0aaa' };
    const vpn = {
      ...attachment,
      TransitGatewayAttachmentId: 'tgw-attach-0vpn',
      ResourceType: 'vpn',
      ResourceId: 'vpn-0aaa',
    };

    const { network } = readResponses([
      { source: 'a', body: { TransitGatewayAttachments: [ofAny, vpn] } },
      { source: 'b', body: { TransitGatewayVpcAttachments: [ofVpc] } },
    ]);

    expect(network.transitGatewayAttachments).toEqual([
      {
        id: 'tgw-attach-0aaa',
        transitGatewayId: 'tgw-0aaa',
        vpcId: 'vpc-0aaa',
        state: 'available',
        subnetIds: ['subnet-0aaa'],
        securityGroupReferencing: true,
      },
    ]);
  });

  it('VPC endpoints', () => {
    const endpoint = {
      VpcEndpointId: 'vpce-0aaa',
      VpcEndpointType: 'Gateway',
      ServiceName: 'com.amazonaws.eu-west-1.s3',
    };

    expect(networkOf({ VpcEndpoints: [endpoint] }).vpcEndpoints?.[0]).toMatchObject({
      id: 'vpce-0aaa',
      type: 'Gateway',
      networkInterfaceIds: [],
    });
  });
});
