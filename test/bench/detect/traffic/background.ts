/**
 * What the internet sends to every public address, measured over 72 hours at one: 4,500 sources a day, most of them for one port, some for hundreds,
 * in bursts (activecm/rita, test_data/missing_host, April 2024).
 */
import { answered, datagrams, type Exchange, rejected, unanswered } from '../exchange.ts';
import type { Host } from '../fleet.ts';
import type { Random } from '../random.ts';
import { aroundTheClock, type DayScope, stranger } from './day.ts';

const SOURCES_A_DAY = 4500;
const WANTED = [
  23, 22, 80, 443, 3389, 8080, 445, 5555, 6379, 3306, 1433, 5432, 2222, 8443, 21, 25, 9200, 27_017,
];
const OPEN = [80, 443];
/** Services of UDP that answers are asked of. */
const UDP_WANTED = [53, 123, 161, 1900, 5060, 389];

/** Ports that a source tries within some minutes: the 99th of a hundred tries five, the 999th of a thousand ten, one in twenty thousand hundreds. */
function portsTried(random: Random): number {
  if (random.chance(1 / 20_000)) return random.whole(100, 612);
  if (random.chance(0.01)) return random.whole(5, 12);
  return random.chance(0.12) ? random.whole(2, 4) : 1;
}

function portOf(random: Random): number {
  return random.chance(0.6) ? random.pick(WANTED) : random.whole(1, 65_535);
}

function probe(random: Random, client: string, host: Host, at: number): Exchange {
  const server = host.address;
  if (random.chance(0.04)) {
    const ends = {
      client,
      clientPort: random.whole(1024, 65_535),
      server,
      serverPort: random.pick(UDP_WANTED),
    };
    const asked = { packets: 1, bytes: random.whole(40, 130) };
    const exchange = datagrams(ends, at, asked, { packets: 0, bytes: 0 });
    return host.role === 'nat' ? exchange : { ...exchange, rejected: 'by-server' };
  }
  const ends = { client, clientPort: random.whole(1024, 65_535), server, serverPort: portOf(random) };
  // A NAT gateway has no security group: it drops what nobody asked for, and its interface writes ACCEPT.
  if (host.role === 'nat') return unanswered(ends, at, 1);
  if (host.role === 'load-balancer' && OPEN.includes(ends.serverPort))
    return answered(ends, at, 1, { packets: 5, bytes: 420 }, { packets: 4, bytes: 900 });
  return rejected(ends, at, random.chance(0.15) ? 3 : 1);
}

/** The same sources come to many of the addresses; each of them gets its own share here. */
export function background(scope: DayScope, host: Host): readonly Exchange[] {
  const random = scope.random.fork(`background ${host.address}`);
  const perDay = host.role === 'nat' ? SOURCES_A_DAY / 3 : SOURCES_A_DAY;
  return aroundTheClock(scope, random, perDay, 0.35).flatMap((at) => {
    const client = stranger(random);
    return Array.from({ length: portsTried(random) }, (_, index) =>
      probe(random, client, host, at + index * random.exponential(0.8)),
    );
  });
}
