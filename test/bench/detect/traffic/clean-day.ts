/** All that happens on a day on which nothing is wrong. */
import type { Exchange } from '../exchange.ts';
import { withDeployed } from '../fleet.ts';
import { background } from './background.ts';
import type { DayScope } from './day.ts';
import { isWeekend } from './day.ts';
import { deployed, operations } from './operations.ts';
import { outbound } from './outbound.ts';
import { dualStack, web } from './web.ts';

/** The stacks that a deploy changes on this day: one after the other, on working days. */
function deploysOn(scope: DayScope): readonly number[] {
  return isWeekend(scope) ? [] : [scope.number % scope.stacks];
}

export function fleetOn(scope: DayScope): DayScope['fleet'] {
  return deploysOn(scope).reduce((fleet, stack) => withDeployed(fleet, stack, scope.number), scope.fleet);
}

/** The part of a stack after the other: a day is never held whole. */
export function* cleanDay(scope: DayScope): Generator<Exchange> {
  const today = fleetOn(scope);
  const fresh = today.hosts.filter((host) => !scope.fleet.byAddress.has(host.address));
  for (let stack = 0; stack < scope.stacks; stack += 1) {
    yield* web(scope, stack);
    yield* dualStack(scope, stack);
    yield* outbound(scope, stack);
    yield* operations(scope, stack);
    for (const host of fresh.filter((one) => one.stack === stack)) yield* deployed(scope, stack, host);
    for (const host of scope.fleet.hosts)
      if (host.stack === stack && host.isPublic && host.role !== 'dual-stack') yield* background(scope, host);
  }
}
