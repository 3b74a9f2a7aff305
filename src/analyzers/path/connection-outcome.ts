/** What became of one connection, told from where its two directions were seen. */
import { bareHeader } from '../../record/bare-header.ts';
import { TCP } from '../../record/protocols.ts';
import { answersConnection } from '../../record/tcp-flags.ts';
import type { Conversation } from '../conversation.ts';
import type { Sighting } from '../sighting.ts';
import type { Side } from '../trace-ends.ts';

export type Outcome =
  /** Both directions were accepted and data flowed. */
  | 'answered'
  /** The responder reset it after it had opened. */
  | 'reset'
  /** The responder answered with a reset: nothing listens. */
  | 'refused'
  /** A reset came after a silence longer than connection tracking lasts. */
  | 'idle'
  /** The request reached the destination's interface, and nothing came back out of it. */
  | 'unanswered'
  /** The request left the source's interface and never came to the destination's, which is logged. */
  | 'lost'
  /** The reply left the destination's interface and never came to the source's, which is logged. */
  | 'reply-lost'
  /** The request left the source's interface, and what lies beyond is not logged. */
  | 'out-of-sight'
  /** Rejected somewhere. */
  | 'rejected';

/** Sightings of one connection, by direction and place. */
export interface SeenConnection {
  readonly request: Readonly<Record<Side, readonly Sighting[]>>;
  readonly reply: Readonly<Record<Side, readonly Sighting[]>>;
  readonly protocol: number | null;
  /** One row a record, in the order of time, for what only times tell. */
  readonly records: readonly Sighting[];
}

/** Which ends' interfaces write records at all. */
export interface Logged {
  readonly source: boolean;
  readonly destination: boolean;
}

const RST = 4;
/** Connection tracking of NAT gateways, load balancers and Nitro v6 instances forgets after so long a silence, seconds; records lag the packet a little. */
const IDLE_SECONDS = 350 - 10;
/** What belongs to one answer is recorded within an aggregation interval of the shorter kind, seconds. */
const SAME_MOMENT = 60;
const FEW_PACKETS = 3;

function all(seen: Readonly<Record<Side, readonly Sighting[]>>): readonly Sighting[] {
  return [...seen.source, ...seen.destination, ...seen.between];
}

function hasReset({ tcpFlags }: Sighting): boolean {
  return tcpFlags !== null && (tcpFlags & RST) !== 0;
}

/** Without flags, a reset shows by its size alone. */
function looksLikeReset(sighting: Sighting): boolean {
  const { tcpFlags, packets, bytes, source } = sighting;
  if (tcpFlags !== null) return hasReset(sighting);
  return packets <= FEW_PACKETS && bytes <= packets * bareHeader(source);
}

/** The direction as one interface saw it, so that nothing is counted twice. */
function once(seen: Readonly<Record<Side, readonly Sighting[]>>): readonly Sighting[] {
  return [seen.destination, seen.source, seen.between].find(({ length }) => length > 0) ?? [];
}

function total(sightings: readonly Sighting[], what: 'packets' | 'bytes'): number {
  return sightings.reduce((sum, sighting) => sum + sighting[what], 0);
}

function isRefused(
  request: readonly Sighting[],
  reply: readonly Sighting[],
  records: readonly Sighting[],
): boolean {
  const [sample] = reply;
  if (!sample) return false;
  if (reply.every(({ tcpFlags }) => tcpFlags !== null)) {
    return reply.some(hasReset) && !reply.some(({ tcpFlags }) => answersConnection(tcpFlags));
  }
  const least = bareHeader(sample.source);
  return (
    !acknowledges(sample, records) &&
    total(reply, 'packets') <= FEW_PACKETS &&
    total(request, 'packets') <= FEW_PACKETS &&
    total(reply, 'bytes') <= least * total(reply, 'packets')
  );
}

/**
 * Whether bare headers of that sender acknowledge, and reset nothing: after them the connection went on. That an acknowledgement looks like a
 * reset without flags is usual where hosts keep idle connections alive without TCP timestamps.
 */
function acknowledges(sender: Sighting, records: readonly Sighting[]): boolean {
  const end = Math.max(...records.map(({ first }) => first));
  return records.some(
    (one) =>
      one.source === sender.source &&
      one.tcpFlags === null &&
      looksLikeReset(one) &&
      end > one.last + SAME_MOMENT,
  );
}

/** A reset is the first that comes after a long silence, of a connection that had run before. */
function isResetAfterSilence(records: readonly Sighting[]): boolean {
  let last = Number.POSITIVE_INFINITY;
  for (const [index, record] of records.entries()) {
    const after = record.first - last >= IDLE_SECONDS;
    const now = after ? records.slice(index).filter(({ first }) => first <= record.first + SAME_MOMENT) : [];
    if (now.some((one) => hasReset(one) || (looksLikeReset(one) && !acknowledges(one, records)))) return true;
    last = Number.isFinite(last) ? Math.max(last, record.last) : record.last;
  }
  return false;
}

function withReply(connection: SeenConnection, logged: Logged): Outcome {
  const { request, reply, protocol, records } = connection;
  const isLost = reply.destination.length > 0 && reply.source.length === 0 && logged.source;
  if (isLost && request.source.length > 0) return 'reply-lost';
  if (protocol !== TCP) return 'answered';
  if (isResetAfterSilence(records)) return 'idle';
  if (isRefused(once(request), once(reply), records)) return 'refused';
  return once(reply).some(hasReset) ? 'reset' : 'answered';
}

export function outcomeOf(connection: SeenConnection, logged: Logged): Outcome {
  const { request, reply } = connection;
  if ([...all(request), ...all(reply)].some(({ action }) => action === 'REJECT')) return 'rejected';
  if (all(reply).length > 0) return withReply(connection, logged);
  if (request.destination.length > 0) return 'unanswered';
  return logged.destination ? 'lost' : 'out-of-sight';
}

/** The sightings of a conversation by direction and place. */
export function seenConnection(
  conversation: Conversation,
  isRequest: (sighting: Sighting) => boolean,
  sideOf: (sighting: Sighting) => Side,
  records: readonly Sighting[],
): SeenConnection {
  const seen = [...conversation.fromA, ...conversation.fromB];
  const of = (wanted: boolean): Readonly<Record<Side, readonly Sighting[]>> => {
    const same = seen.filter((sighting) => isRequest(sighting) === wanted);
    const at = (side: Side) => same.filter((sighting) => sideOf(sighting) === side);
    return { source: at('source'), destination: at('destination'), between: at('between') };
  };
  return { request: of(true), reply: of(false), protocol: conversation.protocol, records };
}
