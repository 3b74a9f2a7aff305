/** What every kind of traffic is told of the day that it is made for, and how its events spread over it. */
import type { Fleet } from '../fleet.ts';
import type { Random } from '../random.ts';

export const MINUTE = 60;
export const HOUR = 3600;
export const DAY = 86_400;

export interface DayScope {
  /** Midnight, UTC, seconds since the epoch. */
  readonly start: number;
  /** Counted from the first day of the measurement, which is a Monday. */
  readonly number: number;
  readonly stacks: number;
  readonly fleet: Fleet;
  /** Differs from day to day. */
  readonly random: Random;
}

export function isWeekend({ number }: DayScope): boolean {
  return number % 7 >= 5;
}

/** How busy people are, 1 on the average of a working day: most at 14:00, a fifth of that at 02:00, half as much at the weekend. */
function busyness(scope: DayScope, hour: number): number {
  const wave = 1 + 0.65 * Math.cos(((hour - 14) / 24) * 2 * Math.PI);
  return wave * (isWeekend(scope) ? 0.5 : 1);
}

const SLOT = 5 * MINUTE;
/** Traffic of people is more uneven than chance alone: the rate itself varies by so much from five minutes to five minutes. */
const UNEVEN = 0.25;

/** Moments of events that people cause. @param perDay on a working day */
export function byPeople(scope: DayScope, random: Random, perDay: number): readonly number[] {
  return arrivals(scope, random, (slot) => {
    const rate = (perDay * SLOT) / DAY;
    return rate * busyness(scope, (slot * SLOT) / HOUR) * random.lognormal(1, UNEVEN);
  });
}

/** Moments of events that come at all hours alike. @param uneven the sigma of the logarithm of their rate */
export function aroundTheClock(
  scope: DayScope,
  random: Random,
  perDay: number,
  uneven = 0,
): readonly number[] {
  return arrivals(scope, random, () => ((perDay * SLOT) / DAY) * random.lognormal(1, uneven));
}

function arrivals(scope: DayScope, random: Random, meanOf: (slot: number) => number): readonly number[] {
  return Array.from({ length: DAY / SLOT }, (_, slot) =>
    Array.from(
      { length: random.poisson(meanOf(slot)) },
      () => scope.start + (slot + random.next()) * SLOT,
    ).sort((a, b) => a - b),
  ).flat();
}

/** Moments of a clock: every `seconds`, each up to `jitter` seconds late. */
export function regularly(scope: DayScope, random: Random, seconds: number, jitter = 0.5): readonly number[] {
  const first = random.next() * seconds;
  return Array.from(
    { length: Math.floor((DAY - first) / seconds) },
    (_, index) => scope.start + first + index * seconds + random.next() * jitter,
  );
}

/** A source port of Linux. */
export function ephemeral(random: Random): number {
  return random.whole(32_768, 60_999);
}

const FIRST_OCTETS = [5, 23, 31, 45, 62, 77, 80, 91, 103, 109, 138, 159, 176, 185, 193, 212] as const;

/** Somebody on the internet. */
export function stranger(random: Random): string {
  return `${random.pick(FIRST_OCTETS)}.${random.whole(1, 254)}.${random.whole(0, 255)}.${random.whole(1, 254)}`;
}
