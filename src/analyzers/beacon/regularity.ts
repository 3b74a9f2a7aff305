/**
 * How regular a series of starts is: how much better a clock explains the times between them than chance does. The clock is a renewal process
 * whose intervals have a gamma distribution (shape k: 1 is chance, 12 a period of ± 50 %, more is steadier), and of whose beats a share is missed,
 * so that an interval may be two or three of them; chance is a Poisson process. Both are fitted by likelihood. Folding intervals by the nearest
 * multiple of a period instead makes chance look regular: exponential intervals, folded, have a shape of 5 in the median.
 */

import { sumOf } from '../../query/sums.ts';
import { logGamma } from '../detection/incomplete-beta.ts';
import { median } from '../detection/order-statistics.ts';

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
/** More intervals than this tell no more. */
const MOST_INTERVALS = 300;
/** A longer time is a pause, not missed beats: a laptop that was closed. */
const PAUSE_MEDIANS = 8;
const MOST_PAUSES = 0.05;
/** Of exponential intervals three quarters are below it, of those of a clock none. */
const CHANCE_SHAPE = 1.3;

/** The times between starts without pauses, if those are few; the newest of them. */
function intervalsOf(starts: readonly number[]): readonly number[] {
  const inOrder = [...new Set(starts)].sort((a, b) => a - b);
  const between = inOrder.slice(1).map((start, at) => start - (inOrder[at] ?? start));
  const longest = PAUSE_MEDIANS * median(between);
  const kept = between.filter((interval) => interval <= longest);
  const intervals = between.length - kept.length <= MOST_PAUSES * between.length ? kept : between;
  return intervals.slice(-MOST_INTERVALS);
}

/** The gamma shape of the intervals as they are (Minka, "Estimating a Gamma distribution", 2002). */
function plainShape(mean: number, meanLog: number): number {
  const spread = Math.log(mean) - meanLog;
  if (spread <= 0) return Number.POSITIVE_INFINITY;
  return (3 - spread + Math.sqrt((spread - 3) ** 2 + 24 * spread)) / (12 * spread);
}

interface Interval {
  readonly length: number;
  readonly log: number;
}

/** The logarithm of the likelihood of the intervals under a clock. */
function clockLikelihood(intervals: readonly Interval[], period: number, shape: number, missed: number) {
  const scale = period / shape;
  const beats = Array.from({ length: missed === 0 ? 1 : MOST_MISSED + 1 }, (_, more) => {
    const ofBeats = (more + 1) * shape;
    const chance = Math.log(1 - missed) + (more === 0 ? 0 : more * Math.log(missed));
    return { power: ofBeats - 1, constant: chance - logGamma(ofBeats) - ofBeats * Math.log(scale) };
  });
  let likelihood = 0;
  for (const { length, log } of intervals) {
    let largest = Number.NEGATIVE_INFINITY;
    let sum = 0;
    for (const { power, constant } of beats) {
      const value = constant + power * log - length / scale;
      sum = value > largest ? sum * Math.exp(largest - value) + 1 : sum + Math.exp(value - largest);
      largest = Math.max(largest, value);
    }
    likelihood += largest + Math.log(sum);
  }
  return likelihood;
}

/** Null where the starts are too few, or look like chance at the first glance. Starts in seconds since the epoch, in any order. */
export function regularityOf(starts: readonly number[], fewest: number): Regularity | null {
  const intervals = intervalsOf(starts).map((length) => ({ length, log: Math.log(length) }));
  if (intervals.length < fewest - 1) return null;
  const mean = sumOf(intervals.map(({ length }) => length)) / intervals.length;
  const meanLog = sumOf(intervals.map(({ log }) => log)) / intervals.length;
  if (plainShape(mean, meanLog) < CHANCE_SHAPE) return null;
  const chance = -intervals.length * (Math.log(mean) + 1);
  let best: Regularity | null = null;
  for (const missed of MISSED) {
    for (const around of PERIODS) {
      const period = mean * (1 - missed) * around;
      for (const shape of SHAPES) {
        const ratio = clockLikelihood(intervals, period, shape, missed) - chance;
        if (!best || ratio > best.ratio) best = { ratio, shape, period, missed };
      }
    }
  }
  return best;
}
