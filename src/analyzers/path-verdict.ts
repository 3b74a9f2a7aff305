/** From what became of the connections between two ends to one verdict on the path, with what the configuration says of it. */
import type { Blocker, Exchange, Finding, Leg, Occurrence } from '../diagnosis/diagnosis.ts';
import { MAX_EVIDENCE } from '../diagnosis/evidence.ts';
import type { Verdict } from '../diagnosis/verdict.ts';
import { blockerOf } from '../network/evaluate/blocker.ts';
import type { PacketEvaluation } from '../network/evaluate/evaluate-packet.ts';
import type { RouteStep, Step } from '../network/evaluate/step.ts';
import type { NetworkIndex } from '../network/find/index-network.ts';
import { fixFor } from '../network/fix/fix-for.ts';
import { isPrivateAddress } from '../record/address.ts';
import { evaluated, pathSteps } from './chain.ts';
import type { Outcome, SeenConnection } from './connection-outcome.ts';
import { earliest, latest, packetsOf } from './conversation.ts';
import { partyLabel, partyName } from './party.ts';
import { flowEvidence } from './rejection-finding.ts';
import type { Roles } from './roles.ts';
import { serviceText } from './service-text.ts';
import type { Sighting } from './sighting.ts';

/** One connection that was opened from the one end to the other. */
export interface TracedConnection {
  readonly roles: Roles;
  readonly seen: SeenConnection;
  readonly outcome: Outcome;
}

export interface PathFacts {
  /** At least one, the busiest first. */
  readonly connections: readonly [TracedConnection, ...TracedConnection[]];
  readonly network: NetworkIndex | null;
  /** Records are complete up to here, seconds since the epoch. */
  readonly completeUntil: number;
}

type Broken = Exclude<Outcome, 'answered' | 'reset' | 'rejected'>;
const BROKEN: readonly Broken[] = ['idle', 'reply-lost', 'lost', 'unanswered', 'refused', 'out-of-sight'];

/** As many of the connections must fail for the failure to be the answer; fewer are intermittent, and few enough are noise. */
const MOSTLY = 0.5;
const INTERMITTENT = 0.2;
/** Connections that sit idle are few by nature: so many resets after silence are a pattern. */
const IDLE_PATTERN = 2;

interface Main {
  readonly outcome: Outcome;
  readonly share: number;
  readonly count: number;
}

function mainOutcome(connections: readonly TracedConnection[]): Main {
  const counted = BROKEN.map((outcome) => {
    const count = connections.filter((one) => one.outcome === outcome).length;
    return { outcome, count, share: count / connections.length };
  });
  const idle = counted.find(({ outcome, count }) => outcome === 'idle' && count >= IDLE_PATTERN);
  if (idle) return idle;
  const worst = counted.reduce((most, one) => (one.count > most.count ? one : most));
  if (worst.share >= INTERMITTENT) return worst;
  const reset = connections.filter(({ outcome }) => outcome === 'reset').length;
  const outcome = reset * 2 >= connections.length ? 'reset' : 'answered';
  return { outcome, count: connections.length, share: 1 };
}

const VERDICT_OF: Readonly<Record<Outcome, { readonly verdict: Verdict; readonly confidence: number }>> = {
  answered: { verdict: 'app-level', confidence: 0.93 },
  reset: { verdict: 'app-level', confidence: 0.88 },
  refused: { verdict: 'port-closed', confidence: 0.94 },
  idle: { verdict: 'idle-timeout', confidence: 0.88 },
  unanswered: { verdict: 'no-reply', confidence: 0.88 },
  lost: { verdict: 'lost-in-path', confidence: 0.88 },
  'reply-lost': { verdict: 'return-path-lost', confidence: 0.9 },
  'out-of-sight': { verdict: 'not-logged', confidence: 0.65 },
  // Rejected connections are judged by the analysis of rejections; without a finding of it there is nothing to say here.
  rejected: { verdict: 'logs-incomplete', confidence: 0.3 },
};

function isRoute(step: Step): step is RouteStep {
  return step.step === 'route';
}

