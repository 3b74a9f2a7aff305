/** The process and the command as they are installed: compiled, and run by Node. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export interface Built {
  /** In which it runs, empty at first. */
  readonly folder: string;
  /** @param entry `main` or `cli`. Only the variables that are given, and the path, are set. */
  run(entry: string, args: readonly string[], env: Readonly<Record<string, string>>): Spoken;
  /** All of it, and the folder. */
  remove(): Promise<void>;
}

export interface Spoken {
  readonly child: ChildProcess;
  /** All that it has written so far, to both streams. */
  said(): string;
  readonly ended: Promise<number | null>;
}

/** Compiles without checking types, which others do. */
export async function buildFlows(): Promise<Built> {
  const out = join('node_modules', '.flows-built', randomUUID());
  const tsc = ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json', '--noCheck', '--outDir', out];
  const compiler = spawn(process.execPath, tsc, { cwd: ROOT, stdio: 'inherit' });
  const [code] = await once(compiler, 'exit');
  if (code !== 0) throw new Error(`flows could not be compiled: tsc ended with ${code}`);
  const folder = await mkdtemp(join(tmpdir(), 'flows-built-'));
  return {
    folder,
    run(entry, args, env) {
      const child = spawn(process.execPath, [join(ROOT, out, `${entry}.js`), ...args], {
        cwd: folder,
        env: { PATH: process.env['PATH'] ?? '', ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let said = '';
      const hear = (chunk: Buffer) => {
        said += chunk.toString();
      };
      child.stdout.on('data', hear);
      child.stderr.on('data', hear);
      const ended = once(child, 'close').then(([status]) => status as number | null);
      return { child, said: () => said, ended };
    },
    async remove() {
      for (const made of [join(ROOT, out), folder]) await rm(made, { recursive: true, force: true });
    },
  };
}

/** Resolves when it has said that. */
export async function saying(spoken: Spoken, text: string): Promise<void> {
  const { stdout } = spoken.child;
  const died = spoken.ended.then(() => Promise.reject(new Error(`it ended: ${spoken.said()}`)));
  // It ends when it is stopped, which is no failure any more.
  died.catch(() => undefined);
  while (!spoken.said().includes(text)) await Promise.race([once(stdout ?? spoken.child, 'data'), died]);
}
