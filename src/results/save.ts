/** Writes a result to a path in the form that was asked for, wholly or not at all. */
import { open, rm, stat } from 'node:fs/promises';
import type { FileResult } from '../investigation/result-file.ts';
import { writeCsv } from './csv-file.ts';
import { writeFailure } from './failure.ts';
import { writeParquet } from './parquet-file.ts';

export interface Place {
  /** Where the file is to be. */
  readonly path: string;
  /** Where temporary files may be. */
  readonly folder: string;
}

/** Takes the name, so that nobody else's file is written over. @throws EEXIST where there is one. */
async function reserve(path: string): Promise<void> {
  const file = await open(path, 'wx');
  await file.close();
}

/** @returns its size in bytes. @throws SourceError when it cannot be written, the signal's reason when it is aborted; then there is no file. */
export async function saveAt(
  { path, folder }: Place,
  result: FileResult,
  signal: AbortSignal,
): Promise<number> {
  try {
    await reserve(path);
  } catch (error) {
    throw writeFailure(path, error);
  }
  try {
    signal.throwIfAborted();
    if (result.form === 'csv') await writeCsv(path, result, signal);
    else await writeParquet(path, result, { folder, signal });
    return (await stat(path)).size;
  } catch (error) {
    await rm(path, { force: true });
    signal.throwIfAborted();
    throw writeFailure(path, error);
  }
}
