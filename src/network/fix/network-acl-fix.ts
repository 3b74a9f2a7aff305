/** Opens a network ACL for one kind of traffic, with a rule that comes before the one that denies. */
import type { Cidr } from '../../record/address.ts';
import { blockOfOne } from '../block.ts';
import { packetText } from '../evaluate/packet.ts';
import { directionOfStep, type NetworkAclStep } from '../evaluate/step.ts';
import type { NetworkIndex } from '../find/index-network.ts';
import { isOfInternet, subnetsAround } from '../find/place.ts';
import { HIGHEST_RULE_NUMBER, type NetworkAcl, type NetworkAclEntry } from '../network-acl.ts';
import type { PortRange } from '../port-range.ts';
import { hasPorts, isIcmp } from '../traffic.ts';
import { ec2Command } from './command.ts';
import type { Fix } from './fix.ts';
import { freeRuleNumber } from './rule-number.ts';

/** A network ACL takes 20 rules each way unless the quota was raised (VPC User Guide, "Amazon VPC quotas"). */
const RULE_QUOTA = 20;

const AT_THE_END = HIGHEST_RULE_NUMBER + 1;

/** From the lowest port that is denied to the highest; null for a packet without ports. */
function deniedPorts({ ports }: NetworkAclStep): PortRange | null {
  const denied = ports.filter(({ outcome }) => outcome === 'deny');
  const [first] = denied;
  const last = denied.at(-1);
  return first && last ? { low: first.low, high: last.high } : null;
}

/** The number of the first rule that denies; undefined where it cannot be told which does. */
function firstDenial({ ports, rule, outcome }: NetworkAclStep): number | undefined {
  const rules =
    ports.length > 0
      ? ports.flatMap((part) => (part.outcome === 'deny' ? [part.rule] : []))
      : outcome === 'deny'
        ? [rule]
        : [];
  if (rules.length === 0 || rules.includes(null)) return undefined;
  const written = rules.map(Number).filter((number) => !Number.isNaN(number));
  return written.length > 0 ? Math.min(...written) : AT_THE_END;
}

/**
 * Network ACLs are about subnets, so the other end's subnet is opened where it is known. Against a written denial only the address is: the
 * denial may well be meant for others in that subnet.
 */
function blockFor(index: NetworkIndex, address: string, denial: number): Cidr | undefined {
  const own = blockOfOne(address);
  const [subnet, ...others] = subnetsAround(index, address);
  if (!subnet || others.length > 0 || denial !== AT_THE_END) return own;
  return subnet.blocks.find(({ family }) => family === own?.family) ?? own;
}

function cautions(
  index: NetworkIndex,
  acl: NetworkAcl,
  entries: readonly NetworkAclEntry[],
  denial: number,
  other: string,
  ports: PortRange | null,
): readonly string[] {
  const written = entries.filter(({ number }) => number <= HIGHEST_RULE_NUMBER).length;
  const many = ports !== null && ports.low < ports.high;
  return [
    denial === AT_THE_END ? '' : `Somebody wrote rule ${denial} to deny this: ask why before going past it.`,
    acl.subnetIds.length > 1 ? `${acl.id} is the network ACL of ${acl.subnetIds.length} subnets.` : '',
    written >= RULE_QUOTA
      ? `It has ${written} rules this way; the quota is ${RULE_QUOTA} unless it was raised.`
      : '',
    many && isOfInternet(index, other)
      ? 'Hosts of the internet answer from many addresses, so a rule for all of them is usual for replies.'
      : '',
  ].filter((text) => text !== '');
}

/** Null where the step does not deny, and where no rule number is free that would do. */
export function networkAclFix(index: NetworkIndex, step: NetworkAclStep): Fix | null {
  const { packet } = step;
  const acl = index.networkAcls.get(step.aclId ?? '');
  const denial = firstDenial(step);
  if (!acl || denial === undefined) return null;
  const direction = directionOfStep(step);
  const other = direction === 'inbound' ? packet.source : packet.destination;
  const block = blockFor(index, other, denial);
  const number = freeRuleNumber(acl[direction], denial);
  const ports = deniedPorts(step);
  if (!block || number === undefined || (hasPorts(packet.protocol) && !ports)) return null;

  const type = packet.icmp?.type ?? -1;
  return {
    command: ec2Command('create-network-acl-entry', [
      ['network-acl-id', acl.id],
      [direction === 'inbound' ? 'ingress' : 'egress'],
      ['rule-number', String(number)],
      ['protocol', String(packet.protocol)],
      ...(ports ? [['port-range', `From=${ports.low},To=${ports.high}`] as const] : []),
      ...(isIcmp(packet.protocol) ? [['icmp-type-code', `Type=${type},Code=-1`] as const] : []),
      [block.family === 4 ? 'cidr-block' : 'ipv6-cidr-block', block.text],
      ['rule-action', 'allow'],
    ]),
    effect: `lets ${packetText(packet, ports)} ${direction === 'inbound' ? 'in from' : 'out to'} ${block.text} through ${acl.id}`,
    caution: cautions(index, acl, acl[direction], denial, other, ports).join(' ') || null,
  };
}
