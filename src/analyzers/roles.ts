/**
 * Who opened an exchange and who answered. `flow-direction` cannot tell: it is the direction at the interface.
 * The order of the tests, and how much each is worth, is what was measured on labelled public captures: TCP flags, then one-sidedness,
 * then sizes of refused connections unless ports say the opposite, then endpoints that many peers use, then ports, then time.
 */

import { isLikelyEphemeral } from '../record/ephemeral.ts';
import { isServicePort } from '../record/ports.ts';
import { TCP } from '../record/protocols.ts';
import { answersConnection, opensConnection } from '../record/tcp-flags.ts';
import { type Conversation, type Endpoint, earliest } from './conversation.ts';
import { isRefusedBySize } from './refused-by-size.ts';

export interface Roles {
  readonly initiator: Endpoint;
  readonly responder: Endpoint;
  /** 0 to 1. */
  readonly confidence: number;
}

/** Points that an endpoint is a service: the larger, the surer. */
function serviceScore(port: number | null, protocol: number | null): number {
  if (port === null || port === 0) return 0;
  if (port < 1024) return 3;
  if (isServicePort(port, protocol)) return isLikelyEphemeral(port) ? 1 : 2;
  return isLikelyEphemeral(port) ? -1 : 0;
}

/**
 * Whether the port that was tried is a client's, and that which tried is not. An idle connection whose client asks whether the other end is still
 * there has the sizes of one that was refused.
 */
function isTheOtherWay(trying: number, tried: number): boolean {
  return tried < 0 && trying > tried;
}

/** Responder endpoints that at least this many peers use are services, whatever their port. */
const PEERS_OF_A_SERVICE = 3;

/** `address port protocol` of every endpoint that several peers talk to. */
export type Services = ReadonlySet<string>;

function serviceKey({ address, port }: Endpoint, protocol: number | null): string {
  return `${address} ${port} ${protocol}`;
}

export function services(all: readonly Conversation[]): Services {
  const peers = new Map<string, Set<string>>();
  for (const { a, b, protocol } of all) {
    for (const [endpoint, peer] of [
      [a, b],
      [b, a],
    ] as const) {
      if (endpoint.port === null || endpoint.port === 0) continue;
      const key = serviceKey(endpoint, protocol);
      const known = peers.get(key) ?? new Set();
      peers.set(key, known.add(`${peer.address} ${peer.port}`));
    }
  }
  return new Set([...peers].filter(([, of]) => of.size >= PEERS_OF_A_SERVICE).map(([key]) => key));
}

export function rolesOf(conversation: Conversation, known: Services): Roles {
  const { a, b, protocol, fromA, fromB } = conversation;
  const aOpens = (confidence: number): Roles => ({ initiator: a, responder: b, confidence });
  const bOpens = (confidence: number): Roles => ({ initiator: b, responder: a, confidence });

  if (protocol === TCP) {
    if (fromA.some(({ tcpFlags }) => opensConnection(tcpFlags))) return aOpens(0.99);
    if (fromB.some(({ tcpFlags }) => opensConnection(tcpFlags))) return bOpens(0.99);
    if (fromA.some(({ tcpFlags }) => answersConnection(tcpFlags))) return bOpens(0.99);
    if (fromB.some(({ tcpFlags }) => answersConnection(tcpFlags))) return aOpens(0.99);
  }

  const scoreA = serviceScore(a.port, protocol);
  const scoreB = serviceScore(b.port, protocol);
  if (fromA.length === 0 || fromB.length === 0) {
    const [sender, senderScore, receiverScore] =
      fromB.length === 0 ? [aOpens, scoreA, scoreB] : [bOpens, scoreB, scoreA];
    const looksLikeReply = senderScore >= 2 && receiverScore < 0;
    if (!looksLikeReply) return sender(0.95);
    return sender === aOpens ? bOpens(0.75) : aOpens(0.75);
  }

  if (protocol === TCP) {
    if (isRefusedBySize(fromA, fromB)) return isTheOtherWay(scoreA, scoreB) ? bOpens(0.6) : aOpens(0.97);
    if (isRefusedBySize(fromB, fromA)) return isTheOtherWay(scoreB, scoreA) ? aOpens(0.6) : bOpens(0.97);
  }

  const aServes = known.has(serviceKey(a, protocol));
  const bServes = known.has(serviceKey(b, protocol));
  if (aServes !== bServes) return aServes ? bOpens(0.97) : aOpens(0.97);

  if (scoreA !== scoreB) {
    const confidence = Math.abs(scoreA - scoreB) >= 3 ? 0.95 : 0.85;
    return scoreA > scoreB ? bOpens(confidence) : aOpens(confidence);
  }

  const lead = earliest(fromB) - earliest(fromA);
  if (Math.abs(lead) >= 1) return lead > 0 ? aOpens(0.75) : bOpens(0.75);
  if (a.port !== b.port && a.port !== null && b.port !== null)
    return a.port < b.port ? bOpens(0.6) : aOpens(0.6);
  return aOpens(0.5);
}
