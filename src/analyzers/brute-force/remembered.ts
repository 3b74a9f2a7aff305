/** Attempts at a server from outside, remembered by the slot, so that a few an hour add up over a day. */
import { byKey } from '../detection/by-key.ts';
import type { Observed } from '../detection/history.ts';
import type { Guessing } from './guessing.ts';
import type { BruteScope } from './parameters.ts';
import type { LoginService } from './service.ts';
import { attemptsOf } from './verdict.ts';

const DAY = 86_400;
const SLOT = 300;

function seriesOf(server: string, { port }: LoginService): string {
  return `brute-force|${server} ${port}`;
}

/** In the day that ends with the window, before it. */
export function earlierAttempts(server: string, service: LoginService, scope: BruteScope): number {
  const { window } = scope.request;
  return (scope.detecting.history?.samples(seriesOf(server, service)) ?? [])
    .filter(({ at }) => at >= window.end - DAY && at < window.start)
    .reduce((total, { value }) => total + value, 0);
}

/** Attempts a slot, of the slots that the window holds whole. */
export function samplesOf(
  guesses: readonly Guessing[],
  service: LoginService,
  { request }: BruteScope,
): Observed['samples'] {
  const [top] = guesses;
  if (!top) return [];
  const { start, end } = request.window;
  const slots = byKey(attemptsOf(guesses), ({ first }) => String(Math.floor(first / SLOT) * SLOT));
  return [...slots].flatMap(([slot, of]) => {
    const at = Number(slot);
    return at >= start && at + SLOT <= end
      ? [{ series: seriesOf(top.server, service), at, value: of.length }]
      : [];
  });
}
