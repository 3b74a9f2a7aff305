/** An amount of data in words, in the decimal units that AWS bills by. */

const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

/** `812 bytes`, `38 MB`, `1.2 GB`. */
export function bytesWords(bytes: number): string {
  const step = Math.min(UNITS.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  const value = bytes / 1000 ** step;
  return `${step === 0 || value >= 9.95 ? Math.round(value) : value.toFixed(1)} ${UNITS[step]}`;
}
