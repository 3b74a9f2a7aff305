/** A rule that is changed so that a client is turned away, one that opens a port to the internet, and a service that stops answering. */
import { answered, type Exchange, rejected, unanswered } from '../exchange.ts';
import type { Host } from '../fleet.ts';
import { ephemeral, MINUTE, stranger } from '../traffic/day.ts';
import { type AttackScope, attacks, type Injection, spanOf } from './injection.ts';

/** Who asks whom for what, in every stack. */
const DEPENDENCIES = [
  { client: 'web', server: 'app', port: 8443 },
  { client: 'app', server: 'cache', port: 6379 },
  { client: 'app', server: 'queue', port: 5672 },
  { client: 'app', server: 'database', port: 5432 },
] as const;

function during(start: number, end: number, exchange: Exchange): boolean {
  return exchange.at >= start && exchange.at < end;
}

/** All that the client asks of the server from then on is dropped, and asked again every few seconds. */
function blocked(scope: AttackScope): readonly Injection[] {
  return DEPENDENCIES.flatMap(({ client, server, port }) =>
    attacks(
      'blocked-dependency',
      scope,
      { times: 5, roles: [client], variant: server },
      ({ host, at, random }) => {
        const target = scope.fleet.of(host.stack, server)[0];
        if (!target) throw new RangeError(`Stack ${host.stack} has no ${server}.`);
        const end = at + 40 * MINUTE;
        const ends = { client: host.address, server: target.address, serverPort: port };
        const exchanges = Array.from({ length: 240 }, (_, step) =>
          rejected({ ...ends, clientPort: ephemeral(random) }, at + step * 10 + random.next() * 3, 3),
        );
        const change = (one: Exchange) =>
          during(at, end, one) && one.client === host.address && one.server === target.address
            ? [rejected(one, one.at, 3)]
            : [one];
        return {
          hosts: [host, target],
          variant: `${client} to ${server}`,
          start: at,
          end,
          exchanges,
          change,
        };
      },
    ),
  );
}

const SENSITIVE = [22, 3389, 5432, 6379, 27_017, 9200] as const;

function exposed(scope: AttackScope): readonly Injection[] {
  const set = { times: 24, roles: ['bastion', 'web', 'database', 'cache', 'dual-stack'] } as const;
  return attacks('exposed-port', scope, set, ({ host, at, random, index }) => {
    const serverPort = SENSITIVE[index % SENSITIVE.length] ?? SENSITIVE[0];
    const six = host.address.includes(':');
    const exchanges = Array.from({ length: 6 }, (_, step) =>
      answered(
        {
          client: six ? `2a05:${random.whole(100, 999)}::7` : stranger(random),
          clientPort: random.whole(1024, 65_535),
          server: host.address,
          serverPort,
        },
        at + step * random.whole(60, 300),
        5,
        { packets: random.whole(8, 40), bytes: random.whole(900, 6000) },
        { packets: random.whole(7, 40), bytes: random.whole(800, 9000) },
      ),
    );
    return {
      hosts: [host],
      variant: `${six ? 'IPv6, ' : ''}port ${serverPort}`,
      ...spanOf(exchanges),
      exchanges,
    };
  });
}

/** The part of an exchange that lies between two moments, with its share of the packets. */
function part(one: Exchange, from: number, to: number): readonly Exchange[] {
  const [start, end] = [Math.max(one.at, from), Math.min(one.at + one.seconds, to)];
  if (end <= start) return [];
  const share = (end - start) / one.seconds;
  const of = ({ packets, bytes }: Exchange['sent']) => ({
    packets: Math.min(packets, Math.max(1, Math.round(packets * share))),
    bytes: Math.min(bytes, Math.max(40, Math.round(bytes * share))),
  });
  return [{ ...one, at: start, seconds: end - start, sent: of(one.sent), received: of(one.received) }];
}

/** A client whose connection broke tries to open another so often. Seconds. */
const TRIES_AGAIN = 60;

/**
 * What begins while the server is silent stays without an answer. What was open before goes on until then, and its client tries in vain to open
 * it again until somebody answers; what was answered before the silence must not vanish with it.
 */
function unansweredBetween(one: Exchange, from: number, to: number): readonly Exchange[] {
  const ends = one.at + one.seconds;
  if (one.at >= to || ends < from || one.rejected) return [one];
  const first = Math.max(one.at, from);
  const tries = Math.max(1, Math.ceil((Math.min(ends, to) - first) / TRIES_AGAIN));
  return [
    ...part(one, one.at, from),
    ...Array.from({ length: tries }, (_, again) =>
      unanswered({ ...one, clientPort: one.clientPort + again }, first + again * TRIES_AGAIN, 3),
    ),
    ...part({ ...one, clientPort: one.clientPort + tries }, to, ends),
  ];
}

/** The server is up for nobody. */
function silent(scope: AttackScope): readonly Injection[] {
  const set = {
    times: 15,
    roles: ['cache', 'queue', 'app', 'database'],
    // The replica waits to be needed: nobody asks it anything.
    isEligible: (host: Host) => host !== scope.fleet.of(host.stack, 'database')[1],
  } as const;
  const make = (host: Host, at: number) => {
    const end = at + 45 * MINUTE;
    const change = (one: Exchange) => (one.server === host.address ? unansweredBetween(one, at, end) : [one]);
    return { hosts: [host], variant: host.role, start: at, end, exchanges: [], change };
  };
  // By day: at night nobody asks most of them for minutes.
  return attacks('service-silent', scope, set, ({ host, at, random }) =>
    make(host, Math.floor(at / 86_400) * 86_400 + random.whole(9 * 3600, 17 * 3600)),
  );
}

export function policy(scope: AttackScope): readonly Injection[] {
  return [...blocked(scope), ...exposed(scope), ...silent(scope)];
}
