/**
 * Why one conversation was rejected at one network interface, as far as its own records tell.
 *
 * What carries the reasoning: security groups are stateful, so they never reject the reply of a request they let in, nor a packet of a
 * connection they track; network ACLs are stateless (VPC User Guide, "Flow log record examples" and "Security group connection tracking").
 * REJECT also covers packets that arrive after their connection closed (VPC User Guide, "Flow log records", `action`).
 */
import { TCP, UDP } from '../record/protocols.ts';
import { answersConnection, opensConnection } from '../record/tcp-flags.ts';
import { type Conversation, type Endpoint, earliest, packetsOf } from './conversation.ts';
import { type Direction, directionOf, type OwnAddresses } from './interface-address.ts';
import { type Roles, rolesOf, type Services } from './roles.ts';
import type { Sighting } from './sighting.ts';

export type Cause =
  /** `reject-reason` BPA. */
  | 'block-public-access'
  /** `reject-reason` EC. */
  | 'encryption-controls'
  /** The request was accepted at this interface, the reply was not. */
  | 'reply'
  /** The request itself. */
  | 'request'
  /** Packets of a connection that ran and was not idle. */
  | 'cut'
  /** A few packets after the end of a connection. */
  | 'late'
  /** The first packets after a long silence. */
  | 'idle';

export interface Rejection {
  readonly cause: Cause;
  /** 0 to 1: how sure the cause is. */
  readonly confidence: number;
  readonly direction: Direction;
  readonly roles: Roles;
  readonly protocol: number | null;
  readonly interfaceId: string | null;
  readonly subnetId: string | null;
  /** The rejected packets run from the initiator to the responder. */
  readonly fromInitiator: boolean;
  readonly rejected: readonly Sighting[];
  /** The same direction, accepted at this interface. */
  readonly acceptedSame: readonly Sighting[];
  /** The other direction, accepted at this interface. */
  readonly acceptedOpposite: readonly Sighting[];
  /** The rejected direction as other interfaces logged it. */
  readonly elsewhere: readonly Sighting[];
  /** Seconds of silence before the first rejected packet; null where nothing was accepted before. */
  readonly quiet: number | null;
}

/**
 * Idle timeouts of connection tracking, seconds: established TCP on Nitro v6 instances, NAT gateways and Network Load Balancers 350; UDP 30.
 * Record times lag the packet by up to 60 seconds, so a little less silence counts too.
 */
const IDLE_TIMEOUT = { tcp: 350, udp: 30 };
const IDLE_SLACK = 10;

/** Packets that trail a close come within two windows of one minute, and are few beside those of the connection. */
const LATE_WITHIN_SECONDS = 120;
const LATE_PACKETS = 4;
const LATE_SHARE = 0.25;

interface Considered {
  readonly rejected: readonly Sighting[];
  readonly acceptedSame: readonly Sighting[];
  readonly acceptedOpposite: readonly Sighting[];
  readonly quiet: number | null;
  readonly protocol: number | null;
  readonly fromInitiator: boolean;
  readonly roleConfidence: number;
}

function quietBefore(moment: number, accepted: readonly Sighting[]): number | null {
  const before = accepted.filter(({ first }) => first <= moment);
  if (before.length === 0) return null;
  return Math.max(
    0,
    moment - before.reduce((last, sighting) => Math.max(last, Math.min(sighting.last, moment)), 0),
  );
}

/** The flags of the rejected packets, where the format has them: none opens a connection, so something ran before. */
function isMidStream(rejected: readonly Sighting[]): boolean {
  return rejected.every(
    ({ tcpFlags }) => tcpFlags !== null && !opensConnection(tcpFlags) && !answersConnection(tcpFlags),
  );
}

function afterEstablished(considered: Considered): { cause: Cause; confidence: number } {
  const { rejected, acceptedSame, acceptedOpposite, quiet, protocol } = considered;
  const timeout = protocol === UDP ? IDLE_TIMEOUT.udp : IDLE_TIMEOUT.tcp;
  if (quiet !== null && (protocol === TCP || protocol === UDP) && quiet >= timeout - IDLE_SLACK) {
    return { cause: 'idle', confidence: protocol === TCP ? 0.85 : 0.7 };
  }
  const packets = packetsOf(rejected);
  const before = packetsOf(acceptedSame) + packetsOf(acceptedOpposite);
  const few = packets <= LATE_PACKETS && packets <= Math.max(1, before * LATE_SHARE);
  if (few && (quiet ?? 0) <= LATE_WITHIN_SECONDS)
    return { cause: 'late', confidence: isMidStream(rejected) ? 0.9 : 0.8 };
  return { cause: 'cut', confidence: 0.8 };
}

