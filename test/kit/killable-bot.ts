/** A bot in a process of its own that can be killed at any moment, with the next one loaded already, so that it is back at once. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { SlackSettings } from '../../src/slack/connection/settings.ts';
import { bundledBot } from './made.ts';
import { ROOT } from './made-once.ts';

export interface KillableBot {
  /** Where it listens now, or did. */
  readonly port: number;
  /** Ends it without a word, at once. */
  kill(): void;
  /** Asks it to stop. @returns its exit code, and the milliseconds until it ended */
  stop(): Promise<{ readonly code: number | null; readonly took: number }>;
  /** @returns milliseconds until Slack can reach it again */
  restart(): Promise<number>;
  /** Hands it the time once more, which the test has moved. */
  tellTime(): void;
  /** It does nothing until it is woken, and does not know that it did nothing. */
  hold(): void;
  wake(): void;
  /** Ends all of it. */
  close(): void;
}

/** What its watcher watches, and when. */
export interface Watched {
  /** Of records. */
  readonly folder: string;
  /** Milliseconds by which its clock is ahead of the real one, asked at each start and when it is told the time. */
  ahead(): number;
}

/** How it works; at once and without pauses where it is left out. */
export interface Working {
  /** How long questions may go on once it is asked to stop. */
  readonly drainSeconds?: number;
  /** Milliseconds between two posts in one channel. */
  readonly pace?: number;
  /** Before each look whether a message arrived that Slack gave no clear answer about, milliseconds. */
  readonly settling?: readonly number[];
  /** Milliseconds that each query takes. */
  readonly takes?: number;
}

/**
 * @param store its file, or the URL of a Postgres
 * @param watched nothing is watched where it is left out
 */
export async function startKillableBot(
  settings: SlackSettings,
  store: string,
  watched?: Watched,
  working: Working = {},
): Promise<KillableBot> {
  const told = JSON.stringify({ settings, store, folder: watched?.folder, ...working });
  const program = await bundledBot();
  const load = (): ChildProcess =>
    spawn(process.execPath, [program], {
      cwd: ROOT,
      env: { ...process.env, FLOWS_TEST_BOT: told },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
  let running: ChildProcess | undefined;
  let next = load();
  let port = 0;

  const tellTime = () => void running?.stdin?.write(`${watched?.ahead() ?? 0}\n`);

  async function restart(): Promise<number> {
    running = next;
    next = load();
    const began = performance.now();
    tellTime();
    const died = once(running, 'exit').then(() => Promise.reject(new Error('the bot ended as it started')));
    const [line] = (await Promise.race([once(running.stdout ?? running, 'data'), died])) as [Buffer];
    // It ends when it is killed, which is no failure any more.
    died.catch(() => undefined);
    port = Number(line.toString());
    return performance.now() - began;
  }

  await restart();
  return {
    get port() {
      return port;
    },
    kill: () => void running?.kill('SIGKILL'),
    async stop() {
      const [asked, stopped] = [performance.now(), running];
      if (!stopped) throw new TypeError('it was never started');
      const ended = once(stopped, 'exit');
      stopped.kill('SIGTERM');
      const [code] = (await ended) as [number | null];
      return { code, took: performance.now() - asked };
    },
    restart,
    tellTime,
    hold: () => void running?.kill('SIGSTOP'),
    wake: () => void running?.kill('SIGCONT'),
    close: () => {
      running?.kill('SIGKILL');
      next.kill('SIGKILL');
    },
  };
}
