/** A Slack that keeps what it takes, takes its time over each call, and turns away what passes its limits. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { createWorkspace } from '../../kit/slack-workspace.ts';
import type { SlackCall } from '../../kit/stateful-slack.ts';
import { type SlackLimits, slackLimits } from './slack-limits.ts';

/** Milliseconds that a call takes. */
const TAKES = { least: 40, most: 120 };

/** A call that was carried out. */
export interface Done extends SlackCall {
  /** Of the message that was posted; empty for everything else. */
  readonly ts: string;
}

export interface LimitedSlack {
  readonly url: string;
  readonly limits: SlackLimits;
  close(): void;
}

/** The method of the Web API, or the path that somebody was given to answer to. */
function callOf(path: string, type: string | undefined, body: string): SlackCall {
  const method = path.startsWith('/api/') ? path.slice('/api/'.length) : path;
  const args = type?.includes('json') ? { body } : Object.fromEntries(new URLSearchParams(body));
  return { method, args };
}

/** @param onDone is told of each call that was carried out. @param random from 0 to 1 */
export async function startLimitedSlack(
  onDone: (done: Done) => void,
  random: () => number,
): Promise<LimitedSlack> {
  const limits = slackLimits();
  const server = createServer(async (request, response) => {
    const call = callOf(request.url ?? '', request.headers['content-type'], await text(request));
    const wait = limits.refuse(call, performance.now());
    await setTimeout(TAKES.least + (TAKES.most - TAKES.least) * random());
    if (wait > 0) {
      response.writeHead(429, {
        'content-type': 'application/json',
        'retry-after': String(Math.ceil(wait / 1000)),
      });
      response.end(JSON.stringify({ ok: false, error: 'ratelimited' }));
      return;
    }
    const answer = workspace.carryOut(call.method, call.args);
    onDone({ ...call, ts: 'ts' in answer ? String(answer.ts) : '' });
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer));
  });
  server.keepAliveTimeout = 60_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const workspace = createWorkspace(url);
  return {
    url,
    limits,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
