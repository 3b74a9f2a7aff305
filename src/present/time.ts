/** Moments and lengths of time in words, in the reader's time zone. */

/** How times are shown. */
export interface TimeStyle {
  /** IANA name: `UTC`, `Europe/Berlin`. An unknown name is shown as UTC. */
  readonly timeZone: string;
}

/** Making one costs a hundred times what using it does, and a message needs dozens of times in one zone. */
const formats = new Map<string, Intl.DateTimeFormat>();

/** @throws RangeError for a name that is no zone. */
function formatIn(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
  });
  formats.set(timeZone, format);
  return format;
}

function parts(seconds: number, timeZone: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    formatIn(timeZone)
      .formatToParts(new Date(seconds * 1000))
      .map(({ type, value }) => [type, value]),
  );
}

function partsOrUtc(seconds: number, timeZone: string): Readonly<Record<string, string>> {
  try {
    return parts(seconds, timeZone);
  } catch (error) {
    if (error instanceof RangeError) return parts(seconds, 'UTC');
    throw error;
  }
}

/** The largest moment that dates can show, seconds since the epoch; beyond it a record's time is nonsense and shown as a number. */
const LAST_MOMENT = 8_640_000_000_000;

function isMoment(seconds: number): boolean {
  return Number.isFinite(seconds) && Math.abs(seconds) <= LAST_MOMENT;
}

/** `14:02:11`; with the date before it when that is another day than that of `near`. */
export function clockTime(seconds: number, { timeZone }: TimeStyle, near: number = seconds): string {
  if (!isMoment(seconds)) return String(seconds);
  const at = partsOrUtc(seconds, timeZone);
  const day = partsOrUtc(isMoment(near) ? near : seconds, timeZone);
  const time = `${at['hour']}:${at['minute']}:${at['second']}`;
  const sameDay = at['day'] === day['day'] && at['month'] === day['month'] && at['year'] === day['year'];
  return sameDay ? time : `${at['day']} ${at['month']} ${time}`;
}

/** `14:02`, with the date where it is another day than that of `near`. */
export function shortTime(seconds: number, style: TimeStyle, near: number = seconds): string {
  return clockTime(seconds, style, near).replace(/:\d\d$/, '');
}

/** What the zone is called then: `UTC`, `CET`, `GMT+5:30`. */
export function zoneName(seconds: number, { timeZone }: TimeStyle): string {
  return partsOrUtc(Math.min(seconds, LAST_MOMENT), timeZone)['timeZoneName'] ?? timeZone;
}

/** `45 s`, `12 min`, `3 h 20 min`, `4 d`. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 90) return `${whole} s`;
  const minutes = Math.round(whole / 60);
  if (minutes < 90) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours >= 48) return `${Math.round(hours / 24)} d`;
  return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
}

/** `2026-11-23T14:02:00Z`; as a number what no date can show. */
export function isoTime(seconds: number): string {
  if (!isMoment(seconds)) return String(seconds);
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}
