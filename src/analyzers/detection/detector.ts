/** What a detector is: an analyzer that says what it found as detections, with its parameters, its source, and what keeps it quiet. */
import type { z } from 'zod';
import {
  ALERT_SEVERITIES,
  DETECTOR_IDS,
  type Detection,
  type DetectionSubject,
  type DetectorId,
  MAX_OTHERS,
} from '../../diagnosis/detection.ts';
import type { Finding } from '../../diagnosis/diagnosis.ts';
import { type Evidence, MAX_EVIDENCE } from '../../diagnosis/evidence.ts';
import type { FlowQuery, RowOf } from '../../query/flow-query.ts';
import { type Analyzer, defineAnalyzer, type Scope } from '../analyzer.ts';
import { insideBlocks } from '../subject.ts';
import { DEFAULT_DETECTION, type Detecting, type ThreatFeed } from './detecting.ts';
import { NOTHING_OBSERVED, type Observed } from './history.ts';
import { raisedBy } from './raised.ts';

type Needs = Readonly<Record<string, FlowQuery<unknown>>>;
type RowsOf<N> = {
  readonly [K in keyof N]: { readonly rows: readonly RowOf<N[K]>[]; readonly cutOff: boolean };
};

/** What is asked, with what this detector is set to. */
export interface DetectorScope<P> extends Scope {
  readonly detecting: Detecting;
  readonly parameters: P;
}

/** A detection, and what a reader needs to believe it. */
export interface Detected extends Detection, Partial<Pick<Finding, 'blocker' | 'exchange' | 'steps'>> {
  /** 0 to 1, calibrated. */
  readonly confidence: number;
  /** One sentence that a tired engineer understands: what, and since when it is unlike normal. */
  readonly summary: string;
  readonly evidence: readonly Evidence[];
  /** The one next check, as a command or a console path where there is one. */
  readonly nextCheck: string;
  readonly packets: number;
  /** Seen in the newest part of what was delivered. */
  readonly ongoing: boolean;
}

export interface Detections {
  readonly found: readonly Omit<Detected, 'benign'>[];
  readonly observed?: Observed;
  /** What a reader should know about what it could not do, for the small print. */
  readonly notes?: readonly string[];
}

interface DetectorGuide {
  readonly id: DetectorId;
  readonly title: string;
  readonly summary: string;
  /** Where its rule and its thresholds come from. */
  readonly basis: string;
  /** What keeps it quiet as long as nothing is wrong. */
  readonly quietBy: string;
  /** Why what it finds may be harmless after all, and how to see that. */
  readonly benign: string;
  /** `round`: it looks at the last hour in every round. `day`: it needs a day of records, and looks at them from time to time. */
  readonly pace: 'round' | 'day';
  /** Whether what it finds is told at once, because its own evidence confirms it, or when two of three rounds found it. */
  readonly confirmed: 'at-once' | 'two-of-three';
}

export interface Detector extends Analyzer, DetectorGuide {
  readonly id: DetectorId;
  /** Its parameters with their defaults, as the configuration may set them. */
  readonly parameters: z.ZodObject;
}

interface Definition<S extends z.ZodObject, N extends Needs, F extends Needs> extends DetectorGuide {
  /** Every one has a default. */
  readonly parameters: S;
  needs(scope: DetectorScope<z.infer<S>>): N;
  follow?(rows: RowsOf<N>, scope: DetectorScope<z.infer<S>>): F;
  /** Network interfaces whose configuration decides what is found, beside those that were found. */
  concerned?(rows: RowsOf<N> & RowsOf<F>, scope: DetectorScope<z.infer<S>>): readonly string[];
  /** Public addresses whose country and network the detections tell. */
  strangers?(rows: RowsOf<N> & RowsOf<F>, scope: DetectorScope<z.infer<S>>): readonly string[];
  /** Called once to see whose configuration is needed, and again with it. */
  detect(rows: RowsOf<N> & RowsOf<F>, scope: DetectorScope<z.infer<S>>): Detections;
}

