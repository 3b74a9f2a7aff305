/** What the people who run the stacks do: monitoring, deploys, configuration over SSH, restarts, dumps. It looks like scans and movement, and is not. */
import { answered, type Exchange, refused, rejected } from '../exchange.ts';
import type { Host } from '../fleet.ts';
import type { Random } from '../random.ts';
import { byPeople, DAY, type DayScope, ephemeral, HOUR, isWeekend, MINUTE, regularly } from './day.ts';

function short(random: Random, client: Host, server: Host, serverPort: number, at: number): Exchange {
  return answered(
    { client: client.address, clientPort: ephemeral(random), server: server.address, serverPort },
    at,
    0.4,
    { packets: 7, bytes: 620 + random.whole(0, 30) },
    { packets: 6, bytes: random.whole(9000, 16_000) },
  );
}

/** A session in which somebody works, or a tool does: no two are of one size. */
function session(random: Random, client: string, server: string, at: number): Exchange {
  const packets = Math.round(random.lognormal(180, 0.9));
  return answered(
    { client, clientPort: ephemeral(random), server, serverPort: 22 },
    at,
    random.lognormal(40, 1),
    { packets, bytes: packets * random.whole(80, 160) + 3000 },
    { packets, bytes: packets * random.whole(90, 400) + 3000 },
  );
}

/** Every host is asked for its metrics. */
function monitoring(scope: DayScope, mon: Host, hosts: readonly Host[]): readonly Exchange[] {
  return hosts.flatMap((host) => {
    const random = scope.random.fork(`metrics ${host.address}`);
    return regularly(scope, random, 10 * MINUTE, 1).map((at) => short(random, mon, host, 9100, at));
  });
}

/** The configuration of all hosts, one after the other, on working days. */
function configuration(scope: DayScope, ci: Host, hosts: readonly Host[]): readonly Exchange[] {
  if (isWeekend(scope)) return [];
  const random = scope.random.fork(`configuration ${ci.address}`);
  const begins = scope.start + random.pick([9, 11, 14, 16]) * HOUR + random.next() * HOUR;
  return hosts.map((host, index) => session(random, ci.address, host.address, begins + index * 9));
}

/** Engineers come over the VPN to the bastion, and from there to a host. */
function engineers(scope: DayScope, bastion: Host, hosts: readonly Host[]): readonly Exchange[] {
  const random = scope.random.fork(`engineers ${bastion.address}`);
  return byPeople(scope, random, 14).flatMap((at) => [
    session(random, `10.200.0.${random.whole(10, 40)}`, bastion.address, at),
    session(random, bastion.address, random.pick(hosts).address, at + 20),
  ]);
}

/** An application restarts, and for two minutes its clients find nobody. */
function restart(scope: DayScope, webs: readonly Host[], app: Host): readonly Exchange[] {
  const random = scope.random.fork(`restart ${app.address}`);
  if (!random.chance(0.5)) return [];
  const at = scope.start + 9 * HOUR + random.next() * 10 * HOUR;
  return Array.from({ length: 60 }, () =>
    refused(
      {
        client: random.pick(webs).address,
        clientPort: ephemeral(random),
        server: app.address,
        serverPort: 8443,
      },
      at + random.next() * 2 * MINUTE,
    ),
  );
}

/** Somebody forgot a client that asks a database it was never allowed to. */
function forgotten(scope: DayScope, client: Host, server: Host): readonly Exchange[] {
  const random = scope.random.fork(`forgotten ${client.address}`);
  return regularly(scope, random, 10 * MINUTE, 20).map((at) =>
    rejected(
      { client: client.address, clientPort: ephemeral(random), server: server.address, serverPort: 5432 },
      at,
      3,
    ),
  );
}

/** A tunnel to the office that has always been there: ESP, whose records have no ports. */
function tunnel(scope: DayScope, bastion: Host): readonly Exchange[] {
  const office = `198.51.101.${10 + bastion.stack}`;
  const side = { packets: 4000, bytes: 1_200_000 };
  return Array.from({ length: 8 }, (_, part) => ({
    ...{ client: bastion.address, clientPort: 0, server: office, serverPort: 0, protocol: 50 },
    ...{ at: scope.start + part * 3 * HOUR, seconds: 3 * HOUR - 1, sent: side, received: side },
  }));
}

/** The nightly dump of the database, from which the backup is made. */
function dump(scope: DayScope, batch: Host, database: Host): Exchange {
  const random = scope.random.fork(`dump ${batch.address}`);
  const bytes = random.lognormal(2.4e9, 0.1);
  const packets = Math.ceil(bytes / 8900);
  return answered(
    { client: batch.address, clientPort: ephemeral(random), server: database.address, serverPort: 5432 },
    scope.start + 1.5 * HOUR + random.next() * 300,
    30 * MINUTE,
    { packets: Math.ceil(packets / 2), bytes: Math.ceil(packets / 2) * 52 },
    { packets, bytes: Math.round(bytes) },
  );
}

/** A web server that a deploy brought up: for some hours it talks as its sisters do, from an address that nobody knew. */
export function deployed(scope: DayScope, stack: number, fresh: Host): readonly Exchange[] {
  const random = scope.random.fork(`deployed ${fresh.address}`);
  const [apps, balancers] = [scope.fleet.of(stack, 'app'), scope.fleet.of(stack, 'load-balancer')];
  const begins = scope.start + 10 * HOUR + random.next() * 4 * HOUR;
  const until = Math.min(begins + 6 * HOUR, scope.start + DAY);
  const moments = Array.from({ length: 150 }, () => begins + random.next() * (until - begins)).sort(
    (a, b) => a - b,
  );
  return moments.flatMap((at) => [
    short(random, random.pick(balancers), fresh, 8080, at),
    short(random, fresh, random.pick(apps), 8443, at + 1),
  ]);
}

export function operations(scope: DayScope, stack: number): readonly Exchange[] {
  const of = (role: Host['role']) => scope.fleet.of(stack, role);
  const hosts = scope.fleet.hosts.filter((host) => host.stack === stack);
  const four = hosts.filter(
    ({ address, role }) => !address.includes(':') && role !== 'load-balancer' && role !== 'nat',
  );
  const [mon, ci, bastion, app] = [of('monitoring')[0], of('ci')[0], of('bastion')[0], of('app')[0]];
  const [batch, second] = of('batch');
  const [primary, replica] = of('database');
  const others = (one: Host) => four.filter((host) => host !== one);
  return [
    ...(mon ? monitoring(scope, mon, others(mon)) : []),
    ...(ci ? configuration(scope, ci, others(ci)) : []),
    ...(bastion ? [...engineers(scope, bastion, others(bastion)), ...tunnel(scope, bastion)] : []),
    ...(app ? restart(scope, of('web'), app) : []),
    ...(second && replica ? forgotten(scope, second, replica) : []),
    ...(batch && primary ? [dump(scope, batch, primary)] : []),
  ];
}
