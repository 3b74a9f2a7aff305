/** Data that leaves: at once, in small parts for hours, or in one connection that never ends. And connections that stay open for hours. */
import { answered, type Exchange } from '../exchange.ts';
import { ephemeral, HOUR, stranger } from '../traffic/day.ts';
import { type AttackScope, attacks, type Injection, WORKERS } from './injection.ts';

function upload(
  client: string,
  clientPort: number,
  server: string,
  at: number,
  seconds: number,
  bytes: number,
): Exchange {
  const packets = Math.ceil(bytes / 1400);
  return answered(
    { client, clientPort, server, serverPort: 443 },
    at,
    seconds,
    { packets, bytes: bytes + 52 * packets },
    { packets: Math.ceil(packets / 2), bytes: Math.ceil(packets / 2) * 52 + 4000 },
  );
}

const KINDS = [
  { name: '2 GB in 20 minutes', parts: 4, bytes: 500e6, lasts: 290, over: 1200 },
  { name: '600 MB in 6 hours, 120 parts', parts: 120, bytes: 5e6, lasts: 4, over: 6 * HOUR },
  { name: '900 MB in one connection of 3 hours', parts: 1, bytes: 900e6, lasts: 3 * HOUR, over: 3 * HOUR },
] as const;

function exfiltrations(scope: AttackScope): readonly Injection[] {
  const set = { times: 21, roles: WORKERS, hours: 8 } as const;
  return attacks('exfiltration', scope, set, ({ host, at, random, index }) => {
    const kind = KINDS[index % KINDS.length] ?? KINDS[0];
    const server = stranger(random);
    const exchanges = Array.from({ length: kind.parts }, (_, part) =>
      upload(
        host.address,
        ephemeral(random),
        server,
        at + (part / kind.parts) * kind.over,
        kind.lasts,
        Math.round(kind.bytes * random.lognormal(1, 0.1)),
      ),
    );
    return { hosts: [host], variant: kind.name, start: at, end: at + kind.over, exchanges };
  });
}

/** Beyond the durations from which RITA's score is low and from which it is medium, hours; with a keep-alive every so many seconds. */
const OPEN = [
  { least: 5, most: 7, pause: 120 },
  { least: 9, most: 13, pause: 20 },
] as const;

function longConnections(scope: AttackScope): readonly Injection[] {
  const set = { times: 12, roles: WORKERS, hours: 14 } as const;
  return attacks('long-connection', scope, set, ({ host, at, random, index }) => {
    const { least, most, pause } = OPEN[index % OPEN.length] ?? OPEN[0];
    const seconds = random.whole(least, most) * HOUR;
    const packets = Math.round(seconds / pause);
    const exchange = answered(
      { client: host.address, clientPort: ephemeral(random), server: stranger(random), serverPort: 443 },
      at,
      seconds,
      { packets, bytes: packets * 90 },
      { packets, bytes: packets * 80 },
    );
    return {
      hosts: [host],
      variant: `${least} to ${most} hours`,
      start: at,
      end: at + seconds,
      exchanges: [exchange],
    };
  });
}

export function uploads(scope: AttackScope): readonly Injection[] {
  return [...exfiltrations(scope), ...longConnections(scope)];
}
