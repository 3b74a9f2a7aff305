/** `GET /health`: whether Slack can reach the bot, for load balancers and containers. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export const HEALTH_PATH = '/health';

export interface Health {
  readonly ok: boolean;
  /** How Slack reaches the bot. */
  readonly mode: 'socket' | 'http';
  /** Questions that are being answered. */
  readonly running: number;
}

/** 200 while Slack can reach the bot, else 503. */
export function answerHealth(health: Health, response: ServerResponse): void {
  response.writeHead(health.ok ? 200 : 503, {
    'content-type': 'application/json',
    'cache-control': 'no-store',
  });
  response.end(JSON.stringify(health));
}

/** Serves that path alone. @returns the server and its port, once it listens. @throws what node:net gives, such as EADDRINUSE. */
export async function serveHealth(
  port: number,
  health: () => Health,
): Promise<{ readonly server: Server; readonly port: number }> {
  const server = createServer(({ method, url }: IncomingMessage, response) => {
    if (method === 'GET' && url?.split('?')[0] === HEALTH_PATH) return answerHealth(health(), response);
    response.writeHead(404).end();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, resolve);
  });
  return { server, port: (server.address() as AddressInfo).port };
}
