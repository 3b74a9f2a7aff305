/** What the configuration, as it is now, says to packets that were rejected at a network interface. */
import { evaluateAtInterface } from '../network/evaluate/at-interface.ts';
import type { NetworkAclStep, SecurityGroupsStep, Step } from '../network/evaluate/step.ts';
import { holdersOf } from '../network/find/address-holder.ts';
import { ephemeralPortsAt } from '../network/find/ephemeral-ports.ts';
import type { NetworkIndex } from '../network/find/index-network.ts';
import type { NetworkInterface } from '../network/network-interface.ts';
import type { Rejections } from './rejection-verdict.ts';

export interface Policy {
  readonly of: NetworkInterface;
  readonly acl: NetworkAclStep;
  readonly groups: SecurityGroupsStep;
  /** In the order in which the packet meets them. */
  readonly steps: readonly Step[];
}

/** The interface at which the packets were rejected: the one that the records name, or the one that has the address at this end. */
function interfaceOf(index: NetworkIndex, rejections: Rejections): NetworkInterface | undefined {
  const [{ interfaceId, direction, rejected }] = rejections;
  const named = interfaceId === null ? undefined : index.interfaces.get(interfaceId);
  if (named || interfaceId !== null) return named;
  const [sample] = rejected;
  const own = direction.way === 'in' ? sample?.destination : sample?.source;
  const [holder, ...others] = own === undefined ? [] : holdersOf(index, own);
  return others.length === 0 ? holder?.interface : undefined;
}

/** The ports that replies go to: those of the rejected ones, and the rest of what such a client takes. */
function replyPorts(index: NetworkIndex, rejections: Rejections): { low: number; high: number } | undefined {
  const ports = rejections.flatMap(({ roles }) => roles.initiator.port ?? []).filter((port) => port > 0);
  if (ports.length === 0) return undefined;
  const { low, high } = ephemeralPortsAt(index, rejections[0].roles.initiator.address);
  return { low: Math.min(low, ...ports), high: Math.max(high, ...ports) };
}

/** Undefined where the configuration does not have the interface. */
export function policyAt(index: NetworkIndex, rejections: Rejections): Policy | undefined {
  const [{ direction, rejected, fromInitiator, protocol }] = rejections;
  const [sample] = rejected;
  const of = interfaceOf(index, rejections);
  if (!of || !sample || protocol === null) return undefined;
  const { source, destination, srcPort, dstPort } = sample;
  const ports = fromInitiator ? undefined : replyPorts(index, rejections);
  const steps = evaluateAtInterface(index, {
    of,
    direction: direction.way === 'in' ? 'inbound' : 'outbound',
    packet: { source, destination, sourcePort: srcPort, destinationPort: dstPort, protocol, icmp: null },
    isReply: !fromInitiator,
    ...(ports ? { ports } : {}),
  });
  const acl = steps.find((step): step is NetworkAclStep => step.step.endsWith('network-acl'));
  const groups = steps.find((step): step is SecurityGroupsStep => step.step.endsWith('security-groups'));
  return acl && groups ? { of, acl, groups, steps } : undefined;
}

export function stops({ outcome }: Step): boolean {
  return outcome === 'deny' || outcome === 'partly';
}
