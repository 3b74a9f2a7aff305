/** Which days the measurement has: days to learn, days on which nothing is wrong, and days with attacks. */
import { allAttacks } from './attacks/all-attacks.ts';
import type { Injection } from './attacks/injection.ts';
import { type Fleet, fleetOf } from './fleet.ts';
import { type Random, randomOf } from './random.ts';
import { DAY, type DayScope, HOUR } from './traffic/day.ts';
import type { Pace } from './watch/watching.ts';

/** Monday, 2026-06-01, 00:00 UTC. */
export const BEGINNING = 1_780_272_000;

type Phase = 'learning' | 'clean' | 'attacked';

export interface Size {
  readonly stacks: number;
  readonly learning: number;
  readonly clean: number;
  readonly attacked: number;
  readonly seed: number;
  /** Seconds between rounds over an hour. */
  readonly every: Readonly<Record<Phase, number>>;
}

/** Rounds over an hour that overlap find much the same: there are fewer of them where nothing is to be found, so that it ends in minutes. */
export const WHOLE: Size = {
  ...{ stacks: 2, learning: 14, clean: 7, attacked: 3, seed: 1 },
  every: { learning: 4 * HOUR, clean: HOUR, attacked: HOUR / 6 },
};
export const QUICK: Size = {
  ...{ stacks: 2, learning: 3, clean: 1, attacked: 3, seed: 1 },
  every: { learning: 4 * HOUR, clean: HOUR, attacked: HOUR / 2 },
};

export interface PlannedDay {
  readonly phase: Phase;
  readonly scope: DayScope;
  readonly pace: Pace;
}

export interface Plan {
  readonly fleet: Fleet;
  readonly injections: readonly Injection[];
  readonly days: readonly PlannedDay[];
}

function phaseOf(number: number, { learning, clean }: Size): Phase {
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
    const everyDay = phase === 'learning' ? DAY : 6 * HOUR;
    return { phase, scope, pace: { every: size.every[phase], everyDay } };
  });
  const first = BEGINNING + (size.learning + size.clean) * DAY;
  const last = BEGINNING + days.length * DAY;
  const attacked = { start: first + HOUR, end: last - DAY + 4 * HOUR };
  const injections = allAttacks({ fleet, stacks: size.stacks, random: random.fork('attacks'), ...attacked });
  return { fleet, injections, days };
}
