/** The whole way of one packet and of the reply to it, through everything in the configuration that can stop them. */
import { holdersOf } from '../find/address-holder.ts';
import { ephemeralPortsAt, ephemeralPortsOf } from '../find/ephemeral-ports.ts';
import type { NetworkIndex } from '../find/index-network.ts';
import { isOfInternet } from '../find/place.ts';
import type { NetworkInterface } from '../network-interface.ts';
import type { PortRange } from '../port-range.ts';
import { hasPorts } from '../traffic.ts';
import { evaluateAtInterface } from './at-interface.ts';
import { behind, type Departure, departureFrom } from './departure.ts';
import { type End, type EndHints, endsOf } from './ends.ts';
import { neverFiltered } from './never-filtered.ts';
import { type Packet, replyTo } from './packet.ts';
import { evaluatePublicAccess } from './public-access.ts';
import { type ReplyPorts, replyFrom, replyInto } from './reply.ts';
import type { Outcome, Step } from './step.ts';
import { transitSteps } from './transit.ts';
import { wayBetween } from './way.ts';

export interface PacketQuestion extends EndHints {
  /** The request: from who opens the exchange to who answers. */
  readonly packet: Packet;
  /** The ports that replies may go to; without it, the packet's source port or, where that is not known, those its client takes. */
  readonly replyPorts?: PortRange;
}

export interface PacketEvaluation {
  /** Of the whole exchange. */
  readonly outcome: Exclude<Outcome, 'skipped'>;
  /** In the order the packet meets them. What lies outside the configuration has no steps. */
  readonly request: readonly Step[];
  readonly reply: readonly Step[];
  /** What is on the way and not in the configuration, in words: what it does to the packet is not known. */
  readonly gaps: readonly string[];
  /** The first step that does not let everything through; null where none is known to. */
  readonly blockedBy: { readonly leg: 'request' | 'reply'; readonly step: Step } | null;
}

function stops({ outcome }: Step): boolean {
  return outcome === 'deny' || outcome === 'partly';
}

function conclude(
  request: readonly Step[],
  reply: readonly Step[],
  gaps: readonly string[],
): PacketEvaluation {
  const steps = [...request, ...reply];
  const worst = (['deny', 'partly', 'unknown'] as const).find((outcome) =>
    steps.some((step) => step.outcome === outcome),
  );
  const inRequest = request.find(stops);
  const first = inRequest ?? reply.find(stops);
  return {
    outcome: worst ?? (steps.length === 0 || gaps.length > 0 ? 'unknown' : 'allow'),
    request,
    reply,
    gaps,
    blockedBy: first ? { leg: inRequest ? 'request' : 'reply', step: first } : null,
  };
}

/** What comes in from the internet has passed an internet gateway. */
function arrivalAt(index: NetworkIndex, of: NetworkInterface, packet: Packet): readonly Step[] {
  const { subnetId, vpcId } = of;
  const access = { packet, subnetId, vpcId, opened: 'outside', egressOnly: false } as const;
  const { kind } = wayBetween(index, of, packet.source);
  const fromInternet = kind === 'internet' && isOfInternet(index, packet.source);
  return [
    ...(fromInternet ? [evaluatePublicAccess(index, access)] : []),
    ...(kind === 'transit-gateway' ? transitSteps(index, of, 'host', packet) : []),
    ...evaluateAtInterface(index, { of, direction: 'inbound', packet, isReply: false }),
  ];
}

function replyPortsOf(
  index: NetworkIndex,
  packet: Packet,
  client: NetworkInterface | null,
  given: PortRange | undefined,
): ReplyPorts {
  if (!hasPorts(packet.protocol)) return {};
  if (given) return { ports: given };
  if (packet.sourcePort !== null) return {};
  const { low, high } = client ? ephemeralPortsOf(client) : ephemeralPortsAt(index, packet.source);
  return { ports: { low, high } };
}

/** An end outside needs no interface here: one of the internet, or what AWS keeps beside every subnet. */
function unknownEnd(
  index: NetworkIndex,
  { interface: of, address }: End,
  other: NetworkInterface | null,
  packet: Packet,
): string | undefined {
  if (of !== null || isOfInternet(index, address)) return undefined;
  if (neverFiltered(index, packet, other?.vpcId ?? null) !== undefined) return undefined;
  return holdersOf(index, address).length > 1
    ? `several network interfaces have ${address}, and it cannot be told which is meant`
    : `no network interface in the configuration has ${address}, so what stands before it is not known`;
}

/** Without an interface at its source, a packet has no known way out and keeps its source. */
function unseenDeparture(packet: Packet): Departure {
  return { steps: [], packet, nat: null, doubtful: false, gap: null };
}

export function evaluatePacket(index: NetworkIndex, question: PacketQuestion): PacketEvaluation {
  const { packet, replyPorts } = question;
  const { source, destination } = endsOf(index, packet, question);
  const from = source.interface;
  const to = destination.interface;

  const sent = { ...packet, source: source.address };
  const departure = from ? departureFrom(index, from, sent) : unseenDeparture(packet);
  const seen = departure.packet && { ...departure.packet, destination: destination.address };
  const arrival = to && seen ? behind(departure, arrivalAt(index, to, seen)) : [];
  const request = [...departure.steps, ...arrival];

  const client = departure.nat?.nat ?? from;
  const seenPorts = seen ? replyPortsOf(index, seen, client, departure.nat ? undefined : replyPorts) : {};
  const sentPorts = replyPortsOf(index, sent, from, replyPorts);
  const reply = [
    ...(to && seen ? behind(departure, replyFrom(index, to, replyTo(seen), seenPorts)) : []),
    ...(from ? replyInto(index, from, replyTo(sent), departure, sentPorts) : []),
  ];
  const gaps = [
    unknownEnd(index, source, to, packet),
    departure.gap,
    to && !seen
      ? `the source that ${to.id} sees behind a NAT gateway is not known, nor what it lets in`
      : undefined,
    unknownEnd(index, destination, from, packet),
  ];
  return conclude(
    request,
    reply,
    gaps.flatMap((gap) => gap ?? []),
  );
}
