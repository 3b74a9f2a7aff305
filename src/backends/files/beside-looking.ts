/** Reads text files and looks them through at the same time: what is found of one may end the reading, which is then begun anew in another way. */
import { abortable } from '../../query/heed.ts';
import type { Dataset } from './dataset.ts';
import type { KnownFile } from './known-file.ts';

/**
 * @param read heeds its signal
 * @returns `otherwise` where a file is not to be read by DuckDB, which the dataset knows by then
 * @throws SourceError for a file that is damaged, what `read` throws, or the signal's reason
 */
export async function besideLooking<T>(
  dataset: Pick<Dataset, 'lookThrough'>,
  files: readonly KnownFile[],
  signal: AbortSignal,
  read: (signal: AbortSignal) => Promise<T>,
): Promise<T | 'otherwise'> {
  const found = new AbortController();
  const looking = dataset.lookThrough(files).then(
    (isOtherwise) => {
      if (isOtherwise) found.abort();
      return isOtherwise;
    },
    (error: unknown) => {
      found.abort();
      throw error;
    },
  );
  // It is waited for below, when nothing is read any more.
  looking.catch(() => undefined);
  const [reading] = await Promise.allSettled([read(AbortSignal.any([signal, found.signal]))]);
  // What is wrong with a file is also why it could not be read.
  if (await abortable(looking, signal)) return 'otherwise';
  if (reading.status === 'rejected') throw reading.reason;
  return reading.value;
}
