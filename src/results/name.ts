/** What a file of a result is called where nobody says. */
import type { FileResult } from '../investigation/result-file.ts';

/** `flows-records-20261123T140200Z.csv`. @param now seconds since the epoch */
export function fileName({ verb, form }: Pick<FileResult, 'verb' | 'form'>, now: number): string {
  const at = new Date(now * 1000).toISOString().replace(/[-:]|\.\d+/g, '');
  return `flows-${verb}-${at}.${form}`;
}
