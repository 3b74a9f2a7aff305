/** The third tier: web servers at the databases and the cache, and the databases between themselves. */
import { LINUX_EPHEMERAL, POSTGRES, REDIS } from '../policy.ts';
import { whole } from '../random.ts';
import { run } from '../tcp.ts';
import { HOSTS, type Host } from '../topology.ts';
import type { Wire } from '../wire.ts';
import { following, poolPort, type Span, scattered, shortPort, steadily } from './schedule.ts';

const WEB = [HOSTS.web1, HOSTS.web2, HOSTS.web3];

export function databases(span: Span, wire: Wire): void {
  for (const web of WEB) {
    queries(web, HOSTS.db1, 7, span, wire);
    queries(web, HOSTS.db2, 3, span, wire);
    for (const lane of ['first', 'second'])
      pool(web, HOSTS.db1, POSTGRES, { lane, lifetime: 1200, every: 12 }, span, wire);
  }
  pool(HOSTS.db2, HOSTS.db1, POSTGRES, { lane: 'replication', lifetime: 3600, every: 10 }, span, wire);
}

export function caching(span: Span, wire: Wire): void {
  for (const web of WEB) {
    for (const lane of ['first', 'second', 'third']) {
      pool(web, HOSTS.cache, REDIS, { lane, lifetime: 900, every: 5 }, span, wire);
    }
  }
}

/** Asks db-2 every ten seconds, and now and then sends its last FIN once more when db-2 has forgotten the connection. */
export function reports(span: Span, wire: Wire): void {
  scattered('reports', 6, span, (opens, draw, number) => {
    run(
      {
        client: { address: HOSTS.report.address, port: shortPort(LINUX_EPHEMERAL, number) },
        server: { address: HOSTS.db2.address, port: POSTGRES },
        opens,
        latency: 0.001,
        requests: [0.01, 0.6, 1.3],
        up: whole(draw, 300, 900),
        down: whole(draw, 4000, 90_000),
        closes: 2 + 3 * draw(),
        ...(number % 11 === 0 ? { strayFin: 8 + 12 * draw() } : {}),
      },
      wire,
    );
  });
}

function queries(client: Host, server: Host, perMinute: number, span: Span, wire: Wire): void {
  scattered(`queries ${client.name} ${server.name}`, perMinute, span, (opens, draw, number) => {
    run(
      {
        client: { address: client.address, port: shortPort(LINUX_EPHEMERAL, number) },
        server: { address: server.address, port: POSTGRES },
        opens,
        latency: 0.001,
        requests: [0.01, 0.2],
        up: whole(draw, 200, 1200),
        down: whole(draw, 500, 20_000),
        closes: 0.5 + 3 * draw(),
      },
      wire,
    );
  });
}

interface Pool {
  readonly lane: string;
  /** Seconds that each connection lasts. */
  readonly lifetime: number;
  /** Seconds between two requests. */
  readonly every: number;
}

function pool(
  client: Host,
  server: Host,
  port: number,
  { lane, lifetime, every }: Pool,
  span: Span,
  wire: Wire,
): void {
  const name = `${client.name} ${server.name} ${lane}`;
  following(name, lifetime, span, (opens, draw, number) => {
    run(
      {
        client: { address: client.address, port: poolPort(LINUX_EPHEMERAL, name, number) },
        server: { address: server.address, port },
        opens,
        latency: 0.001,
        requests: steadily(every, lifetime - every),
        up: whole(draw, 80, 600),
        down: whole(draw, 300, 8000),
        closes: lifetime - every / 2,
      },
      wire,
    );
  });
}
