/** From rejected conversations between the same parties to one verdict, using what the others of them show. */
import type { Blocker } from '../diagnosis/diagnosis.ts';
import type { Verdict } from '../diagnosis/verdict.ts';
import type { Step } from '../network/evaluate/step.ts';
import type { NetworkIndex } from '../network/find/index-network.ts';
import { earliest } from './conversation.ts';
import type { Cause, Rejection } from './rejection.ts';
import type { Sighting } from './sighting.ts';

/** Rejections with the same initiator, responder, responder port and protocol, at the same interface, running the same way. Never empty. */
export type Rejections = readonly [Rejection, ...Rejection[]];

export function groupRejections(all: readonly Rejection[]): readonly Rejections[] {
  const byKey = new Map<string, [Rejection, ...Rejection[]]>();
  for (const rejection of all) {
    const { roles, protocol, interfaceId, direction, fromInitiator } = rejection;
    const key = [
      roles.initiator.address,
      roles.responder.address,
      roles.responder.port,
      protocol,
      interfaceId,
      direction.way,
      fromInitiator,
    ].join(' ');
    const known = byKey.get(key);
    if (known) known.push(rejection);
    else byKey.set(key, [rejection]);
  }
  return [...byKey.values()];
}

/** What is known beside the rejected conversations themselves. */
export interface Surroundings {
  /** Address → subnet, where it is certain. */
  readonly subnets: ReadonlyMap<string, string>;
  /** Accepted sightings between the same addresses, whole connections at a time. */
  readonly sessions: readonly Sighting[];
  /** Records are complete up to here, seconds since the epoch. */
  readonly completeUntil: number;
  readonly network: NetworkIndex | null;
}

export interface Judgement {
  readonly verdict: Verdict;
  readonly confidence: number;
  readonly blocker: Blocker | null;
  /** What the configuration says stops the packet. */
  readonly step?: Step;
  /** The configuration lets through now what was rejected then. */
  readonly changed?: true;
}

function sum(rejections: Rejections, cause: Cause): number {
  return rejections.filter((rejection) => rejection.cause === cause).length;
}

/** The cause that most of the conversations show; ties go to the more serious one. */
function mainCause(rejections: Rejections): Cause {
  const serious: readonly Cause[] = [
    'block-public-access',
    'encryption-controls',
    'reply',
    'request',
    'cut',
    'idle',
    'late',
  ];
  return serious.reduce((best, cause) => (sum(rejections, cause) > sum(rejections, best) ? cause : best));
}

function meanConfidence(rejections: Rejections, cause: Cause): number {
  const own = rejections.filter((rejection) => rejection.cause === cause);
  return own.reduce((total, { confidence }) => total + confidence, 0) / Math.max(1, own.length);
}

/** Connections between these parties that were open before the first rejection and go on after it, while none opened since. */
function oldGoOn(rejections: Rejections, sessions: readonly Sighting[]): boolean {
  const [{ roles, interfaceId }] = rejections;
  const since = earliest(rejections.flatMap(({ rejected }) => rejected));
  const own = sessions.filter(
    ({ interfaceId: at, source, destination, dstPort }) =>
      at === interfaceId &&
      source === roles.initiator.address &&
      destination === roles.responder.address &&
      dstPort === roles.responder.port,
  );
  const old = own.filter(({ first, last }) => first < since && last > since + 60);
  const fresh = own.filter(({ first }) => first > since + 60);
  return old.length > 0 && fresh.length === 0;
}

function requestJudgement(rejections: Rejections, { subnets, sessions }: Surroundings): Judgement {
  const [{ roles, direction }] = rejections;
  const inbound = direction.way === 'in';
  const sure = Math.min(0.88, direction.confidence * meanConfidence(rejections, 'request'));
  const source = subnets.get(roles.initiator.address);
  const blockedBy = (kind: 'security-group' | 'network-acl', because: string): Blocker => ({
    kind,
    id: null,
    direction: inbound ? 'inbound' : 'outbound',
    because,
  });

  if (source !== undefined && source === subnets.get(roles.responder.address)) {
    return {
      verdict: inbound ? 'sg-inbound' : 'sg-outbound',
      confidence: Math.min(0.93, direction.confidence),
      blocker: blockedBy(
        'security-group',
        `both ends are in ${source}, and network ACLs do not filter inside a subnet`,
      ),
    };
  }
  if (sum(rejections, 'cut') > 0) {
    return {
      verdict: inbound ? 'nacl-inbound' : 'nacl-outbound',
      confidence: Math.min(0.85, direction.confidence),
      blocker: blockedBy(
        'network-acl',
        'connections that were open were cut too, and a security group lets tracked connections run on',
      ),
    };
  }
  if (oldGoOn(rejections, sessions)) {
    return {
      verdict: inbound ? 'sg-inbound' : 'sg-outbound',
      confidence: Math.min(0.85, direction.confidence),
      blocker: blockedBy(
        'security-group',
        'connections opened before go on and new ones are rejected; a network ACL would have cut both',
      ),
    };
  }
  return { verdict: inbound ? 'sg-or-nacl-inbound' : 'sg-or-nacl-outbound', confidence: sure, blocker: null };
}

function ofSubnet([{ subnetId }]: Rejections): string {
  return subnetId === null ? '' : `; it is the network ACL of ${subnetId}`;
}

function replyJudgement(rejections: Rejections, cause: 'reply' | 'cut'): Judgement {
  const [{ direction }] = rejections;
  const out = direction.way === 'out';
  const several = rejections.length >= 3 ? 1 : 0.96;
  return {
    verdict: out ? 'nacl-return-outbound' : 'nacl-return-inbound',
    confidence: Math.min(0.96, meanConfidence(rejections, cause) * several, direction.confidence + 0.02),
    blocker: {
      kind: 'network-acl',
      id: null,
      direction: out ? 'outbound' : 'inbound',
      because: `the request was accepted at this interface, and a security group never rejects the reply to a request that it let through${ofSubnet(rejections)}`,
    },
  };
}

export function judge(rejections: Rejections, surroundings: Surroundings): Judgement {
  const [{ direction, fromInitiator }] = rejections;
  const cause = mainCause(rejections);
  const inbound = direction.way === 'in';
  switch (cause) {
    case 'block-public-access':
      return {
        verdict: 'vpc-bpa',
        confidence: 0.99,
        blocker: {
          kind: 'vpc-bpa',
          id: null,
          direction: inbound ? 'inbound' : 'outbound',
          because: 'the records give BPA as the reject reason',
        },
      };
    case 'encryption-controls':
      return {
        verdict: 'vpc-encryption-controls',
        confidence: 0.99,
        blocker: {
          kind: 'vpc-encryption-controls',
          id: null,
          direction: inbound ? 'inbound' : 'outbound',
          because: 'the records give EC as the reject reason',
        },
      };
    case 'reply':
      return replyJudgement(rejections, 'reply');
    case 'request':
      return requestJudgement(rejections, surroundings);
    case 'cut':
      return fromInitiator ? requestJudgement(rejections, surroundings) : replyJudgement(rejections, 'cut');
    case 'late':
      return { verdict: 'late-packets', confidence: meanConfidence(rejections, 'late'), blocker: null };
    case 'idle':
      return { verdict: 'idle-timeout', confidence: meanConfidence(rejections, 'idle'), blocker: null };
  }
}
