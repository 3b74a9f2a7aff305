/** What the machine allows: an app of bare Bolt in a process of its own that acknowledges a command and does nothing else. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { App } from '@slack/bolt';
import { SECRET } from '../../kit/slack-envelopes.ts';

const TOLD = 'FLOWS_LOAD_ECHO';

async function echo(slackApiUrl: string): Promise<void> {
  const app = new App({ token: 'xoxb-load', signingSecret: SECRET, clientOptions: { slackApiUrl } });
  app.command('/flows', async ({ ack }) => ack());
  const server = await app.start(0);
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new TypeError('it listens on no port');
  process.send?.(address.port);
}

const told = process.env[TOLD];
if (told !== undefined) await echo(told);

export async function startEcho(slackUrl: string): Promise<{ port: number; process: ChildProcess }> {
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url)], {
    env: { ...process.env, [TOLD]: `${slackUrl}/api/` },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const [port] = (await once(child, 'message')) as [number];
  return { port, process: child };
}
