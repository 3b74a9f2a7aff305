/** What a detector measured, as a reader wants to see a number of its unit. */
import type { Measured } from '../../diagnosis/detection.ts';
import { bytes, count, share } from '../quantities.ts';

/** `412`, `3.5`, `38 MB`, `<1 %`: not escaped. */
export function measuredAmount(value: number, unit: Measured['unit']): string {
  if (unit === 'bytes') return bytes(value);
  if (unit === 'share') return share(value);
  return Number.isInteger(value) || value >= 100 ? count(value) : value.toFixed(1);
}
