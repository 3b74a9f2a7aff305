/** Lets a detector look at records in memory, by the way that scans and the watcher take. */
import { DEFAULT_DETECTION, type ThreatFeed } from '../../src/analyzers/detection/detecting.ts';
import type { Detector } from '../../src/analyzers/detection/detector.ts';
import type { Acquaintance, History, Observed, Sample } from '../../src/analyzers/detection/history.ts';
import { createMemoryEngine } from '../../src/backends/memory/memory-engine.ts';
import type { Finding } from '../../src/diagnosis/diagnosis.ts';
import { investigate } from '../../src/investigation/investigate.ts';
import type { NetworkWanted } from '../../src/investigation/source.ts';
import type { FlowLog } from '../../src/network/flow-log.ts';
import type { Network } from '../../src/network/network.ts';
import type { Request } from '../../src/query/request.ts';
import type { FlowRecord } from '../../src/record/record.ts';
import { ABOUT } from './about.ts';
import { NOW, request as requestOf } from './scope.ts';

interface Watched {
  readonly detector: Detector;
  readonly records: readonly FlowRecord[];
  /** The last hour before NOW, about nothing in particular, unless it is told. */
  readonly request?: Partial<Request>;
  readonly history?: History;
  readonly parameters?: unknown;
  readonly feeds?: readonly ThreatFeed[];
  /** As it is read over an API, where it is a function: no more than is wanted. */
  readonly network?: Network | ((wanted: NetworkWanted) => Network);
  readonly flowLogs?: readonly FlowLog[];
  readonly now?: number;
}

interface Found {
  /** Those at or above the threshold, the most severe first. */
  readonly fired: readonly Finding[];
  /** Those below it too. */
  readonly all: readonly Finding[];
  readonly observed: Observed;
  readonly notes: readonly string[];
}

export async function watched(parts: Watched): Promise<Found> {
  const { detector, records, request = {}, history = null, parameters = {}, feeds = [] } = parts;
  const { network, flowLogs = null, now = NOW } = parts;
  const samples: Observed['samples'][number][] = [];
  const acquaintances: Observed['acquaintances'][number][] = [];
  const { findings, completeness } = await investigate({
    request: requestOf({ text: 'scan', verb: 'scan', subjects: [], ...request }),
    analyzers: [detector],
    source: {
      name: 'test',
      about: ABOUT,
      engine: createMemoryEngine(records),
      flowLogSettings: async () => ({ flowLogs, notes: [] }),
      ...(network
        ? {
            network: async (wanted: NetworkWanted) => ({
              ...{ network: typeof network === 'function' ? network(wanted) : network },
              ...{ readAt: null, calls: 0, notes: [] },
            }),
          }
        : {}),
    },
    ...{ now, monotonic: () => 0, signal: new AbortController().signal },
    detecting: {
      settings: { ...DEFAULT_DETECTION, parameters: { [detector.id]: parameters }, feeds },
      history,
    },
    onObserved(observed) {
      samples.push(...observed.samples);
      acquaintances.push(...observed.acquaintances);
    },
    // A detector that finds nothing has nothing to say.
    conclude: (found) => ({ findings: found.length > 0 ? found : [NOTHING] }),
  });
  const failed = findings.find(({ confidence, detection }) => confidence === 0 && !detection);
  if (failed) throw new Error(failed.summary);
  const all = findings.filter(({ detection }) => detection);
  return {
    fired: all.filter(({ detection }) => (detection?.level ?? 0) >= 1),
    all,
    observed: { samples, acquaintances },
    notes: completeness.notes,
  };
}

const NOTHING: Finding = {
  verdict: 'detections',
  confidence: 1,
  summary: 'nothing',
  blocker: null,
  evidence: [],
  nextCheck: '',
};

/** A history that was written by hand: series by name, acquaintances by kind and key with a blank between them. */
export function remembered(parts: {
  readonly since?: number;
  readonly samples?: Readonly<Record<string, readonly Sample[]>>;
  readonly acquaintances?: Readonly<Record<string, Acquaintance>>;
}): History {
  const { since = NOW - 21 * 86_400, samples = {}, acquaintances = {} } = parts;
  return {
    since,
    samples: (series) => samples[series] ?? [],
    names: (prefix) => Object.keys(samples).filter((name) => name.startsWith(prefix)),
    acquaintance: (kind, key) => acquaintances[`${kind} ${key}`] ?? null,
  };
}
