/**
 * What records show and what the configuration says, put together. Records say what happened then, the configuration what holds now:
 * where they agree the rule has a name, and where they do not, a rule was changed in between, and that is said.
 */
import type { Blocker } from '../diagnosis/diagnosis.ts';
import type { Verdict } from '../diagnosis/verdict.ts';
import { blockerOf } from '../network/evaluate/blocker.ts';
import type { Step } from '../network/evaluate/step.ts';
import type { NetworkIndex } from '../network/find/index-network.ts';
import { type Policy, policyAt, stops } from './policy.ts';
import type { Judgement, Rejections } from './rejection-verdict.ts';

/** Where records and configuration agree. */
const AGREED = 0.97;
/** Where the one thing that could be known lets the packet through, so that it must be the other, which was not read. */
const BY_ELIMINATION = 0.85;
/** Where one of the two denies and the other is not known: it may deny too, and be met first. */
const HALF_KNOWN = 0.82;
/** Where every rule lets through now what was rejected then. */
const CONTRADICTED = 0.6;

const REPLIES: ReadonlySet<Verdict> = new Set(['nacl-return-inbound', 'nacl-return-outbound']);
const REQUESTS: ReadonlySet<Verdict> = new Set([
  'sg-or-nacl-inbound',
  'sg-or-nacl-outbound',
  'sg-inbound',
  'sg-outbound',
  'nacl-inbound',
  'nacl-outbound',
]);

export const CHANGED =
  'the rules as they are read now let it through, so a rule was changed since, or these are not the rules of then';

function named(step: Step, judgement: Judgement, confidence: number): Judgement {
  return { ...judgement, confidence, blocker: blockerOf(step) ?? judgement.blocker, step };
}

/** The network ACL that the subnet has, where no rule of it can be named. */
function aclWithoutRule(judgement: Judgement, { acl }: Policy, because: string): Judgement {
  const blocker: Blocker | null = judgement.blocker && { ...judgement.blocker, id: acl.aclId, because };
  return { ...judgement, blocker };
}

function replyJudgement(judgement: Judgement, policy: Policy): Judgement {
  const { acl } = policy;
  if (stops(acl)) return named(acl, judgement, AGREED);
  if (acl.outcome === 'unknown')
    return aclWithoutRule(judgement, policy, judgement.blocker?.because ?? acl.because);
  return {
    ...aclWithoutRule(judgement, policy, `${judgement.blocker?.because ?? ''}; ${CHANGED}`),
    confidence: Math.min(judgement.confidence, 0.85),
    changed: true,
  };
}

function requestJudgement(judgement: Judgement, policy: Policy, rejections: Rejections): Judgement {
  const way = rejections[0].direction.way === 'in' ? 'inbound' : 'outbound';
  const { acl, groups, steps } = policy;
  const bySecurityGroup: Judgement = { ...judgement, verdict: `sg-${way}` };
  const byNetworkAcl: Judgement = { ...judgement, verdict: `nacl-${way}` };
  const [first] = steps.filter(stops);
  if (first) {
    const mine = first === acl ? byNetworkAcl : bySecurityGroup;
    const other = first === acl ? groups : acl;
    const met = steps.indexOf(first) < steps.indexOf(other);
    const sure = other.outcome === 'unknown' && !met ? HALF_KNOWN : AGREED;
    return named(first, mine, sure);
  }
  if (acl.outcome === 'unknown' && groups.outcome === 'unknown') return judgement;
  if (acl.outcome === 'unknown') {
    return {
      ...byNetworkAcl,
      confidence: BY_ELIMINATION,
      blocker: eliminated('network-acl', acl.aclId, way, groups),
    };
  }
  if (groups.outcome === 'unknown') {
    const [only, ...others] = groups.groupIds;
    const id = others.length === 0 ? (only ?? null) : null;
    return {
      ...bySecurityGroup,
      confidence: BY_ELIMINATION,
      blocker: eliminated('security-group', id, way, acl),
    };
  }
  return {
    ...judgement,
    confidence: Math.min(judgement.confidence, CONTRADICTED),
    blocker: judgement.blocker && {
      ...judgement.blocker,
      because: `${judgement.blocker.because}; ${CHANGED}`,
    },
    changed: true,
  };
}

function eliminated(
  kind: 'security-group' | 'network-acl',
  id: string | null,
  direction: 'inbound' | 'outbound',
  other: Step,
): Blocker {
  const what = kind === 'network-acl' ? 'the network ACL' : 'the security groups';
  return {
    kind,
    id,
    direction,
    because: `${other.because}, so it must be ${what}, whose rules are not known`,
  };
}

/** The judgement from records alone, made more precise, or less sure, by the configuration. */
export function judgedByPolicy(
  judgement: Judgement,
  rejections: Rejections,
  network: NetworkIndex | null,
): Judgement {
  const policy = network && policyAt(network, rejections);
  if (!policy) return judgement;
  if (REPLIES.has(judgement.verdict)) return replyJudgement(judgement, policy);
  return REQUESTS.has(judgement.verdict) ? requestJudgement(judgement, policy, rejections) : judgement;
}
