/** From what became of the connections between two ends to one verdict on the path, with what the configuration says of it. */

import type { Exchange, Finding } from '../../diagnosis/diagnosis.ts';
import type { Verdict } from '../../diagnosis/verdict.ts';
import { blockerOf } from '../../network/evaluate/blocker.ts';
import type { PacketEvaluation } from '../../network/evaluate/evaluate-packet.ts';
import type { Step } from '../../network/evaluate/step.ts';
import type { NetworkIndex } from '../../network/find/index-network.ts';
import { fixFor } from '../../network/fix/fix-for.ts';
import { isPrivateAddress } from '../../record/address.ts';
import { UDP } from '../../record/protocols.ts';
import { evaluated, pathSteps } from '../chain.ts';
import { partyLabel } from '../party.ts';
import { serviceText } from '../service-text.ts';
import { type Main, MOSTLY, mainOutcome, VERDICT_OF } from './main-outcome.ts';
import { evidenceOf, exchangeOf, occurrenceOf } from './path-exchange.ts';
import { missingRoute, unseenPolicy, verdictOfStep } from './path-policy.ts';
import { nextOf, summaryOf, type Words } from './path-words.ts';
import { everySighting, type TracedConnection } from './traced-connection.ts';

export interface PathFacts {
  /** At least one, the busiest first. */
  readonly connections: readonly [TracedConnection, ...TracedConnection[]];
  readonly network: NetworkIndex | null;
  /** Records are complete up to here, seconds since the epoch. */
  readonly completeUntil: number;
}

/** UDP senders such as those of logs and metrics expect no answer. */
const ONE_WAY_CONFIDENCE = 0.6;

/** Where a missing route explains what is lost, and where a rule at an interface that writes no records may. */
const ROUTE_CONFIDENCE = 0.96;
const UNSEEN_POLICY_CONFIDENCE = 0.8;
const INTERMITTENT_CONFIDENCE = 0.7;
/** How sure it is who began where that is no more than a guess (see `rolesOf`), and how sure the verdict then is at most. */
const MOST_OF_A_GUESS = 0.6;
const GUESSED_CONFIDENCE = 0.7;

interface Judged {
  readonly verdict: Verdict;
  readonly confidence: number;
  /** What the configuration says stops it. */
  readonly stop: Step | undefined;
  readonly isIntermittent: boolean;
}

function judged(
  { outcome, share }: Main,
  exchange: Exchange,
  evaluation: PacketEvaluation | undefined,
  seenAt: ReadonlySet<string | null>,
): Judged {
  const { verdict, confidence } = VERDICT_OF[outcome];
  const route = missingRoute(outcome, evaluation);
  const policy = route ? undefined : unseenPolicy(outcome, evaluation, seenAt);
  const leg = evaluation?.blockedBy?.leg ?? 'request';
  const isIntermittent = share < MOSTLY && outcome !== 'idle';
  if (route) return { verdict: 'no-route', confidence: ROUTE_CONFIDENCE, stop: route, isIntermittent };
  if (policy) {
    const stopped = verdictOfStep(policy, leg);
    return { verdict: stopped, confidence: UNSEEN_POLICY_CONFIDENCE, stop: policy, isIntermittent };
  }
  const isOneWay = outcome === 'unanswered' && exchange.protocol === UDP;
  const most = isIntermittent ? INTERMITTENT_CONFIDENCE : isOneWay ? ONE_WAY_CONFIDENCE : 1;
  const guessed = isGuess(exchange) ? GUESSED_CONFIDENCE : 1;
  return { verdict, confidence: Math.min(most, guessed, confidence), stop: undefined, isIntermittent };
}

/** Neither flags nor ports nor times tell who began it, as where one pings the other: the rules may be those of the other way. */
function isGuess({ roleConfidence }: Exchange): boolean {
  return roleConfidence <= MOST_OF_A_GUESS;
}

/** Reasons of routes speak of their table as `it`. */
function stopText(stop: Step): string {
  if (stop.step !== 'route') return stop.because;
  return stop.because.replace(/^it /, `route table ${stop.routeTableId ?? 'of its subnet'} `);
}

export function pathVerdict({ connections, network, completeUntil }: PathFacts): Finding {
  const main = mainOutcome(connections);
  const affected = connections.filter(({ outcome }) => outcome === main.outcome);
  const shown = affected.length > 0 ? affected : connections;
  const exchange = exchangeOf(shown, network);
  const { initiator, responder, protocol, port } = exchange;
  const evaluation = evaluated(network, exchange);
  const seenAt = new Set(shown.flatMap(everySighting).map(({ interfaceId }) => interfaceId));
  const { verdict, confidence, stop, isIntermittent } = judged(main, exchange, evaluation, seenAt);
  const words: Words = {
    from: partyLabel(network, initiator.address),
    to: partyLabel(network, responder.address),
    service: serviceText(protocol, port),
  };
  const sentence = summaryOf(main.outcome, words, !isPrivateAddress(responder.address));
  const fix = stop && network ? fixFor(network, stop) : null;
  return {
    verdict,
    confidence,
    summary: `${sentence}${stop ? `: ${stopText(stop)}` : isIntermittent ? ' (for part of the connections)' : ''}${isGuess(exchange) ? '; which of the two began it, the records do not tell' : ''}`,
    blocker: stop ? blockerOf(stop) : null,
    evidence: evidenceOf(shown),
    nextCheck: fix?.command ?? nextOf(main.outcome, words, responder.address, port),
    exchange,
    ...(evaluation ? { steps: pathSteps(evaluation) } : {}),
    occurrence: occurrenceOf(shown, connections.length, completeUntil),
  };
}