/** A missing route explains what is lost on that leg. */
function missingRoute(outcome: Outcome, evaluation: PacketEvaluation | undefined): RouteStep | undefined {
  const denied = (steps: readonly Step[] = []) =>
    steps.filter(isRoute).find((step) => step.outcome === 'deny');
  if (outcome === 'lost' || outcome === 'out-of-sight') return denied(evaluation?.request);
  if (outcome === 'unanswered' || outcome === 'reply-lost') return denied(evaluation?.reply);
  return undefined;
}

interface Words {
  readonly from: string;
  readonly to: string;
  readonly service: string;
}

function summaryOf(outcome: Outcome, { from, to, service }: Words, isOutside: boolean): string {
  switch (outcome) {
    case 'answered':
      return `The network carries ${service} between ${from} and ${to} both ways: requests and replies are accepted, so the cause is not the network`;
    case 'reset':
      return `${to} accepts connections of ${from} on ${service} and then resets them: the network carries them, so look at the application`;
    case 'refused':
      return `${to} answers ${from} on ${service} with resets: nothing listens there, and nothing in the network is in the way`;
    case 'idle':
      return `Connections of ${from} to ${to} on ${service} were silent for more than 350 s and were then reset: connection tracking on the way had forgotten them`;
    case 'unanswered':
      return `Requests of ${from} reach ${to} on ${service}, and ${to} never answers: a host firewall, a hung process, or a full backlog`;
    case 'lost':
      return `Requests of ${from} to ${to} on ${service} leave its interface and never arrive, though the interface of ${to} is logged: they are lost on the way`;
    case 'reply-lost':
      return `${to} answers ${from} on ${service}, and the replies leave its interface and never arrive: they are lost on the way back`;
    case 'out-of-sight':
      return isOutside
        ? `Requests of ${from} to ${to} on ${service} leave this network, and no reply comes back; what is outside is not logged`
        : `Requests of ${from} to ${to} on ${service} leave its interface without an answer, and the interface of ${to} writes no records: what happens there is not logged`;
    case 'rejected':
      return `Some of the traffic between ${from} and ${to} on ${service} is rejected`;
  }
}

function nextOf(outcome: Outcome, { to, service }: Words, responder: string, port: number | null): string {
  switch (outcome) {
    case 'answered':
      return `Look at the application: its log on ${to}, TLS, authentication, time limits of the client.`;
    case 'reset':
      return `Look at the log of what serves ${service} on ${to} at these times.`;
    case 'refused':
      return `On ${to}: ss -ltnp${port === null ? '' : ` 'sport = :${port}'`}, and is the service bound to the address rather than to localhost?`;
    case 'idle':
      return 'Set a TCP keepalive below 350 s on either end (Linux waits 7200 s by default), then see whether the resets stop.';
    case 'unanswered':
      return `On ${to}: is the host firewall open (nft list ruleset), is the process up, is its backlog full (ss -ltn)?`;
    case 'lost':
      return `aws ec2 create-network-insights-path --source <interface of the client> --destination-ip ${responder} --protocol tcp   (Reachability Analyzer; look at transit gateway and peering routes)`;
    case 'reply-lost':
      return 'Check the route back, appliance mode on the transit gateway, and whether replies leave by another interface than requests came in by.';
    case 'out-of-sight':
      return isPrivateAddress(responder)
        ? `flows coverage ${responder}`
        : `curl -v telnet://${responder}${port === null ? '' : `:${port}`}   (from the client; and ask whoever runs it)`;
    case 'rejected':
      return `flows reject ${responder}`;
  }
}

function leg(sightings: readonly Sighting[], direction: 'in' | 'out'): Leg {
  const [sample] = sightings;
  if (!sample) return { action: 'unseen', direction: null, interfaceId: null, packets: 0 };
  return { action: 'ACCEPT', direction, interfaceId: sample.interfaceId, packets: packetsOf(sightings) };
}

