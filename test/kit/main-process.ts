/** The process as an operator starts it, with nothing but its environment: it answers from the demo network. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { SlackSettings } from '../../src/slack/connection/settings.ts';
import { compiledFlows } from './made.ts';
import { ROOT } from './made-once.ts';

export interface MainProcess {
  stop(): void;
  /** Its exit code, and what it said on standard error. */
  readonly ended: Promise<{ readonly code: number | null; readonly said: string }>;
}

/** @param more of the environment */
export async function startMain(
  { botToken, appToken, apiUrl }: SlackSettings,
  more: Readonly<Record<string, string>>,
): Promise<MainProcess> {
  const child = spawn(process.execPath, [join(await compiledFlows(), 'main.js')], {
    cwd: ROOT,
    env: {
      ...{ PATH: process.env['PATH'], SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken ?? '' },
      ...{ SLACK_API_URL: apiUrl ?? '', ...more },
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let said = '';
  child.stderr.on('data', (text: Buffer) => {
    said += text.toString();
  });
  return {
    stop: () => void child.kill('SIGTERM'),
    ended: once(child, 'close').then(([code]) => ({ code: code as number | null, said })),
  };
}
