/** When connections open and from which ports, repeatably: what happens in a minute depends on that minute alone. */
import { type Draw, hash, seeded } from '../random.ts';

/** Seconds since the epoch. */
export interface Span {
  readonly from: number;
  readonly until: number;
}

const MINUTE = 60;

/** Calls `happen` about `times` for each minute, with a moment in it and a number that no other call with this name gets. */
export function scattered(
  name: string,
  times: number,
  { from, until }: Span,
  happen: (at: number, draw: Draw, number: number) => void,
): void {
  for (let minute = Math.floor(from / MINUTE) - 1; minute * MINUTE < until; minute++) {
    const draw = seeded(`${name} ${minute}`);
    for (let time = 0; time < times; time++) {
      happen((minute + (time + draw()) / times) * MINUTE, draw, minute * times + time);
    }
  }
}

/** Calls `open` for connections of a pool that follow one another, each `lifetime` seconds long. */
export function following(
  name: string,
  lifetime: number,
  { from, until }: Span,
  open: (at: number, draw: Draw, number: number) => void,
): void {
  const offset = hash(name) % lifetime;
  for (let turn = Math.floor((from - offset) / lifetime) - 1; turn * lifetime + offset < until; turn++) {
    open(turn * lifetime + offset, seeded(`${name} ${turn}`), turn);
  }
}

export interface PortRange {
  readonly low: number;
  readonly high: number;
}

/** Elastic Load Balancing takes client ports from here (VPC User Guide, "Ephemeral ports"). */
export const LOAD_BALANCER_PORTS: PortRange = { low: 1024, high: 65_535 };
export const DESKTOP_PORTS: PortRange = { low: 49_152, high: 65_535 };

/** A prime, so that thousands of numbers in a row get ports that are all different and look scattered. */
const STRIDE = 7919;
const SHORT_SHARE = 0.8;

/** The client's port of a short connection; no two within an hour between the same parties are the same. */
export function shortPort({ low, high }: PortRange, number: number): number {
  const size = Math.floor((high - low + 1) * SHORT_SHARE);
  return low + ((number * STRIDE) % size);
}

/** The client's port of a pool's connection: from the part of the range that short ones leave. */
export function poolPort({ low, high }: PortRange, name: string, number: number): number {
  const size = Math.floor((high - low + 1) * SHORT_SHARE);
  return low + size + ((hash(name) + number * STRIDE) % (high - low + 1 - size));
}

/** Moments from `every` seconds on, that far apart, up to `lifetime`. */
export function steadily(every: number, lifetime: number): readonly number[] {
  return Array.from({ length: Math.floor(lifetime / every) - 1 }, (_, index) => (index + 1) * every);
}
