/** Which end's network interface to mirror so that the packets in question are seen, or why no mirror can show them. */

import { type Evidence, MAX_EVIDENCE } from '../../diagnosis/evidence.ts';
import type { PortRange } from '../../network/port-range.ts';
import { UDP } from '../../record/protocols.ts';
import type { Scope } from '../analyzer.ts';
import { flowEvidence } from '../flow-evidence.ts';
import type { OwnAddresses } from '../interface-address.ts';
import { partyLabel } from '../party.ts';
import type { Sighting } from '../sighting.ts';
import { subjectText } from '../subject.ts';
import { isRejected, type TrafficAt, trafficAt } from './dropped.ts';
import type { EndInterface } from './end-interface.ts';
import type { MirrorEnds } from './ends.ts';
import { type NotMirrorable, notMirrorable } from './mirrorable.ts';
import { isAmazonDns, questionOf } from './never-mirrored.ts';

export interface MirrorFacts {
  readonly scope: Scope;
  readonly ends: MirrorEnds;
  readonly seen: readonly Sighting[];
  /** There was more traffic than was read. */
  readonly cutOff: boolean;
  readonly own: OwnAddresses;
  /** Of the end that was asked about first. */
  readonly source: EndInterface;
  /** Undefined where it is not known, or not of this network. */
  readonly peer: EndInterface | undefined;
}

export type Decision =
  | {
      readonly kind: 'plan';
      readonly at: 'own' | 'peer';
      /** What has to be said about this choice; null where nothing speaks against the plain one. */
      readonly because: string | null;
      readonly evidence: readonly Evidence[];
    }
  | {
      readonly kind: 'no';
      readonly because: string;
      readonly instead: string;
      readonly evidence: readonly Evidence[];
    };

/** An end as a reader knows it: `web-1 (10.0.1.5)`. */
export function endText({ scope, ends }: Pick<MirrorFacts, 'scope' | 'ends'>, end: 'own' | 'peer'): string {
  const subject = ends[end];
  if (!subject) return 'whoever it talks to';
  return subject.kind === 'address' ? partyLabel(scope.network, subject.text) : subjectText(subject);
}

function obstacle({ scope }: MirrorFacts, of: EndInterface | undefined): NotMirrorable | undefined {
  return of?.known && scope.network ? notMirrorable(of.known, scope.network) : undefined;
}

function canMirrorPeer(facts: MirrorFacts): boolean {
  return facts.peer !== undefined && facts.peer.id !== facts.source.id && !obstacle(facts, facts.peer);
}

function isAddressOf(facts: MirrorFacts, { id, known }: EndInterface, subject: MirrorEnds['peer']) {
  const addresses = new Set<string>(facts.own.get(id) ?? []);
  for (const { address } of known?.ipv4 ?? []) addresses.add(address);
  for (const address of known?.ipv6 ?? []) addresses.add(address);
  return (address: string) =>
    addresses.has(address) || (subject?.kind === 'address' && subject.text === address);
}

/** `42 packets from web-1 were rejected`. */
function rejectedText(count: number, whose: string): string {
  return count === 1 ? `1 packet ${whose} was rejected` : `${count} packets ${whose} were rejected`;
}

function portFilter({ low, high }: PortRange): string {
  return low === high ? `port ${low}` : `portrange ${low}-${high}`;
}

/** What a host itself sees, which no security group and no network ACL takes away. */
function onHost({ scope, ends }: MirrorFacts, host: 'own' | 'peer'): string {
  const other = ends[host === 'own' ? 'peer' : 'own'];
  const { port, protocol } = scope.request;
  const conditions = [
    ...(other?.kind === 'address' ? [`host ${other.text}`] : []),
    ...(port ? [`${protocol === UDP ? 'udp' : 'tcp'} ${portFilter(port)}`] : []),
  ];
  const filter = conditions.length === 0 ? '' : ` '${conditions.join(' and ')}'`;
  return `sudo tcpdump -nn -i any${filter}`;
}

function evidenceOf({ rejections }: TrafficAt): readonly Evidence[] {
  return rejections.slice(0, MAX_EVIDENCE).map(flowEvidence);
}

