/** Times at which hosts connect, over a day where nothing else is said: beacons, and what is none. Seconds from the day's start, in order. */

const DAY = 86_400;

type Random = () => number;

function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

function exponential(random: Random, mean: number): number {
  return -Math.log(1 - random()) * mean;
}

/** Each interval is the period, more or less by at most `jitter` of it; a share of the beats is missed. */
export function beats(
  random: Random,
  of: { readonly period: number; readonly jitter: number; readonly missed: number },
  seconds = DAY,
): readonly number[] {
  const starts: number[] = [];
  let at = random() * of.period;
  while (at < seconds) {
    if (random() >= of.missed) starts.push(Math.floor(at));
    at += of.period * (1 + of.jitter * (2 * random() - 1));
  }
  return starts;
}

/** Chance: as many connections as these a day, on average. */
export function chance(random: Random, perDay: number, seconds = DAY): readonly number[] {
  const starts: number[] = [];
  for (let at = exponential(random, DAY / perDay); at < seconds; at += exponential(random, DAY / perDay))
    starts.push(Math.floor(at));
  return starts;
}

/** A person: so many visits a day, each with several connections that come soon after one another, most of them in working hours. */
export function visits(random: Random, perDay: number): readonly number[] {
  const awake = chance(random, perDay * 2).filter((at) => at > DAY / 4 && at < (DAY * 5) / 6);
  return awake
    .flatMap((visit) => {
      const starts = [visit];
      for (let at = visit; random() < 0.7 && at < DAY; ) {
        at = Math.floor(at + Math.exp(Math.log(30) + 1.2 * normal(random)));
        starts.push(at);
      }
      return starts;
    })
    .filter((at) => at < DAY)
    .sort((a, b) => a - b);
}

/** Bytes of a connection: of a program that asks for orders nearly the same ones, of a person any. */
export function sizeOf(random: Random, kind: 'same' | 'any'): number {
  return Math.round(kind === 'same' ? 900 + 40 * random() : Math.exp(8 + 1.3 * normal(random)));
}
