/** What hosts send to outside all day without any harm: time, updates, backups, agents, partners, mail. Much of it is as regular as a beacon. */
import { answered, datagrams, type Exchange } from '../exchange.ts';
import type { Host } from '../fleet.ts';
import type { Random } from '../random.ts';
import {
  aroundTheClock,
  byPeople,
  type DayScope,
  ephemeral,
  HOUR,
  MINUTE,
  regularly,
  stranger,
} from './day.ts';

const NTP = ['162.159.200.1', '162.159.200.123'];
const MIRRORS = ['151.101.2.132', '151.101.66.132'];
const OBJECT_STORE = '52.218.48.20';
const AGENT_ENDPOINT = '52.94.5.17';
const PAYMENTS = ['198.202.176.11', '198.202.176.12'];
const MAIL_SERVICE = '54.240.11.30';
const RESOLVER = '1.1.1.1';

function transfer(
  random: Random,
  client: string,
  server: string,
  serverPort: number,
  at: number,
  bytes: { readonly sent: number; readonly received: number },
): Exchange {
  const packets = (up: number, down: number) => 6 + Math.ceil(up / 1400) + Math.ceil(down / 2800);
  const sent = packets(bytes.sent, bytes.received);
  const received = packets(bytes.received, bytes.sent);
  const seconds = 1 + (bytes.sent + bytes.received) / 20e6;
  return answered(
    { client, clientPort: ephemeral(random), server, serverPort },
    at,
    seconds,
    { packets: sent, bytes: Math.round(bytes.sent + 52 * sent) },
    { packets: received, bytes: Math.round(bytes.received + 52 * received) },
  );
}

function ofHost(scope: DayScope, host: Host): readonly Exchange[] {
  const random = scope.random.fork(`outbound ${host.address}`);
  const [client, clientPort] = [host.address, 123];
  const time = regularly(scope, random, 2048, 1).map((at) =>
    datagrams(
      { client, clientPort, server: random.pick(NTP), serverPort: 123 },
      at,
      { packets: 1, bytes: 76 },
      { packets: 1, bytes: 76 },
    ),
  );
  const updates = Array.from({ length: 3 }, () =>
    transfer(random, client, random.pick(MIRRORS), 443, scope.start + random.next() * 23 * HOUR, {
      sent: 3000,
      received: random.lognormal(2e6, 1),
    }),
  );
  const agent = regularly(scope, random, 15 * MINUTE, 3).map((at) =>
    transfer(random, client, AGENT_ENDPOINT, 443, at, {
      sent: random.lognormal(9000, 0.1),
      received: 1500,
    }),
  );
  return [...time, ...updates, ...agent];
}

/** Of a content network, which has another address tomorrow: new and rare as what an implant calls, and asked whenever somebody wants something. */
function content(scope: DayScope, host: Host): readonly Exchange[] {
  const random = scope.random.fork(`content ${host.address}`);
  const [asks, isForPeople] = [random.chance(1 / 3), random.chance(0.5)];
  if (!asks) return [];
  const server = stranger(random);
  const perDay = random.lognormal(50, 1);
  const moments = isForPeople ? byPeople(scope, random, perDay) : aroundTheClock(scope, random, perDay, 0.3);
  return moments.map((at) =>
    transfer(random, host.address, server, 443, at, {
      sent: random.lognormal(1500, 0.3),
      received: random.lognormal(30_000, 1),
    }),
  );
}

/** A copy of the database to object storage in every night, and small copies by day. */
function backups(scope: DayScope, host: Host): readonly Exchange[] {
  const random = scope.random.fork(`backup ${host.address}`);
  const night = scope.start + 2.5 * HOUR + random.next() * 10 * MINUTE;
  return Array.from({ length: 6 }, (_, part) =>
    transfer(random, host.address, OBJECT_STORE, 443, night + part * 90, {
      sent: random.lognormal(400e6, 0.15),
      received: 20_000,
    }),
  );
}

/** One host alone asks a partner every five minutes, as it has for weeks. */
function partner(scope: DayScope, host: Host): readonly Exchange[] {
  const random = scope.random.fork(`partner ${host.address}`);
  return regularly(scope, random, 5 * MINUTE, 2).map((at) =>
    transfer(random, host.address, `203.0.113.${20 + host.stack}`, 443, at, {
      sent: 1800,
      received: random.lognormal(7000, 0.3),
    }),
  );
}

export function outbound(scope: DayScope, stack: number): readonly Exchange[] {
  const random = scope.random.fork(`outbound ${stack}`);
  const of = (role: Host['role']) => scope.fleet.of(stack, role);
  const quiet: readonly Host['role'][] = ['load-balancer', 'nat', 'dual-stack'];
  const hosts = scope.fleet.hosts.filter((host) => host.stack === stack && !quiet.includes(host.role));
  const [batch, poller] = of('batch');
  const [mailer] = of('app');
  const [directory] = of('directory');
  const payments = byPeople(scope, random, 350).map((at) =>
    transfer(random, random.pick(of('app')).address, random.pick(PAYMENTS), 443, at, {
      sent: random.lognormal(2500, 0.4),
      received: random.lognormal(4000, 0.4),
    }),
  );
  const mail = mailer
    ? byPeople(scope, random, 60).map((at) =>
        transfer(random, mailer.address, MAIL_SERVICE, mailer.stack === 1 ? 25 : 587, at, {
          sent: random.lognormal(12_000, 0.8),
          received: 2000,
        }),
      )
    : [];
  const names = directory
    ? aroundTheClock(scope, random, 500, 0.2).map((at) =>
        datagrams(
          { client: directory.address, clientPort: ephemeral(random), server: RESOLVER, serverPort: 53 },
          at,
          { packets: 1, bytes: random.whole(58, 95) },
          { packets: 1, bytes: random.whole(90, 300) },
        ),
      )
    : [];
  return [
    ...hosts.flatMap((host) => [...ofHost(scope, host), ...content(scope, host)]),
    ...(batch ? backups(scope, batch) : []),
    ...(poller ? partner(scope, poller) : []),
    ...payments,
    ...mail,
    ...names,
  ];
}
