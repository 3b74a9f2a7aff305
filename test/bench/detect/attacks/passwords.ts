/** Somebody tries passwords: by one source or many, at once or all day, with a success at the end or without. */
import { answered, type Exchange } from '../exchange.ts';
import type { Random } from '../random.ts';
import { HOUR, MINUTE, stranger } from '../traffic/day.ts';
import { type AttackScope, attacks, type Injection, spanOf } from './injection.ts';

/** Packets and bytes of one attempt: SSH as measured in 17,730 sessions of one public server, RDP and databases as their handshakes need. */
const SERVICES = [
  { name: 'SSH', port: 22, sent: [12, 1882], received: [14, 2430], seconds: 4 },
  { name: 'RDP', port: 3389, sent: [30, 3600], received: [40, 5200], seconds: 5 },
  { name: 'PostgreSQL', port: 5432, sent: [8, 640], received: [7, 560], seconds: 0.5 },
] as const;

type Service = (typeof SERVICES)[number];

function attempt(random: Random, client: string, server: string, of: Service, at: number): Exchange {
  const [packets, bytes] = of.sent;
  const [replies, replied] = of.received;
  const more = random.chance(0.1) ? 1 : 0;
  return answered(
    { client, clientPort: random.whole(1024, 65_535), server, serverPort: of.port },
    at,
    of.seconds * random.lognormal(1, 0.1),
    { packets: packets + more, bytes: bytes + 52 * more + random.whole(-12, 12) },
    { packets: replies + more, bytes: replied + 52 * more + random.whole(-12, 12) },
  );
}

const PACES = [
  { name: 'fast', attempts: 120, every: 5 },
  { name: 'one a minute', attempts: 60, every: 60 },
  { name: 'slow', attempts: 90, every: 12 * MINUTE },
] as const;

function bySource(scope: AttackScope): readonly Injection[] {
  const set = { times: 36, roles: ['bastion', 'web', 'database', 'app', 'batch'], hours: 19 } as const;
  return attacks('brute-force', scope, set, ({ host, at, random, index }) => {
    const service = SERVICES[index % SERVICES.length] ?? SERVICES[0];
    const pace = PACES[Math.floor(index / SERVICES.length) % PACES.length] ?? PACES[0];
    const isInside = index % 6 === 5;
    const inside = scope.fleet.of(host.stack, 'web').find((web) => web !== host);
    if (!inside) throw new RangeError('No stack has a second web server.');
    const client = isInside ? inside.address : stranger(random);
    const tries = Array.from({ length: pace.attempts }, (_, step) =>
      attempt(random, client, host.address, service, at + step * pace.every + random.next() * 2),
    );
    const login = answered(
      { client, clientPort: 50_505, server: host.address, serverPort: service.port },
      at + pace.attempts * pace.every + 10,
      400,
      { packets: 260, bytes: 24_000 },
      { packets: 310, bytes: 190_000 },
    );
    // Of those from inside every second one: what is as regular as a check has to be found without a login, too.
    const succeeds = index % 2 === 1 && index % 12 !== 11;
    const exchanges = succeeds ? [...tries, login] : tries;
    const variant = `${service.name}, ${pace.name}${succeeds ? ', succeeds' : ''}${isInside ? ', from inside' : ''}`;
    // From inside it is the client that somebody has taken over, and that a person would look at.
    return { hosts: [isInside ? inside : host], variant, ...spanOf(exchanges), exchanges };
  });
}

/** What a public bastion gets all day: every source a few times, together hundreds. */
function distributed(scope: AttackScope): readonly Injection[] {
  const set = { times: 8, roles: ['bastion', 'web', 'app'], hours: 4, variant: 'distributed' } as const;
  return attacks('brute-force', scope, set, ({ host, at, random }) => {
    const sources = Array.from({ length: 80 }, () => stranger(random));
    const exchanges = sources.flatMap((client) =>
      Array.from({ length: random.whole(2, 5) }, () =>
        attempt(random, client, host.address, SERVICES[0], at + random.next() * 2 * HOUR),
      ),
    );
    return { hosts: [host], variant: 'SSH, distributed', ...spanOf(exchanges), exchanges };
  });
}

export function passwords(scope: AttackScope): readonly Injection[] {
  return [...bySource(scope), ...distributed(scope)];
}
