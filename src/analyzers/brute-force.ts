/** Somebody tries passwords: at one of our hosts from outside, or from one of our hosts at any other. */
import { candidates } from './brute-force/candidates.ts';
import { acquainted } from './brute-force/familiar.ts';
import { busiest, clientThat, serverUnder } from './brute-force/found.ts';
import { type Guessing, guessingOf } from './brute-force/guessing.ts';
import { type BruteScope, parameters } from './brute-force/parameters.ts';
import { pairsQuery, sessionsQuery, unreadOf } from './brute-force/queries.ts';
import { samplesOf } from './brute-force/remembered.ts';
import { LOGIN_SERVICES } from './brute-force/service.ts';
import { sessionsOf } from './brute-force/session.ts';
import { isIn } from './detection/blocks-parameter.ts';
import { byKey } from './detection/by-key.ts';
import { defineDetector } from './detection/detector.ts';
import { oursIn } from './detection/sides.ts';

export const bruteForce = defineDetector({
  id: 'brute-force',
  title: 'Brute force',
  summary: 'Many sessions with SSH, RDP, telnet, WinRM or a database that all look like failed logins.',
  basis:
    'The packet and byte ranges of NEMEA’s brute force detector for SSH, RDP and telnet; elsewhere short sessions of nearly the same size. 20 attempts an hour from one address, 20 addresses an hour, or 60 attempts a day.',
  quietBy:
    'Four in five sessions of a client must look like failed logins and be alike in size. Of our own hosts, logins that were there on two days before are left out; sessions as regular as a clock that no other session follows go to the digest while they are new. Until three days are remembered, those are left out, and databases need three times as many.',
  benign:
    'A script with an expired key, a monitoring check or a deployment tool opens the same session again and again: look in the server’s log which user it is.',
  pace: 'round',
  confirmed: 'at-once',
  parameters,
  needs: (scope: BruteScope) => ({ pairs: pairsQuery(scope) }),
  follow({ pairs }, scope) {
    const which = candidates(pairs.rows, scope);
    return {
      forth: sessionsQuery(scope.request.window, which, 'forth'),
      back: sessionsQuery(scope.request.window, which, 'back'),
    };
  },
  detect({ pairs, forth, back }, scope) {
    const isOurs = oursIn(scope.detecting.home);
    const isExpected = isIn(scope.parameters.clients);
    const sessions = sessionsOf(forth.rows, back.rows).filter(({ client }) => !isExpected(client));
    const unread = new Map(
      pairs.rows.map((pair) => [`${pair.source} ${pair.destination} ${pair.port}`, unreadOf(pair)]),
    );
    const bySides = byKey(sessions, ({ client, server, port }) => `${client} ${server} ${port}`);
    const guessing = [...bySides].flatMap(([key, of]): readonly (Guessing & { port: number })[] => {
      const port = of[0]?.port ?? 0;
      const service = LOGIN_SERVICES.get(port);
      const guess = service && guessingOf(of, service, unread.get(key) ?? null);
      return guess ? [{ ...guess, port }] : [];
    });
    const groups = (of: typeof guessing, end: 'client' | 'server') =>
      [...byKey(of, (one) => `${one[end]} ${one.port}`).values()].flatMap((guesses) => {
        const service = LOGIN_SERVICES.get(guesses[0]?.port ?? 0);
        return service ? [{ guesses: busiest(guesses), service }] : [];
      });
    const servers = groups(
      guessing.filter(({ client }) => !isOurs(client)),
      'server',
    );
    const clients = groups(
      guessing.filter(({ client }) => isOurs(client)),
      'client',
    );
    const byClients = clients.flatMap(({ guesses, service }) => clientThat(guesses, service, scope));
    // What may be a check becomes known, and is not told of on another day.
    const guilty = new Set(
      byClients.filter(({ severity }) => severity !== 'low').map(({ subject }) => subject.id),
    );
    const { inside, isLeftOut } = candidates(pairs.rows, scope);
    return {
      found: [
        ...servers.flatMap(({ guesses, service }) => serverUnder(guesses, service, scope)),
        ...byClients,
      ],
      observed: {
        samples: [
          ...servers.flatMap(({ guesses, service }) => samplesOf('server', guesses, service, scope)),
          ...clients.flatMap(({ guesses, service }) => samplesOf('client', guesses, service, scope)),
        ],
        acquaintances: acquainted(inside.filter(({ source }) => !guilty.has(source ?? ''))),
      },
      notes: [
        ...(forth.cutOff || back.cutOff
          ? ['There were more logins than could be read one by one, so brute force may be missed.']
          : []),
        ...(isLeftOut
          ? ['Brute force was looked for at the servers and from the hosts with most logins alone.']
          : []),
      ],
    };
  },
});
