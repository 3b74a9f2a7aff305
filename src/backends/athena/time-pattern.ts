/** Points in time as partition columns write them, after a pattern of Java's DateTimeFormatter, such as `projection.day.format` has it. */

/** Quoted text, a letter that is known however often, another letter, or anything else. */
const PIECE = /'([^']*)'|y+|u+|M+|d+|H+|[A-Za-z]|[^A-Za-z']+/g;

/** What is known: each writes so many digits, which stand at this place of an ISO 8601 time. */
const LETTERS: Readonly<Record<string, readonly [from: number, to: number]>> = {
  yyyy: [0, 4],
  uuuu: [0, 4],
  MM: [5, 7],
  dd: [8, 10],
  HH: [11, 13],
};

/** @param time seconds since the epoch; in UTC, as Athena's projected dates are (Athena User Guide, "Supported types for partition projection") */
export function writtenTime(pattern: string, time: number): string {
  const iso = new Date(time * 1000).toISOString();
  return pattern.replace(PIECE, (piece, quoted: string | undefined) => {
    const place = LETTERS[piece];
    return quoted ?? (place ? iso.slice(...place) : piece);
  });
}

/** Whether the pattern tells days, or hours, and nothing that is not known here. */
export function tellsTime(pattern: string, unit: 'day' | 'hour'): boolean {
  const letters = [...pattern.matchAll(PIECE)]
    .map(([piece]) => piece)
    .filter((piece) => /^[A-Za-z]/.test(piece));
  const needed = [/^(yyyy|uuuu)$/, /^MM$/, /^dd$/, ...(unit === 'hour' ? [/^HH$/] : [])];
  return (
    letters.length === needed.length && needed.every((one) => letters.some((letter) => one.test(letter)))
  );
}

/** `yyyy/MM/dd`, `yyyy-MM-dd-HH`, `yyyy-MM-dd'T'HH`: as the parts go from the widest to the narrowest, texts are in the order of time. */
export function isInTimeOrder(pattern: string): boolean {
  return /^(yyyy|uuuu)\W?MM\W?dd(?:(?:\W|'[^']*')?HH)?$/.test(pattern);
}
