/** The figures of one detector at one aggregation interval, beside those of the public rule. */
import { DETECTORS } from '../../../src/analyzers/detectors.ts';
import { DETECTIONS, type DetectorId } from '../../../src/diagnosis/detection.ts';
import { BEGINNING, type Plan, type Size } from './plan.ts';
import type { Outcome } from './run-setting.ts';
import { type Claim, type Score, scored } from './score.ts';
import { DAY } from './traffic/day.ts';
import type { Episode } from './watch/episodes.ts';

export interface Figures extends Score {
  /** Claims while nothing was wrong. */
  readonly onClean: readonly Claim[];
}

export interface Row {
  readonly detector: DetectorId;
  readonly isThere: boolean;
  readonly ours: Figures;
  readonly rule: Figures | null;
}

export interface Measurement {
  readonly aggregation: number;
  readonly outcome: Outcome;
  readonly rows: readonly Row[];
  readonly interfaceDays: number;
}

/** Of low severity is what stands in the digest: nobody's attention is asked for. */
function claimOf({ detector, subject, firedAt, lastAt, ...rest }: Episode): Claim & Partial<Episode> {
  // A network alone is no subject to compare: which other it talks with, and on which port, is what is claimed.
  const subjects = [subject.includes('/') ? `${subject} ${rest.class}` : subject];
  return { ...rest, detector, subjects, from: firedAt, until: lastAt };
}

export function measurementOf(aggregation: number, outcome: Outcome, plan: Plan, size: Size): Measurement {
  const { fleet, injections } = plan;
  const cleanStart = BEGINNING + size.learning * DAY;
  const cleanEnd = cleanStart + size.clean * DAY;
  const figures = (detector: DetectorId, claims: readonly Claim[], isByDay: boolean): Figures => {
    const isClean = ({ from }: Claim) => from > cleanStart && from <= cleanEnd;
    const attacked = claims.filter((claim) => claim.until > cleanEnd);
    const score = scored(detector, attacked, injections, fleet, isByDay);
    return { ...score, onClean: claims.filter(isClean) };
  };
  const rows = (Object.keys(DETECTIONS) as DetectorId[]).map((detector): Row => {
    const found = DETECTORS.find(({ id }) => id === detector);
    const ours = outcome.episodes.filter((episode) => episode.detector === detector).map(claimOf);
    const rule = outcome.rules[detector];
    return {
      detector,
      isThere: outcome.detectors.includes(detector),
      ours: figures(detector, ours, found?.pace === 'day'),
      // What RITA says of a day it says when that is over.
      rule: rule ? figures(detector, rule, detector === 'beacon') : null,
    };
  });
  return { aggregation, outcome, rows, interfaceDays: fleet.hosts.length * size.clean };
}
