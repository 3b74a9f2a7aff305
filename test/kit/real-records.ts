/** Where the real records written by others are, for the tests that read them in place. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const FOLDER = new URL('../../../shared/real/', import.meta.url);

export const REAL_IS_MISSING = !existsSync(FOLDER);

/** Where a file of them is; `path` as its folder's README names it. */
export function realPath(path: string): string {
  return fileURLToPath(new URL(path, FOLDER));
}

export function realText(path: string): string {
  return readFileSync(realPath(path), 'utf8');
}
