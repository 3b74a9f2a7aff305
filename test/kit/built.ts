/** The process and the command as they are installed: compiled, and run by Node. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compiledFlows } from './made.ts';

export interface Built {
  /** In which it runs, empty at first. */
  readonly folder: string;
  /** @param entry `main` or `cli`. Only the variables that are given, and the path, are set. */
  run(entry: string, args: readonly string[], env: Readonly<Record<string, string>>): Spoken;
  /** The folder. */
  remove(): Promise<void>;
}

export interface Spoken {
  readonly child: ChildProcess;
  /** All that it has written so far, to both streams. */
  said(): string;
  readonly ended: Promise<number | null>;
}

export async function buildFlows(): Promise<Built> {
  const compiled = await compiledFlows();
  const folder = await mkdtemp(join(tmpdir(), 'flows-built-'));
  return {
    folder,
    run(entry, args, env) {
      const child = spawn(process.execPath, [join(compiled, `${entry}.js`), ...args], {
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
    remove: () => rm(folder, { recursive: true, force: true }),
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
