/** Findings about rejected conversations: judged groups put into words, with the records that show them and the next check. */
import type { Finding } from '../diagnosis/diagnosis.ts';
import { type Evidence, MAX_EVIDENCE } from '../diagnosis/evidence.ts';
import type { Verdict } from '../diagnosis/verdict.ts';
import { evaluated, pathSteps } from './chain.ts';
import { flowEvidence } from './flow-evidence.ts';
import { partyLabel, partyName } from './party.ts';
import { CHANGED, judgedByPolicy } from './policy-judgement.ts';
import { exchangeOf, occurrenceOf } from './rejection-exchange.ts';
import { type Judgement, judge, type Rejections, type Surroundings } from './rejection-verdict.ts';
import { nextCheckOf, portsText, summaryOf } from './rejection-words.ts';
import { serviceText } from './service-text.ts';
import type { Sighting } from './sighting.ts';

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
