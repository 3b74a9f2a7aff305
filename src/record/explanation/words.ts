/** Numbers and times as people write them. */

const GROUPED = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** `1 packet`, `4,249 bytes`. */
export function counted(number: number, thing: string): string {
  return `${GROUPED.format(number)} ${thing}${number === 1 ? '' : 's'}`;
}

/** The end of the year 9999, the last that is written in four digits. */
const LAST_MOMENT = 253_402_300_799;

/** `2014-12-14 04:00:10 UTC`. */
function momentText(seconds: number): string {
  if (!(seconds >= 0 && seconds <= LAST_MOMENT)) return `second ${seconds} since 1970`;
  return `${new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** `from 2014-12-14 04:00:10 to 04:01:10 UTC`; the date again where it is another one. Null without both ends. */
export function intervalText(
  start: number | null | undefined,
  end: number | null | undefined,
): string | null {
  if (typeof start !== 'number' || typeof end !== 'number') return null;
  const from = momentText(start);
  const to = momentText(end);
  return `from ${from.replace(/ UTC$/, '')} to ${to.startsWith(from.slice(0, 11)) ? to.slice(11) : to}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}
