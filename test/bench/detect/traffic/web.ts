/** What the stacks are there for: clients outside, load balancers, web servers, applications, databases, and their health checks. */
import { answered, type Exchange } from '../exchange.ts';
import type { Host } from '../fleet.ts';
import type { Random } from '../random.ts';
import { byPeople, DAY, type DayScope, ephemeral, HOUR, regularly, stranger } from './day.ts';

interface Kind {
  readonly port: number;
  /** Seconds. */
  readonly lasts: number;
  readonly sent: number;
  readonly received: number;
}

const PAGE: Kind = { port: 443, lasts: 8, sent: 2500, received: 30_000 };
const BEHIND: Kind = { port: 8080, lasts: 2, sent: 2200, received: 24_000 };
const SERVICE: Kind = { port: 8443, lasts: 1, sent: 1500, received: 6000 };
const CACHED: Kind = { port: 6379, lasts: 1, sent: 700, received: 3000 };
const QUEUED: Kind = { port: 5672, lasts: 3, sent: 4000, received: 1200 };

/** Bytes are lognormal, and packets as many as they need, with the handshake and its end. */
function connection(random: Random, client: string, server: string, at: number, kind: Kind): Exchange {
  const [sent, received] = [random.lognormal(kind.sent, 0.7), random.lognormal(kind.received, 1)];
  const replies = 4 + Math.ceil(received / 1400);
  const requests = 5 + Math.ceil(sent / 1400) + Math.floor(replies / 2);
  return answered(
    { client, clientPort: ephemeral(random), server, serverPort: kind.port },
    at,
    random.lognormal(kind.lasts, 0.8),
    { packets: requests, bytes: Math.round(sent + 52 * requests) },
    { packets: replies, bytes: Math.round(received + 52 * replies) },
  );
}

function between(
  scope: DayScope,
  name: string,
  perDay: number,
  clients: readonly Host[],
  servers: readonly Host[],
  kind: Kind,
): readonly Exchange[] {
  const random = scope.random.fork(name);
  return byPeople(scope, random, perDay).map((at) =>
    connection(random, random.pick(clients).address, random.pick(servers).address, at, kind),
  );
}

/** A connection of a pool, which is opened anew every few hours and used as people use the service. */
function pooled(scope: DayScope, app: Host, database: Host): readonly Exchange[] {
  const random = scope.random.fork(`pool ${app.address}`);
  const lasts = 3 * HOUR;
  return Array.from({ length: DAY / lasts }, (_, index) => {
    const packets = random.whole(300, 500);
    return answered(
      { client: app.address, clientPort: ephemeral(random), server: database.address, serverPort: 5432 },
      scope.start + index * lasts + random.next() * 60,
      lasts - 120,
      { packets, bytes: packets * 180 },
      { packets, bytes: packets * random.whole(300, 900) },
    );
  });
}

function healthChecks(scope: DayScope, balancer: Host, web: Host): readonly Exchange[] {
  const random = scope.random.fork(`health ${balancer.address} ${web.address}`);
  return regularly(scope, random, 300).map((at) =>
    answered(
      {
        client: balancer.address,
        clientPort: random.whole(1024, 65_535),
        server: web.address,
        serverPort: 8080,
      },
      at,
      0,
      { packets: 6, bytes: 462 },
      { packets: 5, bytes: 611 },
    ),
  );
}

export function web(scope: DayScope, stack: number): readonly Exchange[] {
  const of = (role: Host['role']) => scope.fleet.of(stack, role);
  const [balancers, webs, apps] = [of('load-balancer'), of('web'), of('app')];
  const databases = of('database');
  const random = scope.random.fork(`clients ${stack}`);
  const clients = Array.from({ length: 400 }, () => stranger(random));
  const pages = byPeople(scope, random, 4000).map((at) =>
    connection(
      random,
      random.chance(0.7) ? random.pick(clients) : stranger(random),
      random.pick(balancers).address,
      at,
      PAGE,
    ),
  );
  const primary = databases[0];
  return [
    ...pages,
    ...between(scope, `behind ${stack}`, 3000, balancers, webs, BEHIND),
    ...between(scope, `service ${stack}`, 2200, webs, apps, SERVICE),
    ...between(scope, `cache ${stack}`, 1200, apps, of('cache'), CACHED),
    ...between(scope, `queue ${stack}`, 600, apps, of('queue'), QUEUED),
    ...between(scope, `consume ${stack}`, 300, of('batch'), of('queue'), QUEUED),
    ...(primary ? apps.flatMap((app) => pooled(scope, app, primary)) : []),
    ...balancers.flatMap((balancer) => webs.flatMap((one) => healthChecks(scope, balancer, one))),
  ];
}

/** Clients and servers outside that speak IPv6. */
export function dualStack(scope: DayScope, stack: number): readonly Exchange[] {
  const random = scope.random.fork(`dual-stack ${stack}`);
  const six = () => `2a02:${random.whole(256, 999)}:${random.whole(1000, 9999)}::${random.whole(1, 9999)}`;
  const hosts = scope.fleet.of(stack, 'dual-stack');
  return byPeople(scope, random, 900).map((at) =>
    connection(random, six(), random.pick(hosts).address, at, PAGE),
  );
}
