/** Everything in the configuration that people gave a name. */
import type { ResourceKind } from './extent.ts';
import type { NetworkIndex } from './index-network.ts';
import { interfaceLabel, interfaceName } from './label.ts';

export interface NamedThing {
  readonly kind: ResourceKind;
  readonly id: string;
  readonly name: string;
}

interface Nameable {
  readonly id: string;
  readonly name: string | null;
}

function named(kind: ResourceKind, list: readonly Nameable[] | null): readonly NamedThing[] {
  return (list ?? []).flatMap(({ id, name }) => (name === null ? [] : [{ kind, id, name }]));
}

/** A host is known by its interface's name, its instance's, or the last word of what its service calls it: `load balancer web`. */
function hosts(index: NetworkIndex): readonly NamedThing[] {
  return (index.network.networkInterfaces ?? []).flatMap((of) => {
    const ofInstance = of.instanceId === null ? null : (index.instanceNames.get(of.instanceId) ?? null);
    const ofService = interfaceName(index, of) === null ? interfaceLabel(index, of) : null;
    const names = [of.name, ofInstance, ofService?.split(' ').at(-1) ?? null].filter((name) => name !== null);
    return [...new Set(names)].map((name) => ({ kind: 'network-interface' as const, id: of.id, name }));
  });
}

/** Hosts before the groups, subnets and VPCs that may share their name. */
function byKind(index: NetworkIndex): readonly (readonly NamedThing[])[] {
  const { securityGroups, subnets, vpcs } = index.network;
  return [
    hosts(index),
    named('security-group', securityGroups),
    named('subnet', subnets),
    named('vpc', vpcs),
  ];
}

/** Every name that a question can use, each once: for suggesting the nearest one. */
export function knownNames(index: NetworkIndex): readonly string[] {
  return [...new Set(byKind(index).flatMap((things) => things.map(({ name }) => name)))];
}

/** The things of one kind that have a name: as it is written or, if none has, in any case. */
export function thingsNamed(index: NetworkIndex, name: string): readonly NamedThing[] {
  const kinds = byKind(index);
  const lower = name.toLowerCase();
  const exact = kinds.map((things) => things.filter((thing) => thing.name === name));
  const anyCase = kinds.map((things) => things.filter((thing) => thing.name.toLowerCase() === lower));
  return [...exact, ...anyCase].find((things) => things.length > 0) ?? [];
}
