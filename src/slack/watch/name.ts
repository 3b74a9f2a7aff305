/** What people call a watch: `W-1a2b3c`. */
import { createHash } from 'node:crypto';

const DIGITS = 6;

/** Without the `W-`: of a few dozen that are on, no two have the same. */
export function watchName(id: string): string {
  return createHash('sha256').update(id).digest('hex').slice(0, DIGITS);
}
