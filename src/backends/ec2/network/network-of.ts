/** Puts a network together from what was looked up. A kind of thing that nobody looked up stays not known. */
import type { Network } from '../../../network/network.ts';
import { mergeSecurityGroups } from '../../../network/reading/merged-groups.ts';
import { mergePrefixLists } from '../../../network/reading/prefix-lists.ts';
import type { Kind, Kinds } from './lookup.ts';

export interface LookedUp {
  /** The things of a kind, what was read last at the end; null where nobody looked them up. */
  things<K extends Kind>(kind: K): readonly Kinds[K][] | null;
}

/** One thing for each id: several look-ups may have found it. */
function oneEach<T extends { readonly id: string }>(things: readonly T[] | null): readonly T[] | null {
  return things && [...new Map(things.map((thing) => [thing.id, thing])).values()];
}

export function networkOf({ things }: LookedUp): {
  readonly network: Network;
  /** What does not go together. */
  readonly notes: readonly string[];
} {
  const described = oneEach(things('describedGroups'));
  const ruled = oneEach(things('ruledGroups'));
  const groups = mergeSecurityGroups(described ?? [], ruled ?? []);
  const lists = oneEach(things('prefixLists'));
  const entries = oneEach(things('prefixListEntries'));
  const network: Network = {
    networkInterfaces: oneEach(things('networkInterfaces')),
    instances: oneEach(things('instances')),
    securityGroups: described || ruled ? groups.things : null,
    networkAcls: oneEach(things('networkAcls')),
    routeTables: oneEach(things('routeTables')),
    subnets: oneEach(things('subnets')),
    vpcs: oneEach(things('vpcs')),
    prefixLists: lists || entries ? mergePrefixLists([...(lists ?? []), ...(entries ?? [])]) : null,
    blockMode: things('blockModes')?.at(-1) ?? null,
    blockExclusions: oneEach(things('blockExclusions')),
    encryptionControls: null,
    natGateways: oneEach(things('natGateways')),
    peeringConnections: oneEach(things('peeringConnections')),
    transitGatewayAttachments: oneEach(things('transitGatewayAttachments')),
    vpcEndpoints: oneEach(things('vpcEndpoints')),
  };
  return { network, notes: groups.notes };
}
