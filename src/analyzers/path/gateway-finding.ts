/** A path's finding with what transit gateways on the way recorded: where packets are lost and why, or how far they were seen. */
import type { Blocker, Finding } from '../../diagnosis/diagnosis.ts';
import { type Evidence, MAX_EVIDENCE } from '../../diagnosis/evidence.ts';
import type { Verdict } from '../../diagnosis/verdict.ts';
import type { NetworkIndex } from '../../network/find/index-network.ts';
import { partyLabel } from '../party.ts';
import { serviceText } from '../service-text.ts';
import { type GatewayLeg, type GatewayRow, type Lost, lostAtGateways } from './gateway-records.ts';
import { beyondCheck, lossCheck, lossReason, lossSentence, passedSentence } from './gateway-words.ts';

export interface GatewayFacts {
  readonly legs: readonly GatewayLeg[];
  readonly network: NetworkIndex | null;
}

/** Packets that a gateway counts as lost are no inference. What follows from it is: that this is why connections fail. */
const CONFIDENCE = 0.95;
/** Where it is a part of the packets only: connections work nevertheless, or something else may stop the others. */
const IN_PART = 0.75;
const MOSTLY = 0.5;
/** So little is lost of what works that it is not the answer: routes that change lose a packet or two. */
const HARDLY = 0.01;

/** Verdicts of paths on which something is lost without a trace at the interfaces, or whose other end is not seen. */
const UNEXPLAINED: ReadonlySet<Verdict> = new Set([
  'lost-in-path',
  'return-path-lost',
  'not-logged',
  'no-reply',
  'no-records',
  'logs-incomplete',
]);

function verdictOf({ loss, leg }: Lost): Verdict {
  if (loss === 'noRoute' || loss === 'blackhole') return 'no-route';
  return leg === 'request' ? 'lost-in-path' : 'return-path-lost';
}

function rowEvidence(row: GatewayRow): Evidence {
  return {
    kind: 'flow',
    first: row.first,
    last: row.last,
    interfaceId: row.attachment,
    source: row.source ?? '-',
    sourcePort: row.srcPort,
    destination: row.destination ?? '-',
    destinationPort: row.dstPort,
    protocol: row.protocol,
    tcpFlags: null,
    packets: row.packets,
    bytes: row.bytes,
    action: null,
    rejectReason: null,
    records: row.records,
  };
}

/** A route table of the gateway's stops it, though records do not say which. */
function blockerOf(lost: Lost, destination: string): Blocker | null {
  if (lost.loss !== 'noRoute' && lost.loss !== 'blackhole') return null;
  const because = `of the transit gateway: ${lossReason(lost, destination)}`;
  return { kind: 'route-table', id: null, direction: 'outbound', because };
}

function lossFinding(lost: Lost, { network }: GatewayFacts, confidence: number): Finding {
  const [worst] = lost.rows;
  const [source, destination] = [worst?.source ?? '-', worst?.destination ?? '-'];
  const port = (lost.leg === 'request' ? worst?.dstPort : worst?.srcPort) ?? null;
  const service = serviceText(worst?.protocol ?? null, port);
  const [from, to] = [partyLabel(network, source), partyLabel(network, destination)];
  return {
    verdict: verdictOf(lost),
    confidence,
    summary: lossSentence(lost, from, to, service),
    blocker: blockerOf(lost, destination),
    evidence: lost.rows.slice(0, MAX_EVIDENCE).map(rowEvidence),
    nextCheck: lossCheck(lost, source, destination),
  };
}

/** Where the gateways saw the direction that is missing last, and how much of it there. */
function lastSeen(
  legs: readonly GatewayLeg[],
  verdict: Verdict,
): { readonly row: GatewayRow; readonly packets: number } | undefined {
  const wanted = verdict === 'return-path-lost' ? 'reply' : 'request';
  const rows = legs.find(({ leg }) => leg === wanted)?.rows ?? [];
  const row = rows.reduce<GatewayRow | undefined>(
    (latest, row) => ((row.last ?? 0) > (latest?.last ?? -1) ? row : latest),
    undefined,
  );
  const there = rows.filter(({ attachment }) => attachment === row?.attachment);
  return row && { row, packets: there.reduce((total, { packets }) => total + packets, 0) };
}

/** That a gateway counts nothing lost says where to look no further, and never that nothing is lost. */
function withPassage(finding: Finding, legs: readonly GatewayLeg[]): Finding {
  const seen = UNEXPLAINED.has(finding.verdict) ? lastSeen(legs, finding.verdict) : undefined;
  if (!seen) return finding;
  const { row, packets } = seen;
  return {
    ...finding,
    summary: `${finding.summary}; ${passedSentence(row, packets)}`,
    evidence: [...finding.evidence.slice(0, MAX_EVIDENCE - 1), rowEvidence(row)],
    nextCheck: beyondCheck(row) ?? finding.nextCheck,
  };
}

/** @param path what the interfaces' own records say of the path */
export function withGateways(path: Finding, facts: GatewayFacts): readonly Finding[] {
  const [lost, ...others] = lostAtGateways(facts.legs);
  if (!lost) return [withPassage(path, facts.legs)];
  const explains = UNEXPLAINED.has(path.verdict) || path.verdict === 'no-route';
  const { exchange, steps, occurrence } = path;
  const seen = {
    ...(exchange ? { exchange } : {}),
    ...(steps ? { steps } : {}),
    ...(occurrence ? { occurrence } : {}),
  };
  const isMost = lost.packets >= MOSTLY * lost.of;
  const found = lossFinding(lost, facts, explains && isMost ? CONFIDENCE : IN_PART);
  const evidence = [...found.evidence.slice(0, 3), ...path.evidence].slice(0, MAX_EVIDENCE);
  const rest = others.map((one) => lossFinding(one, facts, IN_PART));
  if (explains) return [{ ...found, ...seen, evidence }, ...rest];
  // Small packets pass where large ones are lost, so that connections open and then hang.
  const isTelling = lost.loss === 'tooLarge' || lost.packets > HARDLY * (lost.packets + lost.of);
  if (!isTelling) return [path, found, ...rest];
  // That the network is not the cause is then not true.
  return [{ ...found, ...seen, evidence }, ...(path.verdict === 'app-level' ? [] : [path]), ...rest];
}
