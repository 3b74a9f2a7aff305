/**
 * The networks of several accounts and Regions as one. A kind of thing that any of them read is known as far as those read it: nothing is looked
 * up in a list that could stand for all, but by the id of what it belongs to. What is a setting of an account goes to the account's subnets.
 */
import type { BlockMode } from './block-public-access.ts';
import type { Network } from './network.ts';
import type { PrefixList } from './prefix-list.ts';
import type { Subnet } from './subnet.ts';

/** The things of all; null where nobody read them. Of what two accounts share, such as a VPC's subnets, the first one's reading. */
function all<T>(lists: readonly (readonly T[] | null)[], idOf: (thing: T) => string): readonly T[] | null {
  if (lists.every((list) => list === null)) return null;
  const byId = new Map<string, T>();
  for (const thing of lists.flatMap((list) => list ?? [])) {
    if (!byId.has(idOf(thing))) byId.set(idOf(thing), thing);
  }
  return [...byId.values()];
}

const byId = ({ id }: { readonly id: string }): string => id;

/** What a subnet states goes before its account's mode, so the mode can be stated by the subnets that it holds for. */
function subnetsOf({ subnets, blockMode }: Network): readonly Subnet[] | null {
  if (blockMode === null) return subnets;
  return subnets?.map((subnet) => ({ ...subnet, blockMode: subnet.blockMode ?? blockMode })) ?? null;
}

/** The mode that holds in every account; null where it differs or is not known of one of them. */
function sharedMode(networks: readonly Network[]): BlockMode | null {
  const modes = new Set(networks.map(({ blockMode }) => blockMode));
  const [only = null] = modes;
  return modes.size === 1 ? only : null;
}

function isBlocking(mode: BlockMode | null): boolean {
  return mode !== null && mode !== 'off';
}

/** Not known as soon as one account's are not, though they matter there: a subnet that no exclusion names is taken to have none. */
function exclusionsOf(networks: readonly Network[]): Network['blockExclusions'] {
  const unknown = networks.some(
    ({ blockMode, blockExclusions, subnets }) =>
      blockExclusions === null &&
      (isBlocking(blockMode) || subnets?.some((subnet) => isBlocking(subnet.blockMode))),
  );
  return unknown
    ? null
    : all(
        networks.map(({ blockExclusions }) => blockExclusions),
        byId,
      );
}

/** AWS's own lists are the same in every account of a Region; one may have read the entries, another the name. */
function prefixListsOf(networks: readonly Network[]): Network['prefixLists'] {
  const lists = networks.flatMap(({ prefixLists }) => prefixLists ?? []);
  const telling = lists.map((list): PrefixList => {
    const same = lists.filter(({ id }) => id === list.id);
    const entries = same.find((one) => one.entries !== null)?.entries ?? null;
    return { id: list.id, name: same.find(({ name }) => name !== null)?.name ?? null, entries };
  });
  return networks.some(({ prefixLists }) => prefixLists) ? all([telling], byId) : null;
}

/** @returns the same object where there is one network only */
export function mergeNetworks(networks: readonly [Network, ...Network[]]): Network {
  const [only, ...others] = networks;
  if (others.length === 0) return only;
  const listed = <T extends { readonly id: string }>(listOf: (of: Network) => readonly T[] | null) =>
    all(networks.map(listOf), byId);
  return {
    networkInterfaces: listed((of) => of.networkInterfaces),
    instances: listed((of) => of.instances),
    securityGroups: listed((of) => of.securityGroups),
    networkAcls: listed((of) => of.networkAcls),
    routeTables: listed((of) => of.routeTables),
    subnets: listed(subnetsOf),
    vpcs: listed((of) => of.vpcs),
    prefixLists: prefixListsOf(networks),
    blockMode: sharedMode(networks),
    blockExclusions: exclusionsOf(networks),
    encryptionControls: all(
      networks.map((of) => of.encryptionControls),
      ({ vpcId }) => vpcId,
    ),
    natGateways: listed((of) => of.natGateways),
    peeringConnections: listed((of) => of.peeringConnections),
    transitGatewayAttachments: listed((of) => of.transitGatewayAttachments),
    vpcEndpoints: listed((of) => of.vpcEndpoints),
  };
}
