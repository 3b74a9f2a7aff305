/** Where the terminal puts a result that is wanted as a file. */
import { tmpdir } from 'node:os';
import type { ResultFile } from '../diagnosis/diagnosis.ts';
import type { SaveFile } from '../investigation/result-file.ts';

/** The form that the end of a file's name tells; undefined where it tells none. */
export function formOf(output: string): ResultFile['form'] | undefined {
  const [, end] = /\.(csv|parquet)$/i.exec(output) ?? [];
  if (end === undefined) return undefined;
  return end.toLowerCase() === 'csv' ? 'csv' : 'parquet';
}

/** @param output the path that was named; without one it is a name with the time, in the current directory. @param now seconds since the epoch */
export function saverFor(output: string | undefined, now: number): SaveFile {
  return async (result, signal) => {
    const [{ saveAt }, { fileName }] = await Promise.all([
      import('../results/save.ts'),
      import('../results/name.ts'),
    ]);
    const name = output ?? fileName(result, now);
    return { name, bytes: await saveAt({ path: name, folder: tmpdir() }, result, signal) };
  };
}
