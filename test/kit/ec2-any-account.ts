/** Random accounts and packets, for the question whether what is read is enough: drawn so that rules and routes meet the few addresses. */
import fc from 'fast-check';
import type { Packet } from '../../src/network/evaluate/packet.ts';
import type { Account } from './ec2-account.ts';
import {
  AWS_LIST,
  type Choices,
  OWN_LIST,
  ROUTES,
  ROUTES_BACK,
  type Rule,
  sampleAccount,
} from './ec2-sample.ts';

const IPV4 = [
  '10.0.1.5',
  '10.0.2.9',
  '10.1.1.7',
  // Delegated to a node of the database subnet, held by nobody, outside of every VPC, on the internet, of Amazon S3, and an Elastic IP.
  '10.0.2.70',
  '10.0.2.200',
  '10.9.1.1',
  '198.51.100.7',
  '52.95.128.179',
  '203.0.113.9',
  // The resolver and a router.
  '10.0.0.2',
  '10.0.1.1',
];
const IPV6 = ['2600:1f18:a:101::5', '2600:1f18:a:102::9', '2600:1f18:a:102::77', '2606:4700::1111'];

const BLOCKS4 = ['0.0.0.0/0', '10.0.0.0/8', '10.0.1.0/24', '10.0.2.0/24', '10.1.0.0/16', '52.95.0.0/16'];
const BLOCKS6 = ['::/0', '2600:1f18:a:100::/56'];

const anyPort = fc.constantFrom(443, 5432);
const anyTraffic = fc.constantFrom(
  { IpProtocol: '-1' },
  { IpProtocol: 'tcp', FromPort: 443, ToPort: 443 },
  { IpProtocol: 'tcp', FromPort: 0, ToPort: 65_535 },
  { IpProtocol: 'udp', FromPort: 53, ToPort: 53 },
);

const anyRules: fc.Arbitrary<readonly Rule[]> = fc.array(
  fc.record({
    traffic: anyTraffic,
    peer: fc.constantFrom(...BLOCKS4, ...BLOCKS6, AWS_LIST, OWN_LIST, 'sg-0web', 'sg-0db', 'sg-0far'),
    outbound: fc.boolean(),
  }),
  { maxLength: 5 },
);

const anyEntries = fc.array(
  fc.record({
    Egress: fc.boolean(),
    RuleAction: fc.constantFrom('allow', 'deny'),
    Protocol: fc.constantFrom('-1', '6'),
    CidrBlock: fc.constantFrom(...BLOCKS4),
  }),
  { maxLength: 3 },
);

const choices: fc.Arbitrary<Choices> = fc.record({
  web: anyRules,
  db: anyRules,
  far: anyRules,
  webEntries: anyEntries,
  dbEntries: anyEntries,
  transitEntries: anyEntries,
  natEntries: anyEntries,
  webRoutes: fc.subarray(ROUTES),
  mainRoutes: fc.subarray(ROUTES),
  natRoutes: fc.subarray(ROUTES.slice(4, 6)),
  farRoutes: fc.subarray(ROUTES_BACK),
  listed: fc.subarray(['10.1.0.0/16', '198.51.100.0/24', '10.0.2.0/25']),
  nat: fc.constantFrom('zonal', 'regional', 'failed'),
  peering: fc.constantFrom('active', 'pending-acceptance'),
  referencing: fc.constantFrom('enable', 'disable'),
  isOverlapping: fc.boolean(),
  webIsPublic: fc.boolean(),
  checksAddresses: fc.boolean(),
  mode: fc.constantFrom('off', 'block-bidirectional', 'block-ingress'),
  statesMode: fc.boolean(),
  exclusions: fc.subarray(['subnet-0a-web', 'vpc-0a']),
  notAllowed: fc.oneof(
    { weight: 3, arbitrary: fc.constant<readonly string[]>([]) },
    {
      weight: 1,
      arbitrary: fc.subarray(
        [
          'SecurityGroupRules',
          'NetworkAcls',
          'RouteTables',
          'Vpcs',
          'PrefixLists',
          'NatGateways',
          'VpcPeeringConnections',
          'TransitGatewayVpcAttachments',
          'VpcBlockPublicAccessOptions',
          'VpcBlockPublicAccessExclusions',
        ],
        { maxLength: 2 },
      ),
    },
  ),
});

export const anyAccount: fc.Arbitrary<Account> = choices.map(sampleAccount);

export const anyPacketBetween: fc.Arbitrary<Packet> = fc
  .oneof(
    { weight: 3, arbitrary: fc.tuple(fc.constantFrom(...IPV4), fc.constantFrom(...IPV4)) },
    { weight: 1, arbitrary: fc.tuple(fc.constantFrom(...IPV6), fc.constantFrom(...IPV6)) },
  )
  .filter(([source, destination]) => source !== destination)
  .chain(([source, destination]) =>
    anyPort.map((destinationPort) => ({
      source,
      destination,
      sourcePort: 49_152,
      destinationPort,
      protocol: 6,
      icmp: null,
    })),
  );
