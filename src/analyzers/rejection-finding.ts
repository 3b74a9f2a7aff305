/** Findings about rejected conversations: judged groups put into words, with the records that show them and the next check. */
import type { Finding } from '../diagnosis/diagnosis.ts';
import { type Evidence, MAX_EVIDENCE } from '../diagnosis/evidence.ts';
import type { Verdict } from '../diagnosis/verdict.ts';
import type { NetworkIndex } from '../network/find/index-network.ts';
import { fixFor } from '../network/fix/fix-for.ts';
import { evaluated, pathSteps } from './chain.ts';
import { partyLabel, partyName } from './party.ts';
import { CHANGED, judgedByPolicy } from './policy-judgement.ts';
import {
  exchangeOf,
  type Judgement,
  judge,
  occurrenceOf,
  type Rejections,
  type Surroundings,
} from './rejection-verdict.ts';
import { splitReplyPorts } from './reply-ports.ts';
import { serviceText } from './service-text.ts';
import type { Sighting } from './sighting.ts';

export function flowEvidence(sighting: Sighting): Evidence {
  const {
    source,
    destination,
    srcPort,
    dstPort,
    interfaceId,
    first,
    last,
    protocol,
    tcpFlags,
    packets,
    bytes,
    action,
    rejectReason,
    records,
  } = sighting;
  return {
    kind: 'flow',
    first,
    last,
    interfaceId,
    source,
    sourcePort: srcPort,
    destination,
    destinationPort: dstPort,
    protocol,
    tcpFlags,
    packets,
    bytes,
    action,
    rejectReason,
    records,
  };
}

/** Up to two accepted sightings that the rejected ones contradict, then rejected ones, in the order of time. */
function evidenceOf(rejections: Rejections): readonly Evidence[] {
  const byTime = (a: Sighting, b: Sighting) => a.first - b.first;
  const accepted = rejections
    .flatMap(({ acceptedOpposite, acceptedSame }) => [
      ...acceptedOpposite.slice(0, 1),
      ...acceptedSame.slice(-1),
    ])
    .slice(0, 2);
  const rejected = rejections
    .flatMap((rejection) => rejection.rejected.slice(0, 2))
    .slice(0, MAX_EVIDENCE - accepted.length);
  return [...accepted, ...rejected].sort(byTime).map(flowEvidence);
}

function others(count: number): string {
  if (count === 0) return '';
  return count === 1 ? ' and one other client' : ` and ${count} other clients`;
}

interface Parties {
  /** As short as they can be, for what follows upon a longer mention. */
  readonly names: { readonly initiator: string; readonly responder: string };
  readonly initiator: string;
  readonly responder: string;
  readonly service: string;
  /** Network interface, in words. */
  readonly at: string;
}

