/** Serves routes where Slack itself is reached over a socket, so that nothing else listens. */
import { createServer, type IncomingMessage, type Server, type ServerOptions } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PATIENCE } from './patience.ts';
import { pathOf, type Route } from './route.ts';

/** @returns the server and its port, once it listens. @throws what node:net gives, such as EADDRINUSE. */
export async function serve(
  port: number,
  routes: readonly Route[],
  patience: ServerOptions = PATIENCE,
): Promise<{ readonly server: Server; readonly port: number }> {
  const server = createServer(patience, (request: IncomingMessage, response) => {
    const { method } = request;
    const path = pathOf(request);
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
