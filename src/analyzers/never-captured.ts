/** Traffic that no flow log ever holds, whatever its settings: its absence says nothing. */

import type { Finding } from '../diagnosis/diagnosis.ts';
import { neverFiltered } from '../network/evaluate/never-filtered.ts';
import { holdersOf } from '../network/find/address-holder.ts';
import type { NetworkIndex } from '../network/find/index-network.ts';
import { type NeverLogged, neverLogged } from '../record/never-logged.ts';
import { UDP } from '../record/protocols.ts';

export interface CapturedQuestion {
  /** Null where only one end is asked about. */
  readonly source: string | null;
  readonly destination: string;
  readonly port: number | null;
  readonly protocol: number | null;
}

/** The resolver's address follows from the VPC's block, which the configuration has. */
function isResolver(
  { source, destination, port, protocol }: CapturedQuestion,
  network: NetworkIndex,
): boolean {
  const [holder] = source === null ? [] : holdersOf(network, source);
  const packet = {
    source: source ?? destination,
    destination,
    sourcePort: null,
    destinationPort: port,
    protocol: protocol ?? UDP,
    icmp: null,
  };
  return neverFiltered(network, packet, holder?.interface.vpcId ?? null) !== undefined;
}

function confidenceOf(entry: NeverLogged, question: CapturedQuestion, network: NetworkIndex | null): number {
  if (entry.certainty === 'certain') return 0.96;
  if (!network) return 0.75;
  return isResolver(question, network) ? 0.96 : 0;
}

/** Undefined where flow logs can hold it. */
export function neverCaptured(question: CapturedQuestion, network: NetworkIndex | null): Finding | undefined {
  const { source, destination, port, protocol } = question;
  const entry = neverLogged(source, destination, port, protocol);
  const confidence = entry ? confidenceOf(entry, question, network) : 0;
  if (!entry || confidence === 0) return undefined;
  return {
    verdict: 'not-captured',
    confidence,
    summary: `Flow logs never record traffic to ${destination} (${entry.what}), so its absence says nothing`,
    blocker: null,
    evidence: [
      { kind: 'absence', lookedFor: `traffic to ${destination}`, where: 'what flow logs can record' },
    ],
    nextCheck: entry.instead,
  };
}
