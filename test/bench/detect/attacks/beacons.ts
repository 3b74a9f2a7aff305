/** Implants that call home by a clock: with jitter, and with a fifth of the beats missing. */
import { answered } from '../exchange.ts';
import { DAY, ephemeral, stranger } from '../traffic/day.ts';
import { type AttackScope, attacks, type Injection, WORKERS } from './injection.ts';

const PERIODS = [60, 300, 900, 3600] as const;
/** Of the period, up to which a beat comes late. The first stands twice: it is what is judged. */
const JITTERS = [0.5, 0, 0.5, 0.2, 0.9, 0.5] as const;
const MISSED = 0.2;

function beats(start: number, period: number, jitter: number, next: () => number): readonly number[] {
  return Array.from(
    { length: Math.floor(DAY / period) },
    (_, index) => start + (index + jitter * next()) * period,
  ).filter(() => next() >= MISSED);
}

/** Not more at once: a detector reads the records of so many candidates only, and no network has a beacon on every host. */
export function beacons(scope: AttackScope): readonly Injection[] {
  const set = { times: PERIODS.length * JITTERS.length, roles: WORKERS, hours: 25 } as const;
  return attacks('beacon', scope, set, ({ host, at, random, index }) => {
    const period = PERIODS[index % PERIODS.length] ?? PERIODS[0];
    const jitter = JITTERS[Math.floor(index / PERIODS.length) % JITTERS.length] ?? JITTERS[0];
    const server = stranger(random);
    const exchanges = beats(at, period, jitter, random.next).map((beat) =>
      answered(
        { client: host.address, clientPort: ephemeral(random), server, serverPort: 443 },
        beat,
        1,
        { packets: 9, bytes: 1400 + random.whole(0, 60) },
        { packets: 8, bytes: 3100 + random.whole(0, 200) },
      ),
    );
    const variant = `every ${period} s, jitter ${jitter * 100} %`;
    return { hosts: [host], variant, start: at, end: at + DAY, exchanges };
  });
}