/** A rejected packet never comes in, so only the one who sends it can show it. */
function rejectedInbound(facts: MirrorFacts, traffic: TrafficAt): Decision {
  const evidence = evidenceOf(traffic);
  const [own, peer] = [endText(facts, 'own'), endText(facts, 'peer')];
  const what = `${rejectedText(traffic.in.rejected, `from ${peer}`)} on the way in to ${own}, and what a security group or network ACL drops is not mirrored there`;
  if (canMirrorPeer(facts)) {
    return {
      kind: 'plan',
      at: 'peer',
      because: `${what}, so this plan mirrors ${peer}, which sends them`,
      evidence,
    };
  }
  if (traffic.in.accepted + traffic.out.accepted > 0) {
    return { kind: 'plan', at: 'own', because: `${what}: the copy has only the rest`, evidence };
  }
  const why = obstacle(facts, facts.peer)?.because;
  return {
    kind: 'no',
    because: `${what}; the network interface of ${peer} ${why ? `cannot be mirrored either, because ${why}` : 'is not known here'}`,
    instead: `On ${peer} itself, ${onHost(facts, 'peer')} shows what it sends. What rejects it: ask \`reject\` about ${own}.`,
    evidence,
  };
}

function rejectedOutbound(facts: MirrorFacts, traffic: TrafficAt): Decision {
  const evidence = evidenceOf(traffic);
  const own = endText(facts, 'own');
  const what = `${rejectedText(traffic.out.rejected, `of ${own}`)} on the way out, and what a security group or network ACL drops is not mirrored`;
  const rest = traffic.in.accepted + traffic.out.accepted;
  if (rest > 0) return { kind: 'plan', at: 'own', because: `${what}: the copy has only the rest`, evidence };
  return {
    kind: 'no',
    because: what,
    instead: `On ${own} itself, ${onHost(facts, 'own')} shows what it sends. What rejects it: ask \`reject\` about it.`,
    evidence,
  };
}

/** Packets that leave this end and are rejected at the other: the copy shows them, and that nothing comes back. */
function rejectedThere(facts: MirrorFacts): string | null {
  const { peer, ends, seen, own } = facts;
  if (!peer) return null;
  const traffic = trafficAt(peer.id, seen, own, isAddressOf(facts, peer, ends.peer));
  if (!isRejected(traffic.in)) return null;
  return `${endText(facts, 'peer')} rejects it on the way in, so the copy shows what is sent and that nothing comes back`;
}

/** Seen from the other end, which can be mirrored. */
function fromPeer(facts: MirrorFacts, why: NotMirrorable): Decision {
  const { ends, source, peer = source } = facts;
  const swapped = { ...ends, own: ends.peer ?? ends.own, peer: ends.own };
  const decision = decide({ ...facts, ends: swapped, source: peer, peer: source });
  const because = `${endText(facts, 'own')} cannot be mirrored, because ${why.because}`;
  if (decision.kind === 'no') return { ...decision, because: `${because}; ${decision.because}` };
  const instead = `${because}, so this plan mirrors ${endText(facts, 'peer')}`;
  return {
    ...decision,
    at: 'peer',
    because: decision.because === null ? instead : `${instead}; ${decision.because}`,
  };
}

export function decide(facts: MirrorFacts): Decision {
  const { source, ends, seen, own, scope } = facts;
  const why = obstacle(facts, source);
  if (why && canMirrorPeer(facts)) return fromPeer(facts, why);
  if (why) {
    const because = `${endText(facts, 'own')} cannot be mirrored, because ${why.because}`;
    return { kind: 'no', because, instead: why.instead, evidence: [] };
  }
  const traffic = trafficAt(source.id, seen, own, isAddressOf(facts, source, ends.own));
  if (!ends.peer) {
    const count = traffic.in.rejected + traffic.out.rejected;
    const because =
      count > 0
        ? `what is rejected there is not in the copy: ${rejectedText(count, 'in this window')}`
        : null;
    return { kind: 'plan', at: 'own', because, evidence: [] };
  }
  if (isRejected(traffic.in)) return rejectedInbound(facts, traffic);
  if (isRejected(traffic.out)) return rejectedOutbound(facts, traffic);
  // DNS with Amazon's resolver leaves no record, whatever happens to it.
  const isSilent = seen.length === 0 && !isAmazonDns(questionOf(facts), scope.network);
  const because = isSilent ? unseen(scope) : rejectedThere(facts);
  return { kind: 'plan', at: 'own', because, evidence: [] };
}

/** Behind a load balancer or NAT gateway the interface sees another peer than the one that was named. */
function unseen({ request }: Scope): string {
  const { port } = request;
  const on = port ? ` on ${portFilter(port).replace('portrange', 'ports')}` : '';
  return `nothing of these two${on} is recorded in this window, so check that this is the address that the interface sees: behind a load balancer or NAT gateway it is that of the other one`;
}
