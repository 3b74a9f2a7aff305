/** What a host sends to outside that it never should: mail, names, shares of a mining pool, anything to an address on a list. */
import { answered, datagrams, type Exchange } from '../exchange.ts';
import { ephemeral, HOUR, stranger } from '../traffic/day.ts';
import { type AttackScope, attacks, type Injection, spanOf, WORKERS } from './injection.ts';

/** The list that the measurement gives to the detectors. */
export const LISTED = ['198.51.100.7', '198.51.100.23', '198.51.100.99'] as const;

function mail(scope: AttackScope): readonly Injection[] {
  return attacks('smtp-out', scope, { times: 15, roles: WORKERS }, ({ host, at, random }) => {
    const exchanges = Array.from({ length: 40 }, (_, step) =>
      answered(
        { client: host.address, clientPort: ephemeral(random), server: stranger(random), serverPort: 25 },
        at + step * random.whole(10, 40),
        3,
        { packets: 16, bytes: Math.round(random.lognormal(9000, 0.5)) },
        { packets: 14, bytes: 1700 },
      ),
    );
    return { hosts: [host], variant: '40 messages', ...spanOf(exchanges), exchanges };
  });
}

function asked(scope: AttackScope): readonly Injection[] {
  return attacks('dns-bypass', scope, { times: 15, roles: WORKERS }, ({ host, at, random, index }) => {
    const server = random.pick(['8.8.8.8', '9.9.9.9', '208.67.222.222']);
    const isTls = index % 3 === 2;
    const exchanges = Array.from({ length: 60 }, (_, step): Exchange => {
      const ends = { client: host.address, clientPort: ephemeral(random), server };
      const moment = at + step * random.whole(10, 30);
      return isTls
        ? answered(
            { ...ends, serverPort: 853 },
            moment,
            1,
            { packets: 8, bytes: 900 },
            { packets: 7, bytes: 4200 },
          )
        : datagrams(
            { ...ends, serverPort: 53 },
            moment,
            { packets: 1, bytes: 70 },
            { packets: 1, bytes: 160 },
          );
    });
    return { hosts: [host], variant: isTls ? 'over TLS' : 'over UDP', ...spanOf(exchanges), exchanges };
  });
}

function bulk(scope: AttackScope): readonly Injection[] {
  return attacks(
    'dns-bulk',
    scope,
    { times: 12, roles: WORKERS, hours: 3 },
    ({ host, at, random, index }) => {
      const server = stranger(random);
      const isTcp = index % 2 === 0;
      const exchanges = Array.from({ length: isTcp ? 30 : 3000 }, (_, step): Exchange => {
        const ends = { client: host.address, clientPort: ephemeral(random), server, serverPort: 53 };
        return isTcp
          ? answered(
              ends,
              at + step * 60,
              20,
              { packets: 250, bytes: 300_000 },
              { packets: 130, bytes: 9000 },
            )
          : datagrams(
              ends,
              at + step * 0.4,
              { packets: 1, bytes: random.whole(190, 240) },
              { packets: 1, bytes: 130 },
            );
      });
      return {
        hosts: [host],
        variant: isTcp ? 'TCP, 9 MB' : '3,000 long names',
        ...spanOf(exchanges),
        exchanges,
      };
    },
  );
}

function mining(scope: AttackScope): readonly Injection[] {
  const ports = [3333, 4444, 5555, 14_444, 45_700];
  return attacks('mining', scope, { times: 15, roles: WORKERS, hours: 8 }, ({ host, at, random }) => {
    const seconds = random.whole(3, 7) * HOUR;
    const packets = Math.round(seconds / 12);
    const exchange = answered(
      {
        client: host.address,
        clientPort: ephemeral(random),
        server: stranger(random),
        serverPort: random.pick(ports),
      },
      at,
      seconds,
      { packets, bytes: packets * random.whole(110, 160) },
      { packets, bytes: packets * random.whole(120, 220) },
    );
    return { hosts: [host], variant: '3 to 7 hours', start: at, end: at + seconds, exchanges: [exchange] };
  });
}

function listed(scope: AttackScope): readonly Injection[] {
  return attacks('threat-feed', scope, { times: 12, roles: WORKERS }, ({ host, at, random }) => {
    const server = random.pick(LISTED);
    const exchanges = Array.from({ length: 3 }, (_, step) =>
      answered(
        { client: host.address, clientPort: ephemeral(random), server, serverPort: 443 },
        at + step * 400,
        4,
        { packets: 20, bytes: 6000 },
        { packets: 24, bytes: 21_000 },
      ),
    );
    return { hosts: [host], variant: 'answered', ...spanOf(exchanges), exchanges };
  });
}

export function egress(scope: AttackScope): readonly Injection[] {
  return [...mail(scope), ...asked(scope), ...bulk(scope), ...mining(scope), ...listed(scope)];
}
