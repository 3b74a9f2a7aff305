/** What is said of a spike: how many were turned away, from which port, whether one source is most of it, and whether others get in. */

import { subjectWords } from '../../diagnosis/detection.ts';
import { MAX_EVIDENCE } from '../../diagnosis/evidence.ts';
import type { RowOf } from '../../query/flow-query.ts';
import { sumOf } from '../../query/sums.ts';
import type { Detected } from '../detection/detector.ts';
import { interfaceSubject } from '../detection/named-subject.ts';
import { trafficEvidence } from '../flow-evidence.ts';
import { serviceText } from '../service-text.ts';
import type { SpikeScope } from './parameters.ts';
import type { closerQueries, RejectedRow } from './queries.ts';
import type { Spike } from './spikes.ts';

type Closer = ReturnType<typeof closerQueries>;

export interface Closely {
  readonly rejected: readonly RejectedRow[];
  readonly acceptedPorts: readonly RowOf<Closer['acceptedPorts']>[];
  readonly busiest: readonly RowOf<Closer['busiest']>[];
}

/** One source with this share of the packets explains their number. */
const MOST_OF_IT = 0.5;
/** A port that so many reach is one that is offered. */
const OFFERED = 5;
/** Sources that reach the port which the rejected ones want. */
function admittedBy({ acceptedPorts }: Closely, { series, wanted }: Spike): number {
  const accepted = acceptedPorts.find(
    (row) =>
      row.interfaceId === series.interfaceId &&
      row.port === wanted?.port &&
      row.protocol === wanted?.protocol,
  );
  return accepted?.sources ?? 0;
}

function shareOfFirst(closely: Closely, interfaceId: string): { source: string; share: number } | undefined {
  const all = sumOf(closely.rejected.flatMap((row) => (row.interfaceId === interfaceId ? row.packets : [])));
  const sources = new Map<string, number>();
  for (const row of closely.busiest) {
    if (row.interfaceId !== interfaceId || row.source === null) continue;
    sources.set(row.source, row.packets + (sources.get(row.source) ?? 0));
  }
  const [first] = [...sources].sort(([, a], [, b]) => b - a);
  return first && all > 0 ? { source: first[0], share: first[1] / all } : undefined;
}

function firstSourceText(closely: Closely, interfaceId: string): string {
  const first = shareOfFirst(closely, interfaceId);
  if (!first) return '';
  const percent = Math.round(100 * first.share);
  return first.share >= MOST_OF_IT
    ? `; ${percent} % of the packets are a scan by ${first.source} alone`
    : `; the busiest, ${first.source}, sent ${percent} % of the packets`;
}

export function detectionOf(spike: Spike, closely: Closely, scope: SpikeScope): Omit<Detected, 'benign'> {
  const { series, peak, from, to, level, isOpen, wanted } = spike;
  const { interfaceId, width, samples } = series;
  const subject = interfaceSubject(interfaceId, scope.network);
  const admitted = admittedBy(closely, spike);
  const isOffered = admitted >= OFFERED;
  const minutes = width / 60;
  const normal = peak.normal === null ? null : Math.round(peak.normal);
  const own = closely.busiest.filter((row) => row.interfaceId === interfaceId);
  const first = samples[from]?.at ?? peak.at;
  const last = (samples[to]?.at ?? peak.at) + width;
  const inSpell = closely.rejected.filter(
    (row) => row.interfaceId === interfaceId && row.at !== null && row.at >= first && row.at < last,
  );
  const service = wanted && serviceText(wanted.protocol, wanted.port);
  const ask = `reject ${interfaceId}${wanted ? ` port ${wanted.port}` : ''}`;
  return {
    subject,
    class: '',
    severity: isOffered ? 'high' : 'medium',
    level,
    size: peak.value,
    measured: {
      what: `distinct rejected sources in ${minutes} minutes`,
      ...{ value: peak.value, unit: 'count', normal, basis: peak.basis },
    },
    ...{ first, last, ask },
    packets: sumOf(inSpell.map(({ packets }) => packets)),
    ongoing: isOpen,
    unseen: [],
    others: [...new Set(own.flatMap(({ source }) => source ?? []))],
    confidence: peak.normal === null ? 0.6 : scope.detecting.history ? 0.85 : 0.7,
    summary: `${subjectWords(subject)} turned away ${peak.value.toLocaleString('en')} sources in ${minutes} minutes${
      normal === null ? '' : `, where ${normal.toLocaleString('en')} are normal`
    }${service ? `, most of them at ${service}${isOffered ? `, which ${admitted.toLocaleString('en')} others reach` : ''}` : ''}${firstSourceText(closely, interfaceId)}`,
    evidence: own
      .slice(0, MAX_EVIDENCE)
      .map(({ port, ...row }) =>
        trafficEvidence({ ...row, interfaceId, destinationPort: port, action: 'REJECT' }),
      ),
    nextCheck: isOffered
      ? `See which rule turns them away while others get in: \`${ask}\`.`
      : `See who they are and which rule turns them away: \`${ask}\`.`,
  };
}
