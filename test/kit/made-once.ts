/**
 * What is made of the sources for all tests that start processes: by whoever needs it first, and found again as long as nothing changes of what it is
 * made of. In a folder named after that, so that nobody ever runs what belongs to other sources.
 */
import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PLACE = join(ROOT, 'node_modules', '.flows-made');
const SOURCES = ['src', join('test', 'e2e', 'killed')];
/** The lock file names the versions of what makes it, and how it is made is in the kit. */
const SETTINGS = ['package-lock.json', 'tsconfig.json', 'tsconfig.build.json', 'test/kit/made.ts'];
/** No run of the tests takes so long: what was not asked for meanwhile is used by nobody. Milliseconds. */
const FORGOTTEN = 3_600_000;

async function namesIn(folder: string): Promise<readonly string[]> {
  const all = await readdir(join(ROOT, folder), { recursive: true, withFileTypes: true });
  return all.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
}

async function nameOfSources(): Promise<string> {
  const names = [...(await Promise.all(SOURCES.map(namesIn))), SETTINGS.map((name) => join(ROOT, name))];
  const hash = createHash('sha256');
  for (const name of names.flat().sort()) {
    const text = await readFile(name);
    hash.update(`${name} ${text.length}\n`).update(text);
  }
  return hash.digest('hex').slice(0, 32);
}

async function removeForgotten(): Promise<void> {
  for (const name of await readdir(PLACE)) {
    const folder = join(PLACE, name);
    // Another process may have removed it already.
    const used = await stat(folder).catch(() => null);
    if (used && Date.now() - used.mtimeMs > FORGOTTEN) await rm(folder, { recursive: true, force: true });
  }
}

/**
 * @param what tells it from others that are made of the same sources
 * @param make writes it into a folder that exists
 * @returns the folder, which is to be left as it is
 */
export async function madeOnce(what: string, make: (folder: string) => Promise<void>): Promise<string> {
  const folder = join(PLACE, `${what}-${await nameOfSources()}`);
  if (existsSync(folder)) {
    const now = new Date();
    await utimes(folder, now, now);
    return folder;
  }
  const own = join(PLACE, randomUUID());
  await mkdir(own, { recursive: true });
  await removeForgotten();
  await make(own);
  // As the package says it: otherwise Node.js reads each file twice to find out (Node.js, "Packages", "Syntax detection").
  await writeFile(join(own, 'package.json'), '{"type":"module"}');
  try {
    await rename(own, folder);
  } catch (error) {
    // Another process was there first, with the same.
    if (!existsSync(folder)) throw error;
    await rm(own, { recursive: true, force: true });
  }
  return folder;
}
