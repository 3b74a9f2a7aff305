/** Lets detectors look at one window of a source, within what the watcher may scan. */
import type { Detecting } from '../analyzers/detection/detecting.ts';
import type { Detector } from '../analyzers/detection/detector.ts';
import type { Observed } from '../analyzers/detection/history.ts';
import type { DetectorId } from '../diagnosis/detection.ts';
import type { Finding } from '../diagnosis/diagnosis.ts';
import type { Overspend } from '../diagnosis/overspend.ts';
import type { Spending } from '../investigation/question-spending.ts';
import type { Source } from '../investigation/source.ts';
import { investigateWithin } from '../investigation/within-budgets.ts';
import type { Observer } from '../query/observer.ts';
import { SourceError } from '../query/source-error.ts';
import { sumOf } from '../query/sums.ts';
import type { Window } from '../query/window.ts';
import type { AddressLookup } from '../record/address-facts.ts';

/** As whom the watcher asks: its queries take turns with those of people, and are counted as its own. */
export const WATCHER = 'watcher';

export interface Examination {
  readonly source: Source;
  readonly detectors: readonly Detector[];
  readonly window: Window;
  readonly detecting: Detecting;
  readonly spending: Spending;
  /** Milliseconds of a clock that only goes forward. */
  readonly monotonic: () => number;
  readonly signal: AbortSignal;
  readonly lookUp?: AddressLookup | undefined;
  /** Hears of what is done. */
  readonly observer?: Observer | undefined;
}

export interface Examined {
  /** Those with a detection. */
  readonly findings: readonly Finding[];
  readonly ran: readonly DetectorId[];
  readonly failed: readonly { readonly detector: DetectorId; readonly because: string }[];
  readonly observed: readonly Observed[];
  readonly bytes: number;
  /** It was not run, since it would have passed the budget. */
  readonly overspend: Overspend | null;
}

export const NOT_EXAMINED: Examined = {
  ...{ findings: [], ran: [], failed: [], observed: [], bytes: 0, overspend: null },
};

/** An investigation comes to something; what is not found needs no words here. */
const QUIET: Finding = {
  verdict: 'detections',
  confidence: 1,
  summary: '',
  blocker: null,
  evidence: [],
  nextCheck: '',
};

async function examined({ detectors, window, detecting, ...rest }: Examination): Promise<Examined> {
  if (detectors.length === 0) return NOT_EXAMINED;
  const { source, spending, monotonic, signal, lookUp, observer } = rest;
  const observed: Observed[] = [];
  const outcome = await investigateWithin(
    {
      request: { text: 'scan', verb: 'scan', subjects: [], window },
      analyzers: detectors,
      now: window.end,
      ...{ source, monotonic, signal, asker: WATCHER, detecting, observer },
      ...(lookUp ? { lookUp } : {}),
      conclude: (findings) => ({ findings: findings.length > 0 ? findings : [QUIET] }),
      onObserved: (one) => observed.push(one),
    },
    spending,
  );
  if (outcome.kind === 'stopped') throw new TypeError('nobody was asked, and somebody stopped it');
  if (outcome.kind === 'over-budget') return { ...NOT_EXAMINED, overspend: outcome.overspend };
  const { findings, cost } = outcome.diagnosis;
  const failed = findings.flatMap(({ detector, detection, summary }) =>
    detector && !detection ? [{ detector, because: summary }] : [],
  );
  return {
    findings: findings.filter(({ detection }) => detection !== undefined),
    ran: detectors.map(({ id }) => id).filter((id) => !failed.some(({ detector }) => detector === id)),
    ...{ failed, observed, bytes: cost.bytesScanned ?? 0, overspend: null },
  };
}

/** An error of a query, not of the source: another detector’s query may be answered. */
const OF_ONE_QUERY = 'rejected-query';

function together(parts: readonly Examined[]): Examined {
  return {
    findings: parts.flatMap(({ findings }) => findings),
    ran: parts.flatMap(({ ran }) => ran),
    failed: parts.flatMap(({ failed }) => failed),
    observed: parts.flatMap(({ observed }) => observed),
    bytes: sumOf(parts.map(({ bytes }) => bytes)),
    overspend: parts.find(({ overspend }) => overspend)?.overspend ?? null,
  };
}

/**
 * All at once, so that they share queries; each alone where one of them is refused by the source.
 *
 * @throws SourceError when the source cannot be asked at all; the signal's reason
 */
export async function examine(examination: Examination): Promise<Examined> {
  try {
    return await examined(examination);
  } catch (error) {
    const { detectors } = examination;
    if (!(error instanceof SourceError) || error.code !== OF_ONE_QUERY || detectors.length < 2) throw error;
    const parts: Examined[] = [];
    for (const detector of detectors) {
      try {
        parts.push(await examined({ ...examination, detectors: [detector] }));
      } catch (alone) {
        if (!(alone instanceof SourceError)) throw alone;
        parts.push({ ...NOT_EXAMINED, failed: [{ detector: detector.id, because: alone.message }] });
      }
    }
    if (parts.every(({ ran }) => ran.length === 0)) throw error;
    return together(parts);
  }
}