function causeOf(considered: Considered): { cause: Cause; confidence: number } {
  const { rejected, acceptedSame, acceptedOpposite, protocol, fromInitiator, roleConfidence, quiet } =
    considered;
  const reason = rejected.find(
    ({ rejectReason }) => rejectReason === 'BPA' || rejectReason === 'EC',
  )?.rejectReason;
  if (reason)
    return { cause: reason === 'BPA' ? 'block-public-access' : 'encryption-controls', confidence: 0.99 };

  if (protocol === TCP && rejected.some(({ tcpFlags }) => opensConnection(tcpFlags)))
    return { cause: 'request', confidence: 0.95 };
  if (protocol === TCP && rejected.some(({ tcpFlags }) => answersConnection(tcpFlags)))
    return { cause: 'reply', confidence: 0.97 };

  const requestAccepted =
    acceptedOpposite.length > 0 && earliest(acceptedOpposite) <= earliest(rejected) + 60;
  if (acceptedSame.length > 0 && earliest(acceptedSame) <= earliest(rejected))
    return afterEstablished(considered);
  if (!fromInitiator && requestAccepted) {
    const forgotten = protocol === UDP && quiet !== null && quiet >= IDLE_TIMEOUT.udp;
    return forgotten ? { cause: 'idle', confidence: 0.7 } : { cause: 'reply', confidence: 0.95 };
  }
  if (requestAccepted) return afterEstablished(considered);
  if (protocol === TCP && isMidStream(rejected)) {
    return packetsOf(rejected) <= LATE_PACKETS
      ? { cause: 'late', confidence: 0.6 }
      : { cause: 'cut', confidence: 0.55 };
  }
  if (!fromInitiator) return { cause: 'reply', confidence: Math.min(0.7, roleConfidence) };
  return { cause: 'request', confidence: Math.min(0.95, roleConfidence) };
}

/**
 * Where ports and flags leave it open who opened the exchange, the actions say it: of two directions at one interface, one accepted and the
 * other never, the accepted one was the request, as a rejected request has no answer.
 */
function settledRoles(
  guessed: Roles,
  sender: Endpoint,
  acceptedSame: readonly Sighting[],
  acceptedOpposite: readonly Sighting[],
): Roles {
  const open = guessed.confidence < 0.9 && acceptedSame.length === 0 && acceptedOpposite.length > 0;
  if (!open) return guessed;
  if (guessed.initiator !== sender) return { ...guessed, confidence: 0.9 };
  return { initiator: guessed.responder, responder: guessed.initiator, confidence: 0.9 };
}

/** Every interface and direction at which the conversation was rejected, with the cause. */
export function rejectionsOf(
  conversation: Conversation,
  own: OwnAddresses,
  known: Services,
  subject: (address: string) => boolean,
): readonly Rejection[] {
  const guessed = rolesOf(conversation, known);
  return [
    { sent: conversation.fromA, back: conversation.fromB, sender: conversation.a },
    { sent: conversation.fromB, back: conversation.fromA, sender: conversation.b },
  ].flatMap(({ sent, back, sender }) => {
    const interfaces = new Set(
      sent.filter(({ action }) => action === 'REJECT').map(({ interfaceId }) => interfaceId),
    );
    return [...interfaces].map((interfaceId) => at(interfaceId, { sent, back, sender }));
  });

  function at(
    interfaceId: string | null,
    { sent, back, sender }: { sent: readonly Sighting[]; back: readonly Sighting[]; sender: Endpoint },
  ): Rejection {
    const here = (sighting: Sighting) => sighting.interfaceId === interfaceId;
    const rejected = sent.filter((sighting) => here(sighting) && sighting.action === 'REJECT');
    const acceptedSame = sent.filter((sighting) => here(sighting) && sighting.action === 'ACCEPT');
    const acceptedOpposite = back.filter((sighting) => here(sighting) && sighting.action === 'ACCEPT');
    const elsewhere = sent.filter((sighting) => !here(sighting));
    const quiet = quietBefore(earliest(rejected), [...acceptedSame, ...acceptedOpposite]);
    const roles = settledRoles(guessed, sender, acceptedSame, acceptedOpposite);
    const fromInitiator = roles.initiator === sender;
    const [sample] = rejected;
    const direction: Direction = sample
      ? directionOf(sample, own, elsewhere, subject)
      : { way: 'in', confidence: 0 };
    const considered = {
      rejected,
      acceptedSame,
      acceptedOpposite,
      quiet,
      protocol: conversation.protocol,
      fromInitiator,
      roleConfidence: roles.confidence,
    };
    return {
      ...considered,
      ...causeOf(considered),
      direction,
      roles,
      interfaceId,
      subnetId: rejected.find(({ subnetId }) => subnetId !== null)?.subnetId ?? null,
      elsewhere,
    };
  }
}
