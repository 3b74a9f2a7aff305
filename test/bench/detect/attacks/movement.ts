/** Somebody moves from host to host, talks where nobody talked before, or builds a tunnel. */
import { answered, type Exchange } from '../exchange.ts';
import type { Host } from '../fleet.ts';
import { ephemeral, stranger } from '../traffic/day.ts';
import { type AttackScope, attacks, edgeOf, type Injection, spanOf } from './injection.ts';

const ADMINISTRATION = [22, 445, 3389, 5985] as const;

function lateral(scope: AttackScope): readonly Injection[] {
  const set = { times: 18, roles: ['web', 'app', 'queue', 'cache'] } as const;
  return attacks('lateral-movement', scope, set, ({ host, at, random, index }) => {
    const serverPort = ADMINISTRATION[index % ADMINISTRATION.length] ?? ADMINISTRATION[0];
    const targets = scope.fleet.hosts.filter(
      (other) => other !== host && !other.isPublic && !other.address.includes(':') && random.chance(0.2),
    );
    const exchanges = targets
      .slice(0, 8)
      .map((target, step) =>
        answered(
          { client: host.address, clientPort: ephemeral(random), server: target.address, serverPort },
          at + step * random.whole(40, 180),
          20,
          { packets: random.whole(40, 200), bytes: random.whole(6000, 60_000) },
          { packets: random.whole(40, 200), bytes: random.whole(8000, 90_000) },
        ),
      );
    return { hosts: [host], variant: `port ${serverPort}`, ...spanOf(exchanges), exchanges };
  });
}

/** What a host asks that its network never did: the database of another stack, and then its cache. */
const TARGETS = [
  { role: 'database', serverPort: 5432 },
  { role: 'cache', serverPort: 6379 },
] as const;

/**
 * Somebody asks a database of another stack, which only its own applications ever did. An edge is new once: one host a network asks, so that no
 * two of these are between the same two networks on the same port.
 */
function edges(scope: AttackScope): readonly Injection[] {
  const roles = ['web', 'app', 'queue', 'monitoring', 'ci', 'directory'] as const;
  const isEligible = (host: Host) => scope.fleet.of(host.stack, host.role)[0] === host;
  const networks = roles.length * scope.stacks;
  const set = { times: 18, roles, isEligible };
  const made = attacks('new-edge', scope, set, ({ host, at, random, index }) => {
    const { role, serverPort } = TARGETS[Math.floor(index / networks)] ?? TARGETS[0];
    const target = scope.fleet.of((host.stack + 1) % scope.stacks, role)[0];
    if (!target) throw new RangeError(`No stack has a ${role}.`);
    const exchanges = Array.from({ length: 5 }, (_, step) =>
      answered(
        { client: host.address, clientPort: ephemeral(random), server: target.address, serverPort },
        at + step * 200,
        10,
        { packets: 60, bytes: 9000 },
        { packets: 80, bytes: 70_000 },
      ),
    );
    return { hosts: [host], variant: `to a ${role}`, ...spanOf(exchanges), exchanges };
  });
  // It is the networks that did not know each other.
  return made.map((one) => ({ ...one, about: [...new Set(one.exchanges.map(edgeOf))] }));
}

const PROTOCOLS = [47, 50, 4, 132] as const;

function tunnels(scope: AttackScope): readonly Injection[] {
  const set = { times: 15, roles: ['web', 'app', 'batch', 'bastion'] } as const;
  return attacks('unusual-protocol', scope, set, ({ host, at, random, index }) => {
    const protocol = PROTOCOLS[index % PROTOCOLS.length] ?? PROTOCOLS[0];
    const exchange: Exchange = {
      ...{ client: host.address, clientPort: 0, server: stranger(random), serverPort: 0, protocol, at },
      seconds: 1800,
      sent: { packets: 900, bytes: 700_000 },
      received: { packets: 800, bytes: 500_000 },
    };
    return { hosts: [host], variant: `protocol ${protocol}`, ...spanOf([exchange]), exchanges: [exchange] };
  });
}

export function movement(scope: AttackScope): readonly Injection[] {
  return [...lateral(scope), ...edges(scope), ...tunnels(scope)];
}