/** As the destination saw it where it did, else as the source did. */
function exchangeOf(connections: readonly TracedConnection[], network: NetworkIndex | null): Exchange {
  const [first] = connections;
  if (!first) throw new TypeError('There is no connection to describe.');
  const { roles, seen } = first;
  const at = (way: 'request' | 'reply', side: 'source' | 'destination') =>
    connections.flatMap((one) => one.seen[way][side]);
  const [requestIn, requestOut] = [at('request', 'destination'), at('request', 'source')];
  const [replyIn, replyOut] = [at('reply', 'source'), at('reply', 'destination')];
  const between = connections.flatMap((one) => one.seen.reply.between);
  const reply = replyIn.length > 0 || replyOut.length === 0 ? leg(replyIn, 'in') : leg(replyOut, 'out');
  const ports = connections
    .flatMap(({ roles: { initiator } }) => initiator.port ?? [])
    .filter((port) => port > 0);
  const idOf = (sightings: readonly Sighting[]) => sightings[0]?.interfaceId ?? null;
  return {
    initiator: {
      address: roles.initiator.address,
      name: partyName(network, roles.initiator.address),
      interfaceId: idOf([...requestOut, ...replyIn]),
    },
    responder: {
      address: roles.responder.address,
      name: partyName(network, roles.responder.address),
      interfaceId: idOf([...requestIn, ...replyOut]),
    },
    protocol: seen.protocol,
    port: roles.responder.port === 0 ? null : roles.responder.port,
    initiatorPorts: ports.length > 0 ? { low: Math.min(...ports), high: Math.max(...ports) } : null,
    request: requestIn.length > 0 ? leg(requestIn, 'in') : leg(requestOut, 'out'),
    reply: reply.action === 'unseen' && between.length > 0 ? leg(between, 'in') : reply,
    roleConfidence: roles.confidence,
  };
}

/** Seen at least this recently before the records end counts as still happening, seconds. */
const ONGOING_SECONDS = 300;

function everySighting({ seen }: TracedConnection): readonly Sighting[] {
  const { request, reply } = seen;
  return [request, reply].flatMap((of) => [...of.source, ...of.between, ...of.destination]);
}

function occurrenceOf(
  affected: readonly TracedConnection[],
  total: number,
  completeUntil: number,
): Occurrence {
  const seen = affected.flatMap(everySighting);
  const [first, last] = [earliest(seen), latest(seen)];
  const spacing = (last - first) / Math.max(1, affected.length - 1);
  return {
    first,
    last,
    ongoing: completeUntil - last <= Math.max(ONGOING_SECONDS, 3 * spacing),
    connections: { affected: affected.length, total },
    packets: 0,
  };
}

function evidenceOf(affected: readonly TracedConnection[]): Finding['evidence'] {
  const [first, second] = affected;
  const byTime = (a: Sighting, b: Sighting) => a.first - b.first;
  const shown = [...(first ? everySighting(first) : []), ...(second ? everySighting(second) : [])];
  return shown.slice(0, MAX_EVIDENCE).sort(byTime).map(flowEvidence);
}

function routeBlocker(step: RouteStep): Blocker | null {
  return blockerOf(step);
}

export function pathVerdict({ connections, network, completeUntil }: PathFacts): Finding {
  const main = mainOutcome(connections);
  const affected = connections.filter(({ outcome }) => outcome === main.outcome);
  const shown = affected.length > 0 ? affected : connections;
  const exchange = exchangeOf(shown, network);
  const evaluation = evaluated(network, exchange);
  const route = missingRoute(main.outcome, evaluation);
  const { verdict, confidence } = VERDICT_OF[main.outcome];
  const words: Words = {
    from: partyLabel(network, exchange.initiator.address),
    to: partyLabel(network, exchange.responder.address),
    service: serviceText(exchange.protocol, exchange.port),
  };
  const isOutside = !isPrivateAddress(exchange.responder.address);
  const summary = summaryOf(main.outcome, words, isOutside);
  const intermittent = main.share < MOSTLY && main.outcome !== 'idle';
  const fix = route && network ? fixFor(network, route) : null;
  return {
    verdict: route ? 'no-route' : verdict,
    confidence: route ? 0.96 : intermittent ? Math.min(0.7, confidence) : confidence,
    summary: route
      ? `${summary}: ${route.because}`
      : intermittent
        ? `${summary} (for part of the connections)`
        : summary,
    blocker: route ? routeBlocker(route) : null,
    evidence: evidenceOf(shown),
    nextCheck: fix?.command ?? nextOf(main.outcome, words, exchange.responder.address, exchange.port),
    exchange,
    ...(evaluation ? { steps: pathSteps(evaluation) } : {}),
    occurrence: occurrenceOf(shown, connections.length, completeUntil),
  };
}
