/** What the configuration adds where records show that something is lost and not why. */
import type { Verdict } from '../../diagnosis/verdict.ts';
import type { PacketEvaluation } from '../../network/evaluate/evaluate-packet.ts';
import type { RouteStep, Step } from '../../network/evaluate/step.ts';
import type { Outcome } from './connection-outcome.ts';

function isRoute(step: Step): step is RouteStep {
  return step.step === 'route';
}

/** A missing route explains what is lost on that leg. */
export function missingRoute(
  outcome: Outcome,
  evaluation: PacketEvaluation | undefined,
): RouteStep | undefined {
  const denied = (steps: readonly Step[] = []) =>
    steps.filter(isRoute).find((step) => step.outcome === 'deny');
  if (outcome === 'lost' || outcome === 'out-of-sight') return denied(evaluation?.request);
  if (outcome === 'unanswered' || outcome === 'reply-lost') return denied(evaluation?.reply);
  return undefined;
}

/**
 * Where no reply comes back and nothing is seen of why, the configuration may say it: what stops the packet at an interface that writes no
 * records. What an interface that is logged rejects would have been seen.
 */
export function unseenPolicy(
  outcome: Outcome,
  evaluation: PacketEvaluation | undefined,
  seenAt: ReadonlySet<string | null>,
): Step | undefined {
  const stop = evaluation?.blockedBy?.step;
  if (outcome !== 'out-of-sight' || !stop || isRoute(stop)) return undefined;
  if (stop.outcome !== 'deny') return undefined;
  const at = 'interfaceId' in stop ? stop.interfaceId : null;
  return at !== null && seenAt.has(at) ? undefined : stop;
}

/** The verdict that a step which stops the packet stands for. */
export function verdictOfStep(step: Step, leg: 'request' | 'reply'): Verdict {
  switch (step.step) {
    case 'inbound-security-groups':
      return 'sg-inbound';
    case 'outbound-security-groups':
      return 'sg-outbound';
    case 'inbound-network-acl':
      return leg === 'request' ? 'nacl-inbound' : 'nacl-return-inbound';
    case 'outbound-network-acl':
      return leg === 'request' ? 'nacl-outbound' : 'nacl-return-outbound';
    case 'route':
      return 'no-route';
    case 'block-public-access':
      return 'vpc-bpa';
  }
}
