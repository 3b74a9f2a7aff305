/** What the newest rounds of an alert come to, read from their characters. Rounds that could not see say nothing. */
import { KEEPS_GOING } from '../../diagnosis/detection.ts';

/** `+` found, `~` between the thresholds, `-` not found, `?` not to be seen. */
type Mark = '+' | '~' | '-' | '?';

/** As many as flapping looks at. */
const MOST_ROUNDS = 21;
const STARTS = 1;

/** @param level measured over threshold; null for not found */
export function markOf(level: number | null, isBlind: boolean): Mark {
  if (level !== null && level >= STARTS) return '+';
  if (level !== null && level >= KEEPS_GOING) return '~';
  return isBlind ? '?' : '-';
}

export function withMark(rounds: string, mark: Mark): string {
  return (rounds + mark).slice(-MOST_ROUNDS);
}

function known(rounds: string): string {
  return rounds.replaceAll('?', '');
}

export function lastKnown(rounds: string): string {
  return known(rounds).slice(-1);
}

/** Two of the last three found it: a single one is often noise. */
export function isConfirmed(rounds: string): boolean {
  return [...known(rounds).slice(-3)].filter((mark) => mark === '+').length >= 2;
}

/** It cannot be confirmed any more, whatever the next round finds. */
export function hasLapsed(rounds: string): boolean {
  return !known(rounds).slice(-2).includes('+');
}

/** So many rounds on end did not find it. */
export function quietRounds(rounds: string): number {
  const marks = [...known(rounds)];
  return marks.length - 1 - marks.findLastIndex((mark) => mark !== '-');
}

const OLDEST_WEIGHT = 0.75;
const NEWEST_WEIGHT = 1.25;
const STARTS_FLAPPING = 0.3;
const STOPS_FLAPPING = 0.2;

/** The share of changes among the last 20 steps from one round to the next, later ones weighing more (Nagios Core, "Detection and Handling of State Flapping"). */
function changeShare(rounds: string): number {
  const found: boolean[] = [];
  // Between the thresholds is no change.
  for (const mark of known(rounds)) found.push(mark === '~' ? (found.at(-1) ?? true) : mark === '+');
  const most = MOST_ROUNDS - 1;
  let weight = 0;
  for (let back = 0; back < found.length - 1; back += 1) {
    if (found.at(-1 - back) === found.at(-2 - back)) continue;
    weight += NEWEST_WEIGHT - (back * (NEWEST_WEIGHT - OLDEST_WEIGHT)) / (most - 1);
  }
  return weight / most;
}

export function flaps(rounds: string, didBefore: boolean): boolean {
  const share = changeShare(rounds);
  return didBefore ? share >= STOPS_FLAPPING : share > STARTS_FLAPPING;
}
