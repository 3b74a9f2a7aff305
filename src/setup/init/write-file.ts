/** Writes a file wholly or not at all: beside its place first, and then under its name. */
import { open, rename, rm } from 'node:fs/promises';

export interface Written {
  readonly path: string;
  readonly text: string;
  /** Somebody was asked whether what is there may be written over. */
  readonly over: boolean;
}

async function writeNew(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** @throws the error of node:fs: EEXIST where something is there that may not be written over */
export async function writeWhole({ path, text, over }: Written): Promise<void> {
  // The name is taken at once, so that nobody's file is written over who comes between.
  if (!over) await writeNew(path, '');
  const beside = `${path}.${process.pid}.new`;
  try {
    await writeNew(beside, text);
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true });
    if (!over) await rm(path, { force: true });
    throw error;
  }
}
