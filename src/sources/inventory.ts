/** A network's configuration from a directory of files that the AWS CLI printed. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { NetworkReading } from '../investigation/source.ts';
import { type InventoryFile, readInventory } from '../network/read-inventory.ts';
import { SourceError } from '../query/source-error.ts';

function notReadable(directory: string, happened: string, cause?: unknown): SourceError {
  return new SourceError({
    code: 'unreadable',
    attempted: `read the network's configuration from ${directory}`,
    happened,
    todo: 'Name a directory with what commands such as `aws ec2 describe-network-interfaces` printed, one .json file each.',
    cause,
  });
}

async function jsonFiles(directory: string): Promise<readonly InventoryFile[]> {
  try {
    const names = (await readdir(directory)).filter((name) => name.endsWith('.json')).sort();
    return await Promise.all(
      names.map(async (name) => ({ name, text: await readFile(join(directory, name), 'utf8') })),
    );
  } catch (error) {
    throw notReadable(directory, `${error instanceof Error ? error.message : String(error)}.`, error);
  }
}

/** @throws SourceError when the directory cannot be read or has no .json file; a file that is not what it should be is a note. */
export async function readInventoryFolder(directory: string): Promise<NetworkReading> {
  const files = await jsonFiles(directory);
  if (files.length === 0) throw notReadable(directory, 'it has no .json file.');
  // Files do not say when they were printed.
  return { ...readInventory(files), readAt: null, calls: 0 };
}
