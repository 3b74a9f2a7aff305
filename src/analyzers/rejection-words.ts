/** Words about rejected conversations: what is rejected, and the next check. */
import type { Verdict } from '../diagnosis/verdict.ts';
import type { NetworkIndex } from '../network/find/index-network.ts';
import { fixFor } from '../network/fix/fix-for.ts';
import { resourceId } from '../record/resource-id.ts';
import type { Judgement, Rejections, Surroundings } from './rejection-verdict.ts';
import { splitReplyPorts } from './reply-ports.ts';

export interface Parties {
  /** As short as they can be, for what follows upon a longer mention. */
  readonly names: { readonly initiator: string; readonly responder: string };
  readonly initiator: string;
  readonly responder: string;
  readonly service: string;
  /** Network interface, in words. */
  readonly at: string;
}

export function summaryOf(verdict: Verdict, parties: Parties, rejections: Rejections): string {
  const { initiator, responder, service, at } = parties;
  const [{ fromInitiator, quiet }] = rejections;
  switch (verdict) {
    case 'nacl-return-outbound':
      return `${responder} answers ${initiator} on ${service}, and a network ACL drops the replies as they leave ${parties.names.responder}'s subnet`;
    case 'nacl-return-inbound':
      return `${responder} answers ${initiator} on ${service}, and a network ACL drops the replies as they enter ${parties.names.initiator}'s subnet`;
    case 'sg-inbound':
      return `${initiator} cannot reach ${responder} on ${service}: no inbound rule of ${parties.names.responder}'s security groups lets it in`;
    case 'sg-outbound':
      return `${initiator} cannot open ${service} to ${responder}: no outbound rule of its own security groups lets it out`;
    case 'nacl-inbound':
      return `${initiator} cannot reach ${responder} on ${service}: the network ACL of ${parties.names.responder}'s subnet denies it on the way in`;
    case 'nacl-outbound':
      return `${initiator} cannot open ${service} to ${responder}: the network ACL of its own subnet denies it on the way out`;
    case 'sg-or-nacl-inbound':
      return `${initiator} cannot reach ${responder} on ${service}: a security group or a network ACL rejects it at ${at}, and the records cannot tell which`;
    case 'sg-or-nacl-outbound':
      return `${initiator} cannot open ${service} to ${responder}: a security group or a network ACL rejects it on the way out at ${at}, and the records cannot tell which`;
    case 'vpc-bpa':
      return `VPC Block Public Access rejects traffic from ${initiator} to ${responder}, ${service}`;
    case 'vpc-encryption-controls':
      return `VPC encryption controls reject unencrypted traffic from ${initiator} to ${responder}, ${service}`;
    case 'idle-timeout':
      return `Connections from ${initiator} to ${responder} on ${service} were silent for ${quiet ?? 0} s and then rejected: connection tracking had forgotten them`;
    case 'late-packets':
      return `Packets from ${fromInitiator ? initiator : responder} arrived after their connection (${service} of ${responder}) had closed: harmless`;
    default:
      return `${initiator} to ${responder} on ${service} is rejected`;
  }
}

function describeRules(
  rejectedAt: Pick<Rejections[0], 'interfaceId' | 'subnetId'>,
  kind: 'groups' | 'acl' | 'both',
): string {
  const [interfaceId, subnetId] = [resourceId(rejectedAt.interfaceId), resourceId(rejectedAt.subnetId)];
  const acl = subnetId
    ? `aws ec2 describe-network-acls --filters Name=association.subnet-id,Values=${subnetId}`
    : undefined;
  if (kind === 'acl' && acl) return acl;
  if (interfaceId === null)
    return 'Look up which network interface has the address, then its security groups and the network ACL of its subnet.';
  const wanted = kind === 'acl' ? '[SubnetId]' : '[SubnetId,Groups[].GroupId]';
  return `aws ec2 describe-network-interfaces --network-interface-ids ${interfaceId} --query 'NetworkInterfaces[].${wanted}'`;
}

/** What was changed, and when: CloudTrail keeps ninety days of changes ("Viewing events with CloudTrail event history"). */
function changesOf(id: string): string {
  return `aws cloudtrail lookup-events --lookup-attributes AttributeKey=ResourceName,AttributeValue=${id} --max-results 20`;
}

export function nextCheckOf(
  { verdict, step, changed, blocker }: Judgement,
  rejections: Rejections,
  network: NetworkIndex | null,
): string {
  const [rejectedAt] = rejections;
  const fix = network && step ? fixFor(network, step) : null;
  if (fix) return fix.command;
  if (changed && blocker?.id) return changesOf(blocker.id);
  switch (verdict) {
    case 'nacl-return-outbound':
    case 'nacl-return-inbound':
    case 'nacl-inbound':
    case 'nacl-outbound':
      return describeRules(rejectedAt, 'acl');
    case 'vpc-bpa':
      return 'aws ec2 describe-vpc-block-public-access-options';
    case 'vpc-encryption-controls':
      return 'aws ec2 describe-vpc-encryption-controls';
    case 'idle-timeout':
      return 'Set a TCP keepalive below 350 s on either end (Linux waits 7200 s by default), then see whether the rejections stop.';
    case 'late-packets':
      return 'Nothing to do while these stay few beside the accepted packets of the same connections.';
    default:
      return describeRules(rejectedAt, verdict.startsWith('sg-or') ? 'both' : 'groups');
  }
}

/** A second half of the sentence where the ports explain why only part of the connections fails. */
export function portsText(verdict: Verdict, rejections: Rejections, { sessions }: Surroundings): string {
  const split = verdict.startsWith('nacl-return') ? splitReplyPorts(rejections, sessions) : undefined;
  if (!split) return '';
  const { dropped, passed } = split;
  return `; only replies to ports ${dropped.low}–${dropped.high} are dropped, those to ${passed.low}–${passed.high} pass`;
}
