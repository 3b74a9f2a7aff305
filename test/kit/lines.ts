/** Flow log lines of web-1 (10.0.1.5, eni-0web) and db-1 (10.0.2.9, eni-0db), written as a person would, and questions about them. */
import { createMemoryEngine } from '../../src/backends/memory/memory-engine.ts';
import { answer, understand } from '../../src/commands/answer.ts';
import type { Diagnosis } from '../../src/diagnosis/diagnosis.ts';
import type { FlowLog } from '../../src/network/flow-log.ts';
import type { Network } from '../../src/network/network.ts';
import { parseText } from '../../src/record/parse-lines.ts';
import { ABOUT } from './about.ts';
import { NOW } from './scope.ts';

const HEADER =
  'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status subnet-id tcp-flags flow-direction reject-reason';

interface Line {
  readonly at: 'eni-0web' | 'eni-0db' | 'eni-0other';
  readonly from: string;
  readonly to: string;
  readonly action?: 'ACCEPT' | 'REJECT';
  readonly flags?: number;
  readonly packets?: number;
  readonly bytes?: number;
  /** Seconds before NOW. */
  readonly ago?: number;
  /** Seconds that it lasts. */
  readonly lasts?: number;
  readonly reason?: string;
}

const SUBNETS = { 'eni-0web': 'subnet-0web', 'eni-0db': 'subnet-0db', 'eni-0other': 'subnet-0other' };
const OWN = { 'eni-0web': '10.0.1.5', 'eni-0db': '10.0.2.9', 'eni-0other': '10.0.3.3' };

/** `from` and `to` are `address:port`. */
export function line(parts: Line): string {
  const {
    at,
    from,
    to,
    action = 'ACCEPT',
    flags = 0,
    packets = 4,
    ago = 1200,
    lasts = 30,
    reason = '-',
  } = parts;
  const { bytes = packets * 60 } = parts;
  const [source = '', sourcePort = ''] = from.split(':');
  const [destination = '', destinationPort = ''] = to.split(':');
  const way = source === OWN[at] ? 'egress' : 'ingress';
  return `8 1 ${at} ${source} ${destination} ${sourcePort} ${destinationPort} 6 ${packets} ${bytes} ${NOW - ago} ${NOW - ago + lasts} ${action} OK ${SUBNETS[at]} ${flags} ${way} ${reason}`;
}

export function nodata(at: keyof typeof OWN, status: 'NODATA' | 'SKIPDATA' = 'NODATA', ago = 600): string {
  return `8 1 ${at} - - - - - - - ${NOW - ago} ${NOW - ago + 60} - ${status} ${SUBNETS[at]} - - -`;
}

/** Other traffic of both hosts, up to five minutes ago, so that both are seen to be logged. */
export const OTHERS: readonly string[] = ['eni-0web' as const, 'eni-0db' as const].flatMap((at) => [
  line({ at, from: '10.0.3.3:40000', to: `${OWN[at]}:22`, flags: 2, ago: 3000 }),
  line({ at, from: `${OWN[at]}:22`, to: '10.0.3.3:40000', flags: 18, ago: 3000 }),
  line({ at, from: '10.0.3.3:40001', to: `${OWN[at]}:22`, flags: 2, ago: 400 }),
  line({ at, from: `${OWN[at]}:22`, to: '10.0.3.3:40001', flags: 18, ago: 400 }),
]);

export interface Known {
  readonly network?: Network;
  readonly flowLogs?: readonly FlowLog[];
}

/** Asks as a person types it, at NOW. */
export async function diagnosed(
  question: string,
  lines: readonly string[],
  { network, flowLogs }: Known = {},
): Promise<Diagnosis> {
  const { records, malformed } = parseText([HEADER, ...lines].join('\n'), { file: 'test' });
  if (malformed.count > 0) throw new TypeError(JSON.stringify(malformed.samples));
  const reading = network && { network, readAt: NOW, calls: 0, notes: [] };
  const found = await answer(understand(question, { now: NOW, timeZone: 'UTC' }), {
    now: NOW,
    monotonic: () => 0,
    sources: [
      {
        name: 'test',
        about: ABOUT,
        engine: createMemoryEngine(records),
        flowLogSettings: async () => ({ flowLogs: flowLogs ?? null, notes: [] }),
        ...(reading ? { network: async () => reading } : {}),
      },
    ],
    signal: new AbortController().signal,
  });
  if (found.kind !== 'diagnosis') throw new TypeError(JSON.stringify(found));
  return found.diagnosis;
}
