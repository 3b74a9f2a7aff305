/** The first section of the page: who the subject is, by the network's configuration, its records, and data about the internet. */
import type { Section } from '../../diagnosis/diagnosis.ts';
import type { NetworkIndex } from '../../network/find/index-network.ts';
import { groupLabel, interfaceLabel } from '../../network/find/label.ts';
import type { NetworkInterface } from '../../network/network-interface.ts';
import { specialAddress } from '../../record/special-address.ts';
import type { Scope } from '../analyzer.ts';
import { extentOf } from '../subject.ts';
import { distinct, type Flow } from './flows.ts';
import { awsText, countryText, networkText } from './who.ts';

/** What records of the subject's own interface say about it. */
export interface PlaceRow {
  readonly interfaceId: string | null;
  readonly instanceId: string | null;
  readonly subnetId: string | null;
  readonly azId: string | null;
  readonly vpcId: string | null;
  readonly accountId: string | null;
}

type Fact = readonly [what: string, value: string | null | undefined];

/** So many of a kind are named; more are counted. */
const DESCRIBED = 5;

function withName(id: string, name: string | null | undefined): string {
  return name ? `${id} (${name})` : id;
}

function listed(values: readonly (string | null)[], between = ', '): string | null {
  const known = distinct(values.filter((value) => value !== null));
  const more = known.length > DESCRIBED ? ` and ${known.length - DESCRIBED} more` : '';
  return known.length === 0 ? null : `${known.slice(0, DESCRIBED).join(between)}${more}`;
}

function addressesOf({ ipv4, ipv6 }: NetworkInterface): readonly string[] {
  return [
    ...ipv4.map(({ address, publicAddress }) =>
      publicAddress === null ? address : `${address} (public ${publicAddress})`,
    ),
    ...ipv6,
  ];
}

function subnetText({ subnetId, availabilityZone }: NetworkInterface, network: NetworkIndex): string | null {
  if (subnetId === null) return null;
  const subnet = withName(subnetId, network.subnets.get(subnetId)?.name);
  return [subnet, availabilityZone].filter(Boolean).join(', ');
}

/** One interface in full; of several the first few in a line each, and what they have in common. */
function configured(interfaces: readonly NetworkInterface[], network: NetworkIndex): readonly Fact[] {
  const [only, ...others] = interfaces;
  const named = (of: NetworkInterface) => withName(of.id, interfaceLabel(network, of));
  const instances = interfaces.map(
    ({ instanceId }) => instanceId && withName(instanceId, network.instanceNames.get(instanceId)),
  );
  return [
    ...(only && others.length === 0
      ? ([
          ['Network interface', named(only)],
          ['Addresses', listed(addressesOf(only))],
        ] as const)
      : [
          ['Network interfaces', `${interfaces.length} in the configuration`] as const,
          ...interfaces
            .slice(0, DESCRIBED)
            .map((of) => ['', [named(of), ...addressesOf(of)].join(', ')] as const),
        ]),
    ['Instance', listed(instances)],
    [
      'Subnet',
      listed(
        interfaces.map((of) => subnetText(of, network)),
        '; ',
      ),
    ],
    ['VPC', listed(interfaces.map(({ vpcId }) => vpcId && withName(vpcId, network.vpcs.get(vpcId)?.name)))],
    [
      'Security groups',
      listed(interfaces.flatMap(({ groups }) => groups.map(({ id }) => groupLabel(network, id)))),
    ],
  ];
}

function recorded(places: readonly PlaceRow[]): readonly Fact[] {
  return [
    ['Network interface', listed(places.map(({ interfaceId }) => interfaceId))],
    ['Instance', listed(places.map(({ instanceId }) => instanceId))],
    ['Subnet', listed(places.map(({ subnetId }) => subnetId))],
    ['Availability Zone', listed(places.map(({ azId }) => azId))],
    ['VPC', listed(places.map(({ vpcId }) => vpcId))],
    ['Account', listed(places.map(({ accountId }) => accountId))],
  ];
}

/** Of a single address: what kind it is, or whose on the internet. */
function ofAddress(
  address: string,
  isOurs: boolean,
  flows: readonly Flow[],
  { facts }: Scope,
): readonly Fact[] {
  const services = distinct(flows.flatMap(({ localAws }) => (localAws === null ? [] : [awsText(localAws)])));
  const found = isOurs ? undefined : facts?.of.get(address);
  return [
    ['Address', specialAddress(address)],
    ['AWS service', services.length > 0 ? `${services.join(', ')}, as the records say` : null],
    ['Network', found && networkText(found)],
    ['Registered in', found && countryText(found)],
  ];
}

export function identitySection(flows: readonly Flow[], places: readonly PlaceRow[], scope: Scope): Section {
  const { request, network } = scope;
  const [subject] = request.subjects;
  const interfaces = (subject && extentOf(subject, network)?.interfaces) ?? [];
  const facts: readonly Fact[] = [
    ...(network && interfaces.length > 0 ? configured(interfaces, network) : recorded(places)),
    ...(subject?.kind === 'address' ? ofAddress(subject.text, interfaces.length > 0, flows, scope) : []),
  ];
  return {
    title: 'Who it is',
    columns: [
      { key: 'what', title: 'What', unit: 'text' },
      { key: 'value', title: 'Value', unit: 'text' },
    ],
    rows: facts.flatMap(([what, value]) => (value ? [{ what, value }] : [])),
  };
}
