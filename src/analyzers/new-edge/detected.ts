/** New talk between two of our networks, as a detection. */

import type { DetectionSubject } from '../../diagnosis/detection.ts';
import { MAX_EVIDENCE } from '../../diagnosis/evidence.ts';
import type { NetworkIndex } from '../../network/find/index-network.ts';
import { sumOf } from '../../query/sums.ts';
import { TCP } from '../../record/protocols.ts';
import { acceptedExchange } from '../detection/accepted-exchange.ts';
import type { Detected } from '../detection/detector.ts';
import { goesOn } from '../detection/goes-on.ts';
import type { Role } from '../detection/role.ts';
import { flowEvidence } from '../flow-evidence.ts';
import { partyLabel } from '../party.ts';
import { serviceText } from '../service-text.ts';
import type { Sighting } from '../sighting.ts';
import { type Edge, isSensitiveEdge } from './edge.ts';

interface Surroundings {
  readonly exchanges: readonly Sighting[];
  readonly network: NetworkIndex | null;
  readonly windowEnd: number;
  /** Fewer connections are somebody's single look. */
  readonly connections: number;
  /** How long it has been learned what is usual, days. */
  readonly learned: number;
}

function subjectOf({ text, name }: Role): DetectionSubject {
  return { kind: 'subnet', id: text, name };
}

function others(count: number): string {
  if (count === 0) return '';
  return count === 1 ? ' and one other host' : ` and ${count} other hosts`;
}

function evidenceOf(edges: readonly Edge[], exchanges: readonly Sighting[]) {
  const pairs = new Set(
    edges.flatMap(({ client, server }) => [`${client} ${server}`, `${server} ${client}`]),
  );
  return exchanges
    .filter(({ source, destination }) => pairs.has(`${source} ${destination}`))
    .slice(0, MAX_EVIDENCE)
    .sort((a, b) => a.first - b.first)
    .map(flowEvidence);
}

/** @param edges between the same two networks on the same port; at least one */
export function newEdge(
  edges: readonly [Edge, ...Edge[]],
  surroundings: Surroundings,
): Omit<Detected, 'benign'> {
  const { exchanges, network, windowEnd, learned } = surroundings;
  const [busiest] = edges;
  const { from, to, port, client, server } = busiest;
  const connections = sumOf(edges.map((edge) => edge.connections));
  const clients = new Set(edges.map((edge) => edge.client));
  const first = Math.min(...edges.map((edge) => edge.first));
  const last = Math.max(...edges.map((edge) => edge.last));
  const never = isSensitiveEdge(busiest)
    ? `${from.text} never talked to ${to.text} on this port`
    : `nothing in ${to.text} ever answered on this port`;
  return {
    subject: subjectOf(from),
    class: `tcp/${port} to ${to.text}`,
    severity: 'low',
    level: connections / surroundings.connections,
    size: clients.size,
    measured: {
      what: 'connections that were accepted',
      value: connections,
      unit: 'count',
      normal: 0,
      basis: `none in the ${learned} days since it is learned who talks to whom`,
    },
    ...{ first, last },
    unseen: ['Connections that were opened before the window are not among them.'],
    others: [...new Set(edges.map((edge) => edge.server))],
    ask: `records from ${client} to ${server} port ${port}`,
    confidence: 0.8,
    summary: `${partyLabel(network, client)}${others(clients.size - 1)} began to talk to ${partyLabel(network, server)} on ${serviceText(TCP, port)}: ${never} in ${learned} days`,
    evidence: evidenceOf(edges, exchanges),
    nextCheck: `Ask the owner of ${partyLabel(network, client)} whether it should: \`talk ${client}\` shows what else it does.`,
    packets: sumOf(edges.map(({ packets }) => packets)),
    ongoing: goesOn(last, windowEnd),
    exchange: acceptedExchange({
      ...{ client, server, port, network, protocol: TCP },
      sightings: exchanges,
      roleConfidence: 0.95,
    }),
  };
}
