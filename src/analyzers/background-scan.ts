/**
 * Unsolicited probes from the internet, told apart from a client outside that cannot get in.
 *
 * A scanner touches ports or hosts with a packet or two each. A blocked client keeps trying one port from new source ports, and its
 * kernel repeats each SYN, so it leaves several packets a try.
 */
import type { Finding } from '../diagnosis/diagnosis.ts';
import { MAX_EVIDENCE } from '../diagnosis/evidence.ts';

/** Everything an outside address was rejected for, as one row. */
export interface OutsidePair {
  readonly interfaceId: string | null;
  readonly source: string | null;
  readonly destination: string | null;
  readonly protocol: number | null;
  readonly rejectReason: string | null;
  readonly records: number;
  readonly packets: number;
  readonly bytes: number;
  readonly sourcePorts: number;
  readonly destinationPorts: number;
  readonly lowestSourcePort: number | null;
  readonly highestSourcePort: number | null;
  readonly lowestDestinationPort: number | null;
  readonly highestDestinationPort: number | null;
  readonly first: number | null;
  readonly last: number | null;
}

const PERSISTENT_TRIES = 4;
const PERSISTENT_PACKETS = 10;

/** Keeps trying one port, each try with repeats. */
export function isPersistent(pair: OutsidePair): boolean {
  return (
    pair.destinationPorts === 1 &&
    pair.sourcePorts >= PERSISTENT_TRIES &&
    pair.packets >= PERSISTENT_PACKETS &&
    pair.packets >= 2 * pair.sourcePorts
  );
}

/** From one service port to high ports: looks like the reply of a service out there. */
export function looksLikeReply(
  { lowestSourcePort, highestSourcePort, lowestDestinationPort }: OutsidePair,
  isService: (port: number) => boolean,
): boolean {
  return (
    lowestSourcePort !== null &&
    lowestSourcePort > 0 &&
    lowestSourcePort === highestSourcePort &&
    isService(lowestSourcePort) &&
    (lowestDestinationPort ?? 0) >= 1024
  );
}

/** The finding about all probes together; undefined where there are none. */
export function backgroundScan(probes: readonly OutsidePair[], completeUntil: number): Finding | undefined {
  const [busiest] = probes;
  if (!busiest) return undefined;
  const packets = probes.reduce((total, pair) => total + pair.packets, 0);
  const sources = new Set(probes.map(({ source }) => source)).size;
  const targets = new Set(probes.map(({ destination }) => destination)).size;
  const first = probes.reduce(
    (least, pair) => Math.min(least, pair.first ?? least),
    Number.POSITIVE_INFINITY,
  );
  const last = probes.reduce(
    (greatest, pair) => Math.max(greatest, pair.last ?? greatest),
    Number.NEGATIVE_INFINITY,
  );
  const spread = sources >= 10 || probes.some(({ destinationPorts }) => destinationPorts >= 5);
  return {
    verdict: 'background-scan',
    confidence: spread ? 0.93 : 0.7,
    summary: `${sources === 1 ? 'One address' : `${sources.toLocaleString('en')} addresses`} on the internet probed ${targets === 1 ? (busiest.destination ?? 'this host') : `${targets} hosts here`} and were rejected: unsolicited background scanning, policy works as it should`,
    blocker: null,
    evidence: probes.slice(0, MAX_EVIDENCE).map((pair) => ({
      kind: 'flow',
      first: pair.first,
      last: pair.last,
      interfaceId: pair.interfaceId,
      source: pair.source ?? '-',
      sourcePort: pair.sourcePorts === 1 ? pair.lowestSourcePort : null,
      destination: pair.destination ?? '-',
      destinationPort: pair.destinationPorts === 1 ? pair.lowestDestinationPort : null,
      protocol: pair.protocol,
      tcpFlags: null,
      packets: pair.packets,
      bytes: pair.bytes,
      action: 'REJECT',
      rejectReason: pair.rejectReason,
      records: pair.records,
    })),
    nextCheck:
      'Nothing to do: these sources were never asked for anything. To see only your own hosts, ask again with `from 10.0.0.0/8` or your own block.',
    occurrence: {
      first,
      last,
      ongoing: completeUntil - last <= 300,
      connections: null,
      packets,
    },
  };
}