function severityRank(finding: Finding): number {
  return finding.detection ? ALERT_SEVERITIES.indexOf(finding.detection.severity) : ALERT_SEVERITIES.length;
}

const ORDER: readonly string[] = DETECTOR_IDS;

/**
 * The most severe first, then in the order of the detectors, since thresholds of two of them do not compare, then the furthest above its
 * threshold; what is no detection comes last.
 */
export function bySeverity(a: Finding, b: Finding): number {
  return (
    severityRank(a) - severityRank(b) ||
    ORDER.indexOf(a.detector ?? '') - ORDER.indexOf(b.detector ?? '') ||
    (b.detection?.level ?? 0) - (a.detection?.level ?? 0)
  );
}

function findingOf(
  { id, benign }: Pick<DetectorGuide, 'id' | 'benign'>,
  detected: Omit<Detected, 'benign'>,
  feeds: readonly ThreatFeed[],
): Finding {
  const { confidence, summary, evidence, nextCheck, packets, ongoing, ...rest } = detected;
  const { blocker = null, exchange, steps, ...detection } = rest;
  const { first, last, others } = detection;
  const { severity, because } = raisedBy(feeds, id, detection);
  return {
    verdict: 'detections',
    confidence,
    summary: because === null ? summary : `${summary}; ${because}`,
    blocker,
    evidence: evidence.slice(0, MAX_EVIDENCE),
    nextCheck,
    ...(exchange ? { exchange } : {}),
    ...(steps ? { steps } : {}),
    occurrence: { first, last, ongoing, connections: null, packets },
    detector: id,
    detection: { ...detection, severity, benign, others: others.slice(0, MAX_OTHERS) },
  };
}

/** Infers rows and parameters from what is declared. */
export function defineDetector<
  S extends z.ZodObject,
  N extends Needs,
  F extends Needs = Record<never, never>,
>(definition: Definition<S, N, F>): Detector {
  const { id, parameters, benign, basis, quietBy, pace, confirmed, title, summary } = definition;

  function scoped(scope: Scope): DetectorScope<z.infer<S>> {
    const { settings, home, history } = scope.detecting ?? {
      settings: DEFAULT_DETECTION,
      home: insideBlocks(scope.request),
      history: null,
    };
    return {
      ...scope,
      detecting: { settings, home, history },
      parameters: parameters.parse(settings.parameters[id] ?? {}),
    };
  }

  const analyzer = defineAnalyzer<N, F>({
    id,
    title,
    summary,
    needs: (scope) => definition.needs(scoped(scope)),
    follow: (rows, scope) => definition.follow?.(rows, scoped(scope)) ?? ({} as F),
    ends(rows, scope) {
      const { found } = definition.detect(rows, scoped(scope));
      const subjects = found.map(({ subject }) => subject);
      const parties = found.flatMap(({ exchange }) =>
        exchange ? [exchange.initiator, exchange.responder] : [],
      );
      const ofKind = (wanted: DetectionSubject['kind']) =>
        subjects.flatMap(({ kind, id }) => (kind === wanted ? [id] : []));
      return {
        addresses: [...ofKind('address'), ...parties.map(({ address }) => address)],
        interfaceIds: [
          ...ofKind('network-interface'),
          ...(definition.concerned?.(rows, scoped(scope)) ?? []),
          ...parties.flatMap(({ interfaceId }) => interfaceId ?? []),
        ],
      };
    },
    ...(definition.strangers
      ? {
          strangers: (rows: RowsOf<N> & RowsOf<F>, scope: Scope) =>
            definition.strangers?.(rows, scoped(scope)) ?? [],
        }
      : {}),
    analyze(rows, scope) {
      const whole = scoped(scope);
      const { found, observed = NOTHING_OBSERVED, notes = [] } = definition.detect(rows, whole);
      const { feeds } = whole.detecting.settings;
      return {
        findings: found.map((detected) => findingOf(definition, detected, feeds)).sort(bySeverity),
        observed,
        ...(notes.length > 0 ? { notes } : {}),
      };
    },
  });
  return { ...analyzer, id, parameters, benign, basis, quietBy, pace, confirmed, title, summary };
}
