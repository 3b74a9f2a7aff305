/** Every attack of the measurement, and a day of traffic with those that lie in it. */
import type { Day } from '../day-file.ts';
import type { Exchange } from '../exchange.ts';
import { cleanDay } from '../traffic/clean-day.ts';
import { DAY, type DayScope } from '../traffic/day.ts';
import { beacons } from './beacons.ts';
import { egress } from './egress.ts';
import { floods } from './floods.ts';
import { gaps } from './gaps.ts';
import type { AttackScope, Injection } from './injection.ts';
import { movement } from './movement.ts';
import { passwords } from './passwords.ts';
import { policy } from './policy.ts';
import { scans } from './scans.ts';
import { uploads } from './uploads.ts';

export function allAttacks(scope: AttackScope): readonly Injection[] {
  const makers = [scans, passwords, beacons, uploads, floods, policy, egress, movement];
  return [...makers.flatMap((make) => make(scope)), ...gaps(scope)];
}

function* mixed(scope: DayScope, injections: readonly Injection[]): Generator<Exchange> {
  const end = scope.start + DAY;
  const changes = injections.flatMap(({ change }) => change ?? []);
  for (const exchange of cleanDay(scope))
    yield* changes.reduce<readonly Exchange[]>((parts, change) => parts.flatMap(change), [exchange]);
  for (const { exchanges } of injections)
    for (const exchange of exchanges) if (exchange.at >= scope.start && exchange.at < end) yield exchange;
}

/** Traffic of a day with all that was put into it. */
export function dayOf(scope: DayScope, all: readonly Injection[]): Day {
  const injections = all.filter(({ start, end }) => start < scope.start + DAY && end >= scope.start);
  const losses = injections.flatMap(({ isLost }) => isLost ?? []);
  return {
    exchanges: mixed(scope, injections),
    markers: injections
      .flatMap(({ markers = [] }) => markers)
      .filter(({ start }) => start >= scope.start && start < scope.start + DAY),
    isLost: (piece) => losses.some((isLost) => isLost(piece)),
  };
}
