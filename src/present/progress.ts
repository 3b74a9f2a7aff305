/** How far a running question has come, in one line. Its text is not escaped. */
import { bytes, counted, share } from './quantities.ts';
import { duration } from './time.ts';

interface Shown {
  readonly text: string;
  readonly recordsScanned?: number;
  readonly bytesScanned?: number;
  /** 0 to 1. */
  readonly done?: number;
}

/** `▓▓▓░░ 62 %`, so many characters wide before the number. */
function bar(done: number, width: number): string {
  const within = Math.min(1, Math.max(0, done));
  const full = Math.round(within * width);
  return `${'▓'.repeat(full)}${'░'.repeat(width - full)} ${share(within)}`;
}

/** `▓▓▓░░ 62 % · running · 1,204,000 records scanned · 38 MB read · 12 s`, with what is known of it. */
export function progressLine(
  { text, recordsScanned, bytesScanned, done }: Shown,
  { seconds, barWidth }: { readonly seconds: number; readonly barWidth: number },
): string {
  return [
    ...(done === undefined ? [] : [bar(done, barWidth)]),
    text,
    ...(recordsScanned === undefined ? [] : [`${counted(recordsScanned, 'record')} scanned`]),
    ...(bytesScanned === undefined ? [] : [`${bytes(bytesScanned)} read`]),
    duration(seconds),
  ].join(' · ');
}
