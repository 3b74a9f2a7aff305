/** A network between a client and a server, which breaks connections and delays what is sent. */
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface TcpProxy {
  readonly port: number;
  /** Breaks all connections that there are. */
  breakAll(): void;
  /** From now on everything takes so many milliseconds longer, in each direction. */
  delay(milliseconds: number): void;
  close(): Promise<void>;
}

/** @param to the port of a server on this machine */
export async function startTcpProxy(to: number): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  let late = 0;

  function pass(from: Socket, into: Socket): void {
    from.on('data', (chunk) => {
      // Nothing overtakes what was sent before: timers of the same length end in the order in which they began.
      if (late === 0) into.write(chunk);
      else setTimeout(() => into.destroyed || into.write(chunk), late);
    });
    from.on('close', () => into.destroy());
    // The other end hears of it by its own connection.
    from.on('error', () => into.destroy());
  }

  const server = createServer((client) => {
    const upstream = connect(to, '127.0.0.1');
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
    }
    pass(client, upstream);
    pass(upstream, client);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const breakAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    breakAll,
    delay: (milliseconds) => {
      late = milliseconds;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        breakAll();
      }),
  };
}