function summaryOf(verdict: Verdict, parties: Parties, rejections: Rejections): string {
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
  interfaceId: string | null,
  subnetId: string | null,
  kind: 'groups' | 'acl' | 'both',
): string {
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

function nextCheckOf(
  { verdict, step, changed, blocker }: Judgement,
  rejections: Rejections,
  network: NetworkIndex | null,
): string {
  const [{ interfaceId, subnetId }] = rejections;
  const fix = network && step ? fixFor(network, step) : null;
  if (fix) return fix.command;
  if (changed && blocker?.id) return changesOf(blocker.id);
  switch (verdict) {
    case 'nacl-return-outbound':
    case 'nacl-return-inbound':
    case 'nacl-inbound':
    case 'nacl-outbound':
      return describeRules(interfaceId, subnetId, 'acl');
    case 'vpc-bpa':
      return 'aws ec2 describe-vpc-block-public-access-options';
    case 'vpc-encryption-controls':
      return 'aws ec2 describe-vpc-encryption-controls';
    case 'idle-timeout':
      return 'Set a TCP keepalive below 350 s on either end (Linux waits 7200 s by default), then see whether the rejections stop.';
    case 'late-packets':
      return 'Nothing to do while these stay few beside the accepted packets of the same connections.';
    default:
      return describeRules(interfaceId, subnetId, verdict.startsWith('sg-or') ? 'both' : 'groups');
  }
}

interface Judged {
  readonly rejections: Rejections;
  readonly judgement: Judgement;
}

/** What makes two groups one finding: harmless ones by their verdict alone, the others by the service that is not reached. */
function findingKey({ rejections, judgement }: Judged): string {
  const [{ roles, protocol, interfaceId }] = rejections;
  if (judgement.verdict === 'late-packets' || judgement.verdict === 'vpc-bpa') return judgement.verdict;
  return [judgement.verdict, roles.responder.address, roles.responder.port, protocol, interfaceId].join(' ');
}

/** A second half of the sentence where the ports explain why only part of the connections fails. */
function portsText(verdict: Verdict, rejections: Rejections, { sessions }: Surroundings): string {
  const split = verdict.startsWith('nacl-return') ? splitReplyPorts(rejections, sessions) : undefined;
  if (!split) return '';
  const { dropped, passed } = split;
  return `; only replies to ports ${dropped.low}–${dropped.high} are dropped, those to ${passed.low}–${passed.high} pass`;
}

/** What rules do not explain. */
const HARMLESS: ReadonlySet<Verdict> = new Set(['late-packets', 'idle-timeout']);

function findingOf(judged: readonly [Judged, ...Judged[]], surroundings: Surroundings): Finding {
  const [{ rejections, judgement }] = judged;
  const [{ roles, protocol, interfaceId }] = rejections;
  const { network } = surroundings;
  const clients = new Set(judged.map(({ rejections: [one] }) => one.roles.initiator.address));
  const nameOf = (address: string) => partyName(network, address) ?? address;
  const parties = {
    names: { initiator: nameOf(roles.initiator.address), responder: nameOf(roles.responder.address) },
    initiator: `${partyLabel(network, roles.initiator.address)}${others(clients.size - 1)}`,
    responder: partyLabel(network, roles.responder.address),
    service: serviceText(protocol, roles.responder.port),
    at: interfaceId ?? 'its network interface',
  };
  const exchange = exchangeOf(rejections, network);
  const evaluation = HARMLESS.has(judgement.verdict) ? undefined : evaluated(network, exchange);
  const occurrences = judged.map((one) => occurrenceOf(one.rejections, surroundings));
  return {
    verdict: judgement.verdict,
    confidence: Math.round(Math.max(...judged.map((one) => one.judgement.confidence)) * 100) / 100,
    summary:
      summaryOf(judgement.verdict, parties, rejections) +
      portsText(judgement.verdict, rejections, surroundings) +
      (judgement.changed ? `; ${CHANGED}` : ''),
    blocker: judgement.blocker,
    evidence: evidenceOf(rejections),
    nextCheck: nextCheckOf(judgement, rejections, network),
    exchange,
    ...(evaluation ? { steps: pathSteps(evaluation) } : {}),
    occurrence: {
      first: Math.min(...occurrences.map(({ first }) => first)),
      last: Math.max(...occurrences.map(({ last }) => last)),
      ongoing: occurrences.some(({ ongoing }) => ongoing),
      connections: occurrences.every(({ connections }) => connections !== null)
        ? {
            affected: occurrences.reduce((total, { connections }) => total + (connections?.affected ?? 0), 0),
            total: occurrences.reduce((total, { connections }) => total + (connections?.total ?? 0), 0),
          }
        : null,
      packets: occurrences.reduce((total, { packets }) => total + packets, 0),
    },
  };
}

/** One finding for each thing that is rejected, the busiest group of each first. */
export function findingsOf(groups: readonly Rejections[], surroundings: Surroundings): readonly Finding[] {
  const judged = groups
    .map((rejections) => ({
      rejections,
      judgement: judgedByPolicy(judge(rejections, surroundings), rejections, surroundings.network),
    }))
    .sort((a, b) => b.rejections.length - a.rejections.length);
  const byKey = new Map<string, [Judged, ...Judged[]]>();
  for (const one of judged) {
    const key = findingKey(one);
    const known = byKey.get(key);
    if (known) known.push(one);
    else byKey.set(key, [one]);
  }
  return [...byKey.values()].map((same) => findingOf(same, surroundings));
}
