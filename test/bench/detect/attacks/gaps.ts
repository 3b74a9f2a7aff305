/** The flow logs themselves fail: records stop coming, or AWS says that it could not take all of them down. */
import { stackOf } from '../fleet.ts';
import type { Piece } from '../pieces.ts';
import { MINUTE } from '../traffic/day.ts';
import type { AttackScope, Injection } from './injection.ts';

function during({ start, end }: { readonly start: number; readonly end: number }): (piece: Piece) => boolean {
  return (piece) => piece.start >= start && piece.start < end;
}

/** All records of a stack are missing for an hour, or those of all stacks: those of what was deployed since as well. */
function gap(start: number, stack: number | null): Injection {
  const end = start + 60 * MINUTE;
  const isThen = during({ start, end });
  return {
    detector: 'flow-log-gap',
    variant: stack === null ? 'all interfaces' : 'one stack',
    ...{ start, end, about: [], exchanges: [] },
    isLost: (piece) => (stack === null || stackOf(piece.leg.interfaceId) === stack) && isThen(piece),
  };
}

/** A fifth of the minutes of a stack's interfaces are skipped for half an hour. */
function skipped(scope: AttackScope, start: number, stack: number): Injection {
  const end = start + 30 * MINUTE;
  const random = scope.random.fork(`skipped ${start}`);
  const hosts = scope.fleet.hosts.filter((host) => host.stack === stack);
  const markers = hosts.flatMap(({ interfaceId }) =>
    Array.from({ length: 30 }, (_, minute) => ({
      interfaceId,
      start: start + minute * MINUTE,
      status: 'SKIPDATA' as const,
    })).filter(() => random.chance(0.2)),
  );
  const blind = new Set(
    markers.map((marker) => `${marker.interfaceId} ${Math.floor(marker.start / MINUTE)}`),
  );
  return {
    detector: 'flow-log-health',
    variant: 'SKIPDATA in a fifth',
    ...{ start, end, about: [], exchanges: [], markers },
    isLost: (piece) => blind.has(`${piece.leg.interfaceId} ${Math.floor(piece.start / MINUTE)}`),
  };
}

const HOUR = 3600;

/** They get hours of their own at the end of the last day, so that they hide nothing else. */
export function gaps(scope: AttackScope): readonly Injection[] {
  const { end: first, stacks } = scope;
  const steps = [
    (start: number) => gap(start, null),
    (start: number) => skipped(scope, start, 0),
    (start: number) => gap(start, 1 % stacks),
    (start: number) => skipped(scope, start, 1 % stacks),
    (start: number) => gap(start, null),
    (start: number) => gap(start, 2 % stacks),
    (start: number) => skipped(scope, start, 2 % stacks),
    (start: number) => gap(start, 0),
  ];
  return steps.map((step, index) => step(first + index * 2 * HOUR));
}
