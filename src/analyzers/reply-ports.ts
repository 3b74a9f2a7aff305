/**
 * Which of the initiator's ports replies reach and which not. A network ACL that opens too narrow a range of ephemeral ports fails only
 * part of the connections: Linux uses 32768–60999, while NAT gateways, load balancers and Lambda use 1024–65535.
 */
import type { Rejections } from './rejection-verdict.ts';
import type { Sighting } from './sighting.ts';

interface PortRange {
  readonly low: number;
  readonly high: number;
}

export interface ReplyPorts {
  readonly dropped: PortRange;
  readonly passed: PortRange;
}

function rangeOf(ports: readonly number[]): PortRange | undefined {
  const [first, ...rest] = ports;
  if (first === undefined) return undefined;
  return rest.reduce(({ low, high }, port) => ({ low: Math.min(low, port), high: Math.max(high, port) }), {
    low: first,
    high: first,
  });
}

/** The two ranges where they do not touch, so that the ports explain it; undefined where they overlap or all replies are dropped. */
export function splitReplyPorts(
  rejections: Rejections,
  sessions: readonly Sighting[],
): ReplyPorts | undefined {
  const [{ roles, interfaceId }] = rejections;
  const dropped = rangeOf(rejections.flatMap((rejection) => rejection.roles.initiator.port ?? []));
  const passed = rangeOf(
    sessions.flatMap(({ interfaceId: at, source, srcPort, destination, dstPort }) => {
      const isReply =
        at === interfaceId &&
        source === roles.responder.address &&
        srcPort === roles.responder.port &&
        destination === roles.initiator.address;
      return isReply && dstPort !== null ? [dstPort] : [];
    }),
  );
  if (!dropped || !passed) return undefined;
  return dropped.high < passed.low || passed.high < dropped.low ? { dropped, passed } : undefined;
}
