/** What a question over files would read: the files that may hold its windows, without opening them. */
import type { Estimate } from '../../query/engine.ts';
import type { Window } from '../../query/window.ts';
import { mayHold } from './delivery.ts';
import { findFiles, type Glob, type RecordFile } from './record-file.ts';

/** The files whose names do not tell that they hold no record of any of the windows. @throws SourceError for a name that stands for no file. */
export async function wantedFiles(
  paths: readonly string[],
  glob: Glob,
  windows: readonly Window[],
): Promise<readonly RecordFile[]> {
  const found = await findFiles(paths, glob);
  return found.filter(({ path }) => windows.some((window) => mayHold(path, window)));
}

/** As they lie on the disk; queries that are asked together read each once. Reading them costs nothing. */
export function estimateOf(files: readonly RecordFile[]): Estimate {
  return {
    bytes: files.reduce((total, { bytes }) => total + bytes, 0),
    usd: 0,
    basis: `the ${files.length === 1 ? 'size of 1 file' : `sizes of ${files.length} files`}`,
  };
}

export const UNKNOWN: Estimate = { bytes: null, usd: 0, basis: 'the files could not be looked at' };
