/** Two points in time as one window: a day named at one end counts for the other, and a bare clock time is the last one there was. */
import type { Window } from '../../query/window.ts';
import type { Clock, TimePoint } from './time-point.ts';
import { instantOf, wallSeconds, wallTime } from './time-zone.ts';

const DAY = 86_400;

export function windowBetween(start: TimePoint, stop: TimePoint, clock: Clock): Window {
  if (start.kind === 'instant') return { start: start.at, end: endAfter(start.at, stop, clock) };
  const day = start.day ?? (stop.kind === 'wall' ? stop.day : null);
  const time = start.time ?? 0;
  if (day === null) {
    const today = midnight(clock.now, clock) + time;
    const begin =
      beginning(today, clock) > clock.now ? beginning(today - DAY, clock) : beginning(today, clock);
    return { start: begin, end: endAfter(begin, stop, clock) };
  }
  const begin = beginning(day + time, clock);
  if (start.day === null && stop.kind === 'wall' && stop.day !== null && stop.time !== null) {
    return aroundMidnight(begin, day + time, stop.day + stop.time, clock);
  }
  return { start: begin, end: endAfter(begin, stop, clock) };
}

/** `23:50 to 00:10 yesterday`: the day belongs to the start if that window has been, else to the end. */
function aroundMidnight(begin: number, startWall: number, stopWall: number, clock: Clock): Window {
  const end = ending(stopWall, clock);
  if (end > begin) return { start: begin, end };
  const nextDay = ending(stopWall + DAY, clock);
  return nextDay <= clock.now
    ? { start: begin, end: nextDay }
    : { start: beginning(startWall - DAY, clock), end };
}

/** The end of a window, in the day of its start where none is named, or the day after where that would be before the start. */
function endAfter(begin: number, stop: TimePoint, clock: Clock): number {
  if (stop.kind === 'instant') return stop.at;
  const day = stop.day ?? midnight(begin, clock);
  // A day without a clock time is meant whole.
  const wall = day + (stop.time ?? DAY);
  const end = ending(wall, clock);
  return end > begin || stop.day !== null ? end : ending(wall + DAY, clock);
}

/** The wall time at which the day of an instant began. */
function midnight(instant: number, { timeZone }: Clock): number {
  const wall = wallSeconds(wallTime(instant, timeZone));
  return wall - (wall % DAY);
}

function beginning(wall: number, { timeZone }: Clock): number {
  return instantOf(wall, timeZone, 'first');
}

function ending(wall: number, { timeZone }: Clock): number {
  return instantOf(wall, timeZone, 'last');
}
