/** Puts a network together from what calls to AWS answered. A kind of thing that no answer holds stays not known. */
import type { Network } from './network.ts';
import { readBlockExclusions, readBlockMode } from './reading/block-public-access.ts';
import { readEncryptionControls } from './reading/encryption-controls.ts';
import { readInstances } from './reading/instances.ts';
import { mergeSecurityGroups } from './reading/merged-groups.ts';
import { readNatGateways } from './reading/nat-gateways.ts';
import { readNetworkAcls } from './reading/network-acls.ts';
import { readNetworkInterfaces } from './reading/network-interfaces.ts';
import { readPeeringConnections } from './reading/peering-connections.ts';
import { mergePrefixLists, readPrefixListEntries, readPrefixLists } from './reading/prefix-lists.ts';
import { type Reading, type Response, valueAt } from './reading/response.ts';
import { readRouteTables } from './reading/route-tables.ts';
import { readSecurityGroupRules } from './reading/security-group-rules.ts';
import { readSecurityGroups } from './reading/security-groups.ts';
import { readSubnets } from './reading/subnets.ts';
import {
  readTransitGatewayAttachments,
  readTransitGatewayVpcAttachments,
} from './reading/transit-gateway-attachments.ts';
import { readVpcEndpoints } from './reading/vpc-endpoints.ts';
import { readVpcs } from './reading/vpcs.ts';

export interface Inventory {
  readonly network: Network;
  /** What could not be read or is not complete, one sentence each. */
  readonly notes: readonly string[];
}

const PREFIX_LIST_ID = /pl-[0-9a-f]{8,}/;

/** The answer does not say which list its entries are of; whoever asked says it in the answer's name. */
function readEntriesOfNamedList(response: Response): ReturnType<typeof readPrefixListEntries> {
  const id = PREFIX_LIST_ID.exec(response.source)?.[0];
  if (id !== undefined) return readPrefixListEntries(response, id);
  return {
    things: [],
    notes: [
      `${response.source}: it does not say which prefix list its entries are of, so they are not used; put the id (pl-…) into the name.`,
    ],
  };
}

/** The top-level keys that are used. */
const KEYS = {
  NetworkInterfaces: readNetworkInterfaces,
  Reservations: readInstances,
  SecurityGroups: readSecurityGroups,
  SecurityGroupRules: readSecurityGroupRules,
  NetworkAcls: readNetworkAcls,
  RouteTables: readRouteTables,
  Subnets: readSubnets,
  Vpcs: readVpcs,
  PrefixLists: readPrefixLists,
  Entries: readEntriesOfNamedList,
  VpcBlockPublicAccessOptions: readBlockMode,
  VpcBlockPublicAccessExclusions: readBlockExclusions,
  VpcEncryptionControls: readEncryptionControls,
  NatGateways: readNatGateways,
  VpcPeeringConnections: readPeeringConnections,
  TransitGatewayVpcAttachments: readTransitGatewayVpcAttachments,
  TransitGatewayAttachments: readTransitGatewayAttachments,
  VpcEndpoints: readVpcEndpoints,
} as const;

type Key = keyof typeof KEYS;
type ThingOf<K extends Key> = ReturnType<(typeof KEYS)[K]>['things'][number];

/** Flow logs are read elsewhere; their answer may lie beside the others. */
const USED_ELSEWHERE = 'FlowLogs';

function unusedNote({ source, body }: Response): string | undefined {
  const keys = typeof body === 'object' && body !== null ? Object.keys(body) : [];
  if (keys.some((key) => key in KEYS || key === USED_ELSEWHERE)) return undefined;
  const shown =
    keys.length === 0 ? 'it is no answer of a describe call' : `it holds ${keys.slice(0, 5).join(', ')}`;
  return `${source}: nothing of it is used: ${shown}.`;
}

/**
 * Lists whose parts belong together, with the name of what they are parts of: a group with a rule missing, or a prefix list with an
 * entry missing, would give a wrong answer. What is in other lists is whole by itself.
 */
