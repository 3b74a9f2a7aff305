/** Points in time that a text says plainly: with day, clock time and zone. Without any of them nobody can tell which moment is meant. */

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
/** `2026-11-25T14:03:22Z`, `2026-11-25 14:03 UTC`. */
const ISO =
  /(?<!\d)(\d{4})-(\d{2})-(\d{2})[t ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?\s?(z|utc|gmt|[+-]\d{2}:?\d{2})(?![a-z0-9])/gi;
/** `25 November, 2026 14:03:22 UTC`, as CloudWatch's alarms write. */
const WORDS =
  /(?<!\d)(\d{1,2}) (jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6},? (\d{4}),? (\d{2}):(\d{2})(?::(\d{2}))?\s?(z|utc|gmt|[+-]\d{2}:?\d{2})(?![a-z0-9])/gi;

/** Seconds that clocks of the zone are ahead of UTC. */
function ahead(zone: string): number {
  const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})$/.exec(zone) ?? [];
  const seconds = Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60;
  return sign === '-' ? -seconds : seconds;
}

function instant(day: readonly [number, number, number], clock: readonly (string | undefined)[]): number {
  const [hour = '0', minute = '0', second = '0', zone = 'z'] = clock;
  return Date.UTC(...day, Number(hour), Number(minute), Number(second)) / 1000 - ahead(zone);
}

/** Seconds since the epoch, in the order in which they stand. */
export function timesIn(text: string): readonly number[] {
  const iso = [...text.matchAll(ISO)].map(([, year, month, day, ...clock]) =>
    instant([Number(year), Number(month) - 1, Number(day)], clock),
  );
  const words = [...text.matchAll(WORDS)].map(([, day, month = '', year, ...clock]) =>
    instant([Number(year), MONTHS.indexOf(month.toLowerCase()), Number(day)], clock),
  );
  return [...iso, ...words];
}
