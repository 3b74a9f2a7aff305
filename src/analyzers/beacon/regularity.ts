/**
 * How regular a series of starts is: how much better a clock explains the times between them than chance does. The clock is a renewal process
 * whose intervals have a gamma distribution (shape k: 1 is chance, 12 a period of ± 50 %, more is steadier), and of whose beats a share is missed,
 * so that an interval may be two or three of them; chance is a Poisson process. Both are fitted by likelihood. Folding intervals by the nearest
 * multiple of a period instead makes chance look regular: exponential intervals, folded, have a shape of 5 in the median.
 *
 * Where there are bursts, both are judged by what is longer than a burst alone as well, of which chance has as much as ever: it has no memory.
 *
 * Records tell whole seconds. A busy crowd has a connection in nearly each of them, and what is one second apart by rounding alone must not pass for
 * a clock: both are judged by what is left of them in whole seconds.
 */

import { sumOf } from '../../query/sums.ts';
import { byKey } from '../detection/by-key.ts';
import { logGamma } from '../detection/incomplete-beta.ts';
import { type Intervals, looksAt, meanOf } from './intervals.ts';

export interface Regularity {
  /** The logarithm of the likelihood ratio of a clock to chance. */
  readonly ratio: number;
  /** The gamma shape. */
  readonly shape: number;
  /** Seconds. */
  readonly period: number;
  /** The share of beats that were missed. */
  readonly missed: number;
}

const SHAPES = [1.5, 2.5, 4, 6, 9, 14, 25, 50, 120];
const MISSED = [0, 0.1, 0.2, 0.35];
/** Around the mean, since the likeliest period lies near it. */
const PERIODS = [0.8, 0.9, 1, 1.1, 1.25];
/** So many beats may be missed in a row. */
const MOST_MISSED = 3;
/** Of exponential intervals three quarters are below it, of those of a clock none. */
const CHANCE_SHAPE = 1.3;

/** The gamma shape of the intervals as they are (Minka, "Estimating a Gamma distribution", 2002). */
function plainShape(mean: number, meanLog: number): number {
  const spread = Math.log(mean) - meanLog;
  if (spread <= 0) return Number.POSITIVE_INFINITY;
  return (3 - spread + Math.sqrt((spread - 3) ** 2 + 24 * spread)) / (12 * spread);
}

/** The variance of a time between two moments of which whole seconds are told: of the difference of two that are evenly spread over one. */
const ROUNDING = 1 / 6;

/** The gamma shape of so many beats together as whole seconds show them. */
function shownShape(beats: number, period: number, shape: number): number {
  return (beats * period) ** 2 / ((beats * period ** 2) / shape + ROUNDING);
}

interface Interval {
  readonly length: number;
  readonly log: number;
  /** So many are as long. */
  readonly times: number;
}

function interval(length: number, times: number): Interval {
  return { length, log: Math.log(length), times };
}

function counted(lengths: readonly number[]): readonly Interval[] {
  return [...byKey(lengths, String).values()].map((alike) => interval(alike[0] ?? 0, alike.length));
}

/** Of what is steady enough to be called a clock, too little is left out to matter where the period is longer than rounding. Seconds. */
const SHORT_PERIOD = 10;
/** Up to so many periods there are intervals worth a thought. */
const MOST_PERIODS = 4 * MOST_MISSED;

/** The logarithm of the density of an interval under a clock. */
function clockDensity(period: number, shape: number, missed: number): (of: Interval) => number {
  const beats = Array.from({ length: missed === 0 ? 1 : MOST_MISSED + 1 }, (_, more) => {
    const ofBeats = shownShape(more + 1, period, shape);
    const scale = ((more + 1) * period) / ofBeats;
    const chance = Math.log(1 - missed) + (more === 0 ? 0 : more * Math.log(missed));
    return { scale, power: ofBeats - 1, constant: chance - logGamma(ofBeats) - ofBeats * Math.log(scale) };
  });
  return ({ length, log }) => {
    let largest = Number.NEGATIVE_INFINITY;
    let sum = 0;
    for (const { scale, power, constant } of beats) {
      const value = constant + power * log - length / scale;
      sum = value > largest ? sum * Math.exp(largest - value) + 1 : sum + Math.exp(value - largest);
      largest = Math.max(largest, value);
    }
    return largest + Math.log(sum);
  };
}

interface Clock {
  readonly period: number;
  readonly shape: number;
  readonly missed: number;
}

/** The logarithm of the likelihood of the intervals under a clock, of which only those beyond so many seconds are seen. */
function clockLikelihood(
  intervals: readonly Interval[],
  beyond: number,
  { period, shape, missed }: Clock,
): number {
  const density = clockDensity(period, shape, missed);
  const likelihood = sumOf(intervals.map((one) => one.times * density(one)));
  if (period > SHORT_PERIOD) return likelihood;
  const seen = Array.from({ length: Math.ceil(MOST_PERIODS * period) }, (_, at) =>
    interval(beyond + at + 1, 1),
  );
  const all = sumOf(seen.map((one) => Math.exp(density(one))));
  return likelihood - sumOf(intervals.map(({ times }) => times)) * Math.log(all);
}

/**
 * The logarithm of the likelihood of the intervals under chance: each second has a start or not, whatever the one before had, so that the time to
 * the next is geometric. Chance takes no more of the seconds than so many connections could, or a clock of one a second would pass for it.
 */
function chanceLikelihood({ lengths, beyond, rate }: Intervals): number {
  const mean = meanOf(lengths) - beyond;
  const taken = Math.min(1 / mean, 1 - Math.exp(-rate));
  return lengths.length * (Math.log(taken) + (mean - 1) * Math.log(1 - taken));
}

/** Of two looks the better one is taken, which chance has twice as often: so much is taken off the second. */
const SECOND_LOOK = Math.LN2;

function bestClock(look: Intervals, fewest: number): Regularity | null {
  const { lengths, beyond } = look;
  if (lengths.length < fewest - 1) return null;
  const mean = meanOf(lengths);
  const intervals = counted(lengths);
  const meanLog = sumOf(intervals.map(({ log, times }) => times * log)) / lengths.length;
  if (plainShape(mean, meanLog) < CHANCE_SHAPE) return null;
  const chance = chanceLikelihood(look);
  const owed = beyond === 0 ? 0 : SECOND_LOOK;
  let best: Regularity | null = null;
  for (const missed of MISSED) {
    for (const around of PERIODS) {
      const period = mean * (1 - missed) * around;
      for (const shape of SHAPES) {
        const ratio = clockLikelihood(intervals, beyond, { period, shape, missed }) - chance - owed;
        if (!best || ratio > best.ratio) best = { ratio, shape, period, missed };
      }
    }
  }
  return best;
}

/** Null where the starts are too few, or look like chance at the first glance. Starts in seconds since the epoch, in any order. */
export function regularityOf(starts: readonly number[], fewest: number): Regularity | null {
  const found = looksAt(starts).flatMap((look) => bestClock(look, fewest) ?? []);
  return found.reduce<Regularity | null>((best, one) => (best && best.ratio >= one.ratio ? best : one), null);
}
