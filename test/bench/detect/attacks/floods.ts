/** Floods at public addresses, reflection by foreign and by our own servers, and surges of rejected sources. */
import { datagrams, type Exchange, rejected, TCP } from '../exchange.ts';
import { MINUTE, stranger } from '../traffic/day.ts';
import { type AttackScope, attacks, type Injection, spanOf } from './injection.ts';

const NOTHING = { packets: 0, bytes: 0 };

/** Ten minutes of SYNs or of large datagrams from a thousand sources. */
function volumetric(scope: AttackScope): readonly Injection[] {
  const set = { times: 12, roles: ['load-balancer', 'dual-stack'] } as const;
  return attacks('volumetric', scope, set, ({ host, at, random, index }) => {
    const isSyn = index % 2 === 0;
    const six = host.address.includes(':');
    const exchanges = Array.from({ length: 800 }, (_, source): Exchange => {
      const client = six ? `2a03:${random.whole(100, 999)}::${source + 1}` : stranger(random);
      const ends = { client, clientPort: random.whole(1024, 65_535), server: host.address, serverPort: 443 };
      const sent = isSyn ? { packets: 6000, bytes: 6000 * 60 } : { packets: 4000, bytes: 4000 * 1400 };
      const moment = at + random.next() * 30;
      return isSyn
        ? { ...ends, at: moment, seconds: 540, protocol: TCP, sent, received: NOTHING }
        : { ...datagrams(ends, moment, sent, NOTHING), seconds: 540 };
    });
    return { hosts: [host], variant: isSyn ? 'SYN' : 'UDP', ...spanOf(exchanges), exchanges };
  });
}

const REFLECTORS = [123, 53, 11_211, 389, 1900] as const;

function reflection(scope: AttackScope): readonly Injection[] {
  const set = { times: 10, roles: ['load-balancer', 'bastion'] } as const;
  const atUs = attacks('reflection', scope, set, ({ host, at, random, index }) => {
    const clientPort = REFLECTORS[index % REFLECTORS.length] ?? REFLECTORS[0];
    const exchanges = Array.from({ length: 60 }, (): Exchange => {
      const ends = {
        client: stranger(random),
        clientPort,
        server: host.address,
        serverPort: random.whole(1024, 65_535),
      };
      const sent = { packets: 9000, bytes: 9000 * 1300 };
      return { ...datagrams(ends, at + random.next() * 20, sent, NOTHING), seconds: 300 };
    });
    return { hosts: [host], variant: 'at us', ...spanOf(exchanges), exchanges };
  });
  const inside = { times: 6, roles: ['directory', 'cache', 'batch'], variant: 'by us' } as const;
  const byUs = attacks('reflection', scope, inside, ({ host, at, random, index }) => {
    const serverPort = REFLECTORS[index % REFLECTORS.length] ?? REFLECTORS[0];
    const victims = Array.from({ length: 40 }, () => stranger(random));
    const exchanges = victims.map((client): Exchange => {
      const ends = { client, clientPort: random.whole(1024, 65_535), server: host.address, serverPort };
      const asked = { packets: 4000, bytes: 4000 * 64 };
      return {
        ...datagrams(ends, at + random.next() * 20, asked, { packets: 4000, bytes: 4000 * 1200 }),
        seconds: 600,
      };
    });
    return { hosts: [host], variant: 'by us', ...spanOf(exchanges), exchanges };
  });
  return [...atUs, ...byUs];
}

const FACTORS = [2, 3, 5] as const;
/** Of an interface with background of 4,500 sources a day. */
const NORMAL_SOURCES = 16;

/** Five windows of five minutes in which so many times more sources than usual are turned away. */
function spikes(scope: AttackScope): readonly Injection[] {
  const set = { times: 36, roles: ['load-balancer', 'bastion'] } as const;
  return attacks('reject-spike', scope, set, ({ host, at, random, index }) => {
    const factor = FACTORS[(index + Math.floor(index / 6)) % FACTORS.length] ?? FACTORS[0];
    const start = Math.ceil(at / (5 * MINUTE)) * 5 * MINUTE;
    const sources = Math.round((factor - 1) * NORMAL_SOURCES * 5);
    const serverPort = random.pick([23, 445, 5555, 8291]);
    const exchanges = Array.from({ length: sources }, () =>
      rejected(
        {
          client: stranger(random),
          clientPort: random.whole(1024, 65_535),
          server: host.address,
          serverPort,
        },
        start + random.next() * 25 * MINUTE,
      ),
    );
    return { hosts: [host], variant: `×${factor}`, start, end: start + 25 * MINUTE, exchanges };
  });
}

export function floods(scope: AttackScope): readonly Injection[] {
  return [...volumetric(scope), ...reflection(scope), ...spikes(scope)];
}
