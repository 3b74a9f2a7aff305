/** Somebody moves from host to host, talks where nobody talked before, or builds a tunnel. */
import { answered, type Exchange } from '../exchange.ts';
import { ephemeral, stranger } from '../traffic/day.ts';
import { type AttackScope, attacks, type Injection, spanOf } from './injection.ts';

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

/** A web server asks the database of another stack, which only its own applications ever did. */
function edges(scope: AttackScope): readonly Injection[] {
  const set = { times: 18, roles: ['web', 'queue', 'cache'] } as const;
  return attacks('new-edge', scope, set, ({ host, at, random, index }) => {
    const target = scope.fleet.of(index % 2 === 0 ? host.stack : (host.stack + 1) % scope.stacks, 'database')[
      index % 2
    ];
    if (!target) throw new RangeError('No stack has a database.');
    const exchanges = Array.from({ length: 5 }, (_, step) =>
      answered(
        { client: host.address, clientPort: ephemeral(random), server: target.address, serverPort: 5432 },
        at + step * 200,
        10,
        { packets: 60, bytes: 9000 },
        { packets: 80, bytes: 70_000 },
      ),
    );
    return { hosts: [host, target], variant: 'to a database', ...spanOf(exchanges), exchanges };
  });
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
