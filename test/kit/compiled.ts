/**
 * The bot compiled once for all tests that start processes of it: by whoever needs it first, and found again as long as nothing changes of what it
 * is compiled from. In a folder named after that, so that nobody ever runs what belongs to other sources.
 */
import { spawn } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PLACE = join(ROOT, 'node_modules', '.flows-compiled');
const PROJECT = join('test', 'e2e', 'killed');
/** The lock file names the version of the compiler. */
const SETTINGS = ['package-lock.json', 'tsconfig.json', 'tsconfig.build.json'];
/** No run of the tests takes so long: what was not asked for meanwhile is used by nobody. Milliseconds. */
const FORGOTTEN = 3_600_000;

async function namesIn(folder: string): Promise<readonly string[]> {
  const all = await readdir(join(ROOT, folder), { recursive: true, withFileTypes: true });
  return all.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
}

async function nameOfSources(): Promise<string> {
  const names = [await namesIn('src'), await namesIn(PROJECT), SETTINGS.map((name) => join(ROOT, name))];
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

/** Without checking its types, which others do. */
async function compileInto(folder: string): Promise<void> {
  const tsc = ['node_modules/typescript/bin/tsc', '-p', PROJECT, '--outDir', folder];
  const compiler = spawn(process.execPath, tsc, { cwd: ROOT, stdio: 'inherit' });
  const [code] = await once(compiler, 'exit');
  if (code !== 0) throw new Error(`flows could not be compiled: tsc ended with ${code}`);
  // As the package says it: otherwise Node.js reads each file twice to find out (Node.js, "Packages", "Syntax detection").
  await writeFile(join(folder, 'package.json'), '{"type":"module"}');
}

async function compiled(): Promise<string> {
  const folder = join(PLACE, await nameOfSources());
  if (existsSync(folder)) {
    const now = new Date();
    await utimes(folder, now, now);
    return folder;
  }
  await mkdir(PLACE, { recursive: true });
  await removeForgotten();
  const own = join(PLACE, randomUUID());
  await compileInto(own);
  try {
    await rename(own, folder);
  } catch (error) {
    // Another process was there first, with the same.
    if (!existsSync(folder)) throw error;
    await rm(own, { recursive: true, force: true });
  }
  return folder;
}

let made: Promise<string> | undefined;

/** @returns the folder in which `src` and `test/e2e/killed` are, compiled; it is to be left as it is */
export function compiledFlows(): Promise<string> {
  made ??= compiled();
  return made;
}
