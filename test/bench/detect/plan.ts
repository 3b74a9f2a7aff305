/** Which days the measurement has: days to learn, days on which nothing is wrong, and days with attacks. */
import { allAttacks } from './attacks/all-attacks.ts';
import type { Injection } from './attacks/injection.ts';
import { type Fleet, fleetOf } from './fleet.ts';
import { type Random, randomOf } from './random.ts';
import { DAY, type DayScope, HOUR } from './traffic/day.ts';
import type { Pace } from './watch/watching.ts';

/** Monday, 2026-06-01, 00:00 UTC. */
export const BEGINNING = 1_780_272_000;

export interface Size {
  readonly stacks: number;
  readonly learning: number;
  readonly clean: number;
  readonly attacked: number;
  readonly seed: number;
}

export const WHOLE: Size = { stacks: 3, learning: 14, clean: 7, attacked: 3, seed: 1 };
export const QUICK: Size = { stacks: 2, learning: 2, clean: 1, attacked: 3, seed: 1 };

export interface PlannedDay {
  readonly phase: 'learning' | 'clean' | 'attacked';
  readonly scope: DayScope;
  readonly pace: Pace;
}

export interface Plan {
  readonly fleet: Fleet;
  readonly injections: readonly Injection[];
  readonly days: readonly PlannedDay[];
}

/** Rounds over an hour that overlap find much the same: fewer of them where nothing is to be found, so that it ends in minutes. */
const PACES: Readonly<Record<PlannedDay['phase'], Pace>> = {
  learning: { every: 2 * HOUR, everyDay: DAY },
  clean: { every: 1800, everyDay: 6 * HOUR },
  attacked: { every: 600, everyDay: 6 * HOUR },
};

function phaseOf(number: number, { learning, clean }: Size): PlannedDay['phase'] {
  if (number < learning) return 'learning';
  return number < learning + clean ? 'clean' : 'attacked';
}

export function planOf(size: Size): Plan {
  const random: Random = randomOf(size.seed);
  const fleet = fleetOf(size.stacks);
  const days = Array.from({ length: size.learning + size.clean + size.attacked }, (_, number) => {
    const phase = phaseOf(number, size);
    const scope = {
      ...{ start: BEGINNING + number * DAY, number, stacks: size.stacks, fleet },
      random: random.fork(`day ${number}`),
    };
    return { phase, scope, pace: PACES[phase] };
  });
  const first = BEGINNING + (size.learning + size.clean) * DAY;
  const last = BEGINNING + days.length * DAY;
  const attacked = { start: first + HOUR, end: last - DAY + 4 * HOUR };
  const injections = allAttacks({ fleet, stacks: size.stacks, random: random.fork('attacks'), ...attacked });
  return { fleet, injections, days };
}
