/** Where the real records written by others are, for the tests that read them in place. */
import { existsSync, readFileSync } from 'node:fs';

const FOLDER = new URL('../../../shared/real/', import.meta.url);

export const REAL_IS_MISSING = !existsSync(FOLDER);

export function realText(path: string): string {
  return readFileSync(new URL(path, FOLDER), 'utf8');
}
