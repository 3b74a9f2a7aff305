/**
 * What is normal for a series of counts at one hour: of the hour of the week once two weeks are known, of the hour of the day before that, of all
 * hours on the first days, and nothing at all while it is still being learned. Hours of the week are drawn towards the hour of the day, as few
 * weeks tell little of one hour.
 */
import type { Sample } from './history.ts';
import { type CountLaw, robustLaw, tailOf } from './negative-binomial.ts';
import { median } from './order-statistics.ts';

const HOUR = 3600;
const DAY = 86_400;
const WEEK = 7 * DAY;
const HOURLY_FROM = 3 * DAY;
const WEEKLY_FROM = 14 * DAY;
/** The measured law of all hours was fitted to two days; with less than one it does not know the night from the day. */
const POOLED_FROM = 0.9 * DAY;
/** Fewer say nothing about their spread. */
const FEWEST = 24;
/** The hour before and the hour after: rhythms are not exact. */
const AROUND = HOUR;
/** So many weeks of one hour of the week weigh as much as the hour of the day. */
const WEEKS_FOR_HALF = 2;

export interface Baseline {
  readonly law: CountLaw;
  readonly median: number;
  /** As a reader is told: `median of this hour of the week over 21 days`. */
  readonly basis: string;
}

/** How far apart two times are within a rhythm. */
function apart(a: number, b: number, period: number): number {
  const gap = (((a - b) % period) + period) % period;
  return Math.min(gap, period - gap);
}

interface Alike {
  readonly values: readonly number[];
  /** As a reader is told: `this hour of the week over 21 days`. */
  readonly basis: string;
}

function alikeIn(samples: readonly Sample[], at: number, period: number, basis: string): Alike {
  const near = samples.filter((sample) => apart(sample.at, at, period) <= AROUND);
  return { values: near.map(({ value }) => value), basis };
}

/**
 * The samples that tell what to expect at a time, the narrower first: of its hour of the week, of its hour of the day, of all hours, as far as
 * they reach back for that. Empty while there is too little to say what is normal.
 *
 * @param samples of complete slots, the oldest first, with the zeros; those from `at` on do not count
 * @param at seconds since the epoch
 */
export function alike(samples: readonly Sample[], at: number): readonly Alike[] {
  const before = samples.filter((sample) => sample.at < at);
  const span = at - (before[0]?.at ?? at);
  const days = Math.round(span / DAY);
  return [
    ...(span >= WEEKLY_FROM ? [alikeIn(before, at, WEEK, `this hour of the week over ${days} days`)] : []),
    ...(span >= HOURLY_FROM ? [alikeIn(before, at, DAY, `this hour of the day over ${days} days`)] : []),
    ...(span >= POOLED_FROM
      ? [
          {
            values: before.map(({ value }) => value),
            basis: `the ${days <= 1 ? '24 hours' : `${days} days`} before`,
          },
        ]
      : []),
  ];
}

function pooled(values: readonly number[], basis: string): Baseline | null {
  return values.length < FEWEST ? null : { law: robustLaw(values), median: median(values), basis };
}

/** Of all samples alike, whatever their hour; null of too few. */
export function pooledBaseline(samples: readonly Sample[], basis: string): Baseline | null {
  return pooled(
    samples.map(({ value }) => value),
    basis,
  );
}

function drawnTowards(week: Baseline, day: Baseline, weeks: number): Baseline {
  const share = weeks / (weeks + WEEKS_FOR_HALF);
  const mix = (a: number, b: number) => share * a + (1 - share) * b;
  return {
    law: {
      mean: mix(week.law.mean, day.law.mean),
      variance: mix(week.law.variance, day.law.variance),
    },
    median: mix(week.median, day.median),
    basis: week.basis,
  };
}

/** As `alike`; null while there is too little to say what is normal. */
export function baselineAt(samples: readonly Sample[], at: number): Baseline | null {
  const laws = alike(samples, at).flatMap(({ values, basis }) => pooled(values, `median of ${basis}`) ?? []);
  const [narrow, wider, widest] = laws;
  const weeks = (at - (samples[0]?.at ?? at)) / WEEK;
  return narrow && wider && widest ? drawnTowards(narrow, wider, weeks) : (narrow ?? null);
}

export interface CountThresholds {
  /** Fewer are never unusual. */
  readonly minimum: number;
  /** So many times what is normal at least. */
  readonly factor: number;
  /** The chance of as many or more must be below this. */
  readonly chance: number;
  /** While it is learned what is normal, so many at least. */
  readonly learningMinimum: number;
}

export interface Judged {
  /** 1 and above: over every threshold. */
  readonly level: number;
  /** The same without the chance: whether it is much, if not surely more than chance. */
  readonly much: number;
  /** The chance of as many or more; 1 while nothing is known. */
  readonly chance: number;
  readonly normal: number | null;
  readonly basis: string;
}

/** How far a chance is below a threshold, as a level. */
export function levelOfChance(chance: number, threshold: number): number {
  return Math.log(Math.max(chance, Number.MIN_VALUE)) / Math.log(threshold);
}

/** How far a count is above what is normal, measured by the threshold that it passes least. */
export function judgeCount(count: number, baseline: Baseline | null, set: CountThresholds): Judged {
  if (!baseline)
    return {
      level: count / set.learningMinimum,
      much: count / set.learningMinimum,
      chance: 1,
      normal: null,
      basis: `fixed minimum of ${set.learningMinimum}: what is normal here is still being learned`,
    };
  const chance = tailOf(count, baseline.law);
  const normal = Math.max(baseline.median, baseline.law.mean);
  const much = Math.min(
    count / set.minimum,
    normal === 0 ? Number.POSITIVE_INFINITY : count / (set.factor * normal),
  );
  const level = Math.min(much, levelOfChance(chance, set.chance));
  return { level, much, chance, normal: baseline.median, basis: baseline.basis };
}
