/** Attempts remembered by the slot, so that a few an hour add up over a day: of all outside at one server, and of one of ours at any. */
import { byKey } from '../detection/by-key.ts';
import type { Observed } from '../detection/history.ts';
import type { Guessing } from './guessing.ts';
import type { BruteScope } from './parameters.ts';
import type { LoginService } from './service.ts';
import { attemptsOf } from './verdict.ts';

const DAY = 86_400;
const SLOT = 300;

/** Whose attempts are counted together. */
type End = 'client' | 'server';

function seriesOf(end: End, address: string, { port }: LoginService): string {
  return `brute-force|${end} ${address} ${port}`;
}

/** In the day that ends with the window, before it. */
export function earlierAttempts(end: End, address: string, service: LoginService, scope: BruteScope): number {
  const { window } = scope.request;
  return (scope.detecting.history?.samples(seriesOf(end, address, service)) ?? [])
    .filter(({ at }) => at >= window.end - DAY && at < window.start)
    .reduce((total, { value }) => total + value, 0);
}

/** Attempts a slot, of the slots that the window holds whole. */
export function samplesOf(
  end: End,
  guesses: readonly Guessing[],
  service: LoginService,
  { request }: BruteScope,
): Observed['samples'] {
  const [top] = guesses;
  if (!top) return [];
  const { window } = request;
  const slots = byKey(attemptsOf(guesses), ({ first }) => String(Math.floor(first / SLOT) * SLOT));
  return [...slots].flatMap(([slot, of]) => {
    const at = Number(slot);
    return at >= window.start && at + SLOT <= window.end
      ? [{ series: seriesOf(end, top[end], service), at, value: of.length }]
      : [];
  });
}