const PARTS: Partial<Record<Key, (response: Response) => string>> = {
  SecurityGroupRules: () => 'the rules of security groups',
  Entries: ({ source }) => `the entries of ${PREFIX_LIST_ID.exec(source)?.[0] ?? source}`,
};

function hasFurtherPage({ body }: Response): boolean {
  return typeof valueAt(body, 'NextToken') === 'string';
}

/** The whole that a page is of, where no page given is its last. */
function unfinishedWhole(key: Key, response: Response, pages: readonly Response[]): string | undefined {
  const wholeOf = PARTS[key];
  const whole = wholeOf?.(response);
  if (whole === undefined) return undefined;
  return pages.filter((page) => wholeOf?.(page) === whole).every(hasFurtherPage) ? whole : undefined;
}

function unfinishedNote({ source }: Response, whole: string): string {
  return `${source}: it has a NextToken and the last page is not there, so ${whole} are not known; print it without --max-items.`;
}

/** One thing for each id; the one that was read last, where pages overlap. */
function oneEach<T>(things: readonly T[] | null, idOf: (thing: T) => string): readonly T[] | null {
  return things && [...new Map(things.map((thing) => [idOf(thing), thing])).values()];
}

const byId = ({ id }: { readonly id: string }): string => id;

export function readResponses(responses: readonly Response[]): Inventory {
  const notes = responses.flatMap((response) => unusedNote(response) ?? []);

  /** Null where no answer holds the key, or none of them could be read. */
  function all<K extends Key>(key: K): readonly ThingOf<K>[] | null {
    const read = KEYS[key] as (response: Response) => Reading<ThingOf<K>>;
    const pages = responses.filter(({ body }) => valueAt(body, key) !== undefined);
    const answers = pages.map((page): Reading<ThingOf<K>> => {
      const whole = unfinishedWhole(key, page, pages);
      return whole === undefined ? read(page) : { things: [], notes: [unfinishedNote(page, whole)] };
    });
    notes.push(...answers.flatMap((answer) => answer.notes));
    const usable = answers.filter((answer) => answer.things.length > 0 || answer.notes.length === 0);
    return usable.length === 0 ? null : usable.flatMap(({ things }) => things);
  }

  function either<T>(a: readonly T[] | null, b: readonly T[] | null): readonly T[] | null {
    return a || b ? [...(a ?? []), ...(b ?? [])] : null;
  }

  const described = all('SecurityGroups');
  const ruled = all('SecurityGroupRules');
  const groups = mergeSecurityGroups(described ?? [], ruled ?? []);
  notes.push(...groups.notes);
  const prefixLists = either(all('PrefixLists'), all('Entries'));
  const attachments = either(all('TransitGatewayAttachments'), all('TransitGatewayVpcAttachments'));
  return {
    network: {
      networkInterfaces: oneEach(all('NetworkInterfaces'), byId),
      instances: oneEach(all('Reservations'), byId),
      securityGroups: described || ruled ? groups.things : null,
      networkAcls: oneEach(all('NetworkAcls'), byId),
      routeTables: oneEach(all('RouteTables'), byId),
      subnets: oneEach(all('Subnets'), byId),
      vpcs: oneEach(all('Vpcs'), byId),
      prefixLists: prefixLists && mergePrefixLists(prefixLists),
      blockMode: all('VpcBlockPublicAccessOptions')?.at(-1) ?? null,
      blockExclusions: oneEach(all('VpcBlockPublicAccessExclusions'), byId),
      encryptionControls: oneEach(all('VpcEncryptionControls'), ({ vpcId }) => vpcId),
      natGateways: oneEach(all('NatGateways'), byId),
      peeringConnections: oneEach(all('VpcPeeringConnections'), byId),
      transitGatewayAttachments: oneEach(attachments, byId),
      vpcEndpoints: oneEach(all('VpcEndpoints'), byId),
    },
    notes,
  };
}
