/** `GET /health`: whether Slack can reach the bot, for load balancers and containers. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Route } from './route.ts';

export const HEALTH_PATH = '/health';

export interface Health {
  readonly ok: boolean;
  /** How Slack reaches the bot. */
  readonly mode: 'socket' | 'http';
  /** Questions that are being answered. */
  readonly running: number;
  /** Who watches for alerts, and how many sources are watched; absent where nothing is. */
  readonly alerts?: {
    readonly watcher: 'this-process' | 'another' | 'nobody';
    readonly watched: number;
    readonly late: number;
    readonly failing: number;
    readonly starting: number;
  };
}

/** 200 while Slack can reach the bot, else 503. */
export function answerHealth(health: Health, response: ServerResponse): void {
  response.writeHead(health.ok ? 200 : 503, {
    'content-type': 'application/json',
    'cache-control': 'no-store',
  });
  response.end(JSON.stringify(health));
}

/** Serves that path, and the routes beside it. @returns the server and its port, once it listens. @throws what node:net gives, such as EADDRINUSE. */
export async function serveHealth(
  port: number,
  health: () => Health,
  routes: readonly Route[] = [],
): Promise<{ readonly server: Server; readonly port: number }> {
  const server = createServer((request: IncomingMessage, response) => {
    const { method, url } = request;
    const path = url?.split('?')[0];
    if (method === 'GET' && path === HEALTH_PATH) return answerHealth(health(), response);
    const route = routes.find((one) => one.method === method && one.path === path);
    if (route) return route.handle(request, response);
    response.writeHead(404).end();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, resolve);
  });
  return { server, port: (server.address() as AddressInfo).port };
}
