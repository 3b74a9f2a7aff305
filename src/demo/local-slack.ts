/**
 * A local Slack as a process: the `local-slack` binary, which speaks Slack's Web API and Socket Mode and has a page to type in. It is an optional
 * package that exists for some platforms only, and it listens on every network interface of the machine.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export interface Workspace {
  readonly workspace: { readonly name: string; readonly domain: string; readonly teamId: string };
  readonly app: {
    readonly appId: string;
    readonly botUserId: string;
    readonly botName: string;
    readonly botToken: string;
    readonly appToken: string;
    readonly signingSecret: string;
    readonly mode: 'socket' | 'events';
    /** Where Slack calls the bot, in `events` mode. */
    readonly requestUrl?: string;
  };
  readonly users: readonly {
    readonly id: string;
    readonly name: string;
    readonly real_name: string;
    readonly tz: string;
  }[];
  readonly channels: readonly {
    readonly id: string;
    readonly name: string;
    readonly members: readonly string[];
  }[];
}

export interface LocalSlack {
  /** Its page, and in front of its own interfaces: `http://127.0.0.1:34567`. */
  readonly url: string;
  stop(): Promise<void>;
}

/** There is none for this platform, or it does not start; the message says which and why. */
export class NoLocalSlack extends Error {
  override readonly name = 'NoLocalSlack';
}

/** Starting takes a second or two; milliseconds. */
const PATIENCE = 20_000;

const PLATFORMS: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  linux: 'linux',
  darwin: 'darwin',
  win32: 'windows',
};

function binary(): string {
  const name = `local-slack-${PLATFORMS[process.platform] ?? process.platform}-${process.arch}`;
  try {
    const manifest = createRequire(import.meta.url).resolve(`${name}/package.json`);
    return join(dirname(manifest), 'bin', process.platform === 'win32' ? 'local-slack.exe' : 'local-slack');
  } catch (cause) {
    throw new NoLocalSlack(`the package ${name} is not installed`, { cause });
  }
}

/** Resolves with the address that the process prints when it is up. */
function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const fail = (why: string) =>
      reject(new NoLocalSlack(`it did not start: ${[why, said.trim()].filter(Boolean).join(': ')}`));
    const timer = setTimeout(() => fail(`nothing was heard within ${PATIENCE / 1000} s`), PATIENCE);
    const listen = (chunk: Buffer) => {
      said += chunk.toString();
      const [, url] = /Web UI:\s+(http:\/\/\S+)/.exec(said) ?? [];
      if (url === undefined) return;
      clearTimeout(timer);
      resolve(url);
    };
    child.stdout?.on('data', listen);
    child.stderr?.on('data', listen);
    child.once('error', (error) => {
      clearTimeout(timer);
      fail(error.message);
    });
    child.once('exit', (code, signal) => {
      clearTimeout(timer);
      fail(`it ended with ${signal ?? code}`);
    });
  });
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined)
    return Promise.resolve();
  return new Promise((resolve) => child.once('exit', () => resolve()));
}

/** Starts it on a free port, or on one that is named. @throws NoLocalSlack. */
export async function startLocalSlack(workspace: Workspace, port = 0): Promise<LocalSlack> {
  const path = binary();
  const directory = await mkdtemp(join(tmpdir(), 'flows-local-slack-'));
  const config = join(directory, 'workspace.json');
  await writeFile(config, JSON.stringify(workspace));
  const flags = [
    '--config',
    config,
    '--port',
    String(port),
    '--base-host',
    '127.0.0.1',
    '--files-dir',
    join(directory, 'files'),
  ];
  // In a process group of its own, so that Ctrl-C in a terminal reaches the bot first, which then stops this.
  const detached = process.platform !== 'win32';
  const child = spawn(path, flags, { stdio: ['ignore', 'pipe', 'pipe'], detached });
  const kill = () => child.kill();
  process.once('exit', kill);

  async function stop(): Promise<void> {
    process.off('exit', kill);
    kill();
    await ended(child);
    await rm(directory, { recursive: true, force: true });
  }

  try {
    return { url: await addressOf(child), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
