/** Scans of ports and sweeps of hosts from inside, and scans from outside that find something. */
import { answered, type Exchange, refused, rejected, unanswered } from '../exchange.ts';
import type { Random } from '../random.ts';
import { ephemeral, stranger } from '../traffic/day.ts';
import { type AttackScope, attacks, type Injection, spanOf, WORKERS } from './injection.ts';

type Ends = Pick<Exchange, 'client' | 'clientPort' | 'server' | 'serverPort'>;

/** What a scanned port does: most are dropped by policy, some have no listener, some are silent. */
function tried(random: Random, ends: Ends, at: number): Exchange {
  const fate = random.next();
  if (fate < 0.6) return rejected(ends, at);
  return fate < 0.85 ? refused(ends, at) : unanswered(ends, at);
}

const PACES = [
  { name: 'fast', ports: 200, every: 0.2 },
  { name: 'medium', ports: 60, every: 3 },
  { name: 'slow', ports: 60, every: 12 },
] as const;

function portScans(scope: AttackScope): readonly Injection[] {
  return attacks('port-scan', scope, { times: 30, roles: WORKERS }, ({ host, at, random, index }) => {
    const pace = PACES[index % PACES.length] ?? PACES[0];
    const isOutside = index % 4 === 3;
    const others = scope.fleet.hosts.filter(
      (other) =>
        other !== host && other.stack === host.stack && !other.address.includes(':') && !other.isPublic,
    );
    const server = isOutside ? stranger(random) : random.pick(others).address;
    const exchanges = Array.from({ length: pace.ports }, (_, step) =>
      tried(
        random,
        { client: host.address, clientPort: ephemeral(random), server, serverPort: 20 + step * 7 },
        at + step * pace.every,
      ),
    );
    const variant = `${pace.name}, ${isOutside ? 'outside' : 'inside'}`;
    return { hosts: [host], variant, ...spanOf(exchanges), exchanges };
  });
}

function ipv6Scans(scope: AttackScope): readonly Injection[] {
  const set = { times: 6, roles: ['dual-stack'], variant: 'IPv6' } as const;
  return attacks('port-scan', scope, set, ({ host, at, random }) => {
    const [other] = scope.fleet.hosts.filter((one) => one.role === 'dual-stack' && one !== host);
    const exchanges = Array.from({ length: 80 }, (_, step) =>
      tried(
        random,
        {
          client: host.address,
          clientPort: ephemeral(random),
          server: other?.address ?? host.address,
          serverPort: 20 + step * 11,
        },
        at + step,
      ),
    );
    return { hosts: [host], variant: 'IPv6', ...spanOf(exchanges), exchanges };
  });
}

const SWEPT = [22, 445, 3389, 5432, 6379, 8080] as const;

function sweeps(scope: AttackScope): readonly Injection[] {
  return attacks('host-sweep', scope, { times: 30, roles: WORKERS }, ({ host, at, random, index }) => {
    const pace = PACES[index % PACES.length] ?? PACES[0];
    const isOutside = index % 4 === 3;
    const serverPort = random.pick(SWEPT);
    const exchanges = Array.from({ length: 120 }, (_, step) => {
      const server = isOutside ? stranger(random) : `10.${host.stack}.${40 + index}.${step + 4}`;
      const ends = { client: host.address, clientPort: ephemeral(random), server, serverPort };
      // Most addresses of a subnet belong to nobody, and nobody answers for them.
      return random.chance(0.9)
        ? unanswered(ends, at + step * pace.every)
        : refused(ends, at + step * pace.every);
    });
    const variant = `${pace.name}, ${isOutside ? 'outside' : 'inside'}`;
    return { hosts: [host], variant, ...spanOf(exchanges), exchanges };
  });
}

const FOUND = [9200, 8081, 5601, 6379, 27_017] as const;

/** Most ports of a public host are closed; one that nobody meant to show answers, and the scanner comes back to it. */
function scansWithHit(scope: AttackScope): readonly Injection[] {
  const set = { times: 30, roles: ['load-balancer', 'bastion', 'web', 'app'] } as const;
  return attacks('scan-with-hit', scope, set, ({ host, at, random, index }) => {
    const client = stranger(random);
    const found = random.pick(FOUND);
    const every = index % 2 === 0 ? 0.5 : 5;
    const probes = Array.from({ length: 45 }, (_, step) =>
      rejected(
        {
          client,
          clientPort: random.whole(1024, 65_535),
          server: host.address,
          serverPort: 1000 + step * 13,
        },
        at + step * every,
      ),
    );
    const ends = { client, server: host.address, serverPort: found };
    const hit = answered(
      { ...ends, clientPort: 51_001 },
      at + 30 * every + 1,
      1,
      { packets: 6, bytes: 480 },
      { packets: 5, bytes: 1900 },
    );
    const session = answered(
      { ...ends, clientPort: 51_002 },
      at + 45 * every + 60,
      90,
      { packets: 300, bytes: 31_000 },
      { packets: 420, bytes: 510_000 },
    );
    const exchanges = [...probes, hit, session];
    return { hosts: [host], variant: index % 2 === 0 ? 'fast' : 'slow', ...spanOf(exchanges), exchanges };
  });
}

export function scans(scope: AttackScope): readonly Injection[] {
  return [...portScans(scope), ...ipv6Scans(scope), ...sweeps(scope), ...scansWithHit(scope)];
}
