/** Between a wall clock in a time zone and an instant, with the zone's own daylight saving rules as Intl knows them. */

/** What a calendar and a clock on the wall show. Months count from 1. */
export interface WallTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

const DAY = 86_400;

/** Whether a name is an IANA time zone: `Europe/Berlin`, `UTC`. */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

export function wallTime(instant: number, timeZone: string): WallTime {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'iso8601',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(instant * 1000);
  const value = (type: Intl.DateTimeFormatPartTypes) =>
    Number(parts.find((part) => part.type === type)?.value);
  return {
    year: value('year'),
    month: value('month'),
    day: value('day'),
    hour: value('hour'),
    minute: value('minute'),
    second: value('second'),
  };
}

/** The wall time as if it were UTC, in seconds since the epoch: a number to count days and hours with. */
export function wallSeconds({ year, month, day, hour, minute, second }: WallTime): number {
  return Date.UTC(year, month - 1, day, hour, minute, second) / 1000;
}

function offset(instant: number, timeZone: string): number {
  return wallSeconds(wallTime(instant, timeZone)) - instant;
}

/**
 * The instant, in seconds since the epoch, at which clocks of the zone show a wall time. Where clocks show it twice (they are put back), the
 * first or the last as asked; where they never show it (they are put forward), what an unchanged clock would show.
 */
export function instantOf(wall: number, timeZone: string, which: 'first' | 'last'): number {
  const before = offset(wall - DAY, timeZone);
  const after = offset(wall + DAY, timeZone);
  const instants = [wall - before, wall - after].filter((at) => at + offset(at, timeZone) === wall);
  if (instants.length === 0) return wall - before;
  return which === 'first' ? Math.min(...instants) : Math.max(...instants);
}
