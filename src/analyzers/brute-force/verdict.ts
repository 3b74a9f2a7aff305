/** How far attempts to log in are above the thresholds: of one client within an hour, of many clients, or of few a day. */
import { mostWithin } from '../detection/most-within.ts';
import { areAlike, type Guessing } from './guessing.ts';
import type { LoginService } from './service.ts';
import type { Session } from './session.ts';

const HOUR = 3600;

export interface Thresholds {
  readonly attemptsPerHour: number;
  readonly clientsPerHour: number;
  readonly attemptsPerDay: number;
}

interface Verdict {
  readonly level: number;
  /** What was measured, and over what it is. */
  readonly measured: { readonly what: string; readonly value: number; readonly enough: number };
}

function ascending(times: readonly number[]): readonly number[] {
  return [...times].sort((a, b) => a - b);
}

function verdict(what: string, value: number, enough: number): Verdict {
  return { level: value / enough, measured: { what, value, enough } };
}

function highest(verdicts: readonly Verdict[]): Verdict | undefined {
  return verdicts.reduce<Verdict | undefined>(
    (top, one) => (top && top.level >= one.level ? top : one),
    undefined,
  );
}

export function attemptsOf(guesses: readonly Guessing[]): readonly Session[] {
  return guesses.flatMap(({ attempts }) => attempts).sort((a, b) => a.first - b.first);
}

/** The most that one client tried at one server within an hour. */
function byOne(guesses: readonly Guessing[], { attemptsPerHour }: Thresholds): Verdict | undefined {
  const highestOf = guesses.map(({ attempts }) =>
    verdict(
      'attempts to log in from one address in an hour',
      mostWithin(ascending(attempts.map(({ first }) => first)), HOUR),
      attemptsPerHour,
    ),
  );
  return highest(highestOf);
}

/**
 * Attempts at one of our servers by clients outside.
 *
 * @param earlier so many attempts in the day before the window are remembered
 */
export function atServer(
  guesses: readonly Guessing[],
  earlier: number,
  service: LoginService,
  set: Thresholds,
): Verdict | undefined {
  const attempts = attemptsOf(guesses);
  // Each alone may be anybody; that all are alike is what makes them one attack.
  const together = areAlike(attempts, service)
    ? [
        verdict(
          'addresses that try to log in within an hour',
          mostWithin(ascending(guesses.flatMap((one) => one.attempts[0]?.first ?? [])), HOUR),
          set.clientsPerHour,
        ),
        verdict('attempts to log in within a day', attempts.length + earlier, set.attemptsPerDay),
      ]
    : [];
  return highest([...together, ...[byOne(guesses, set) ?? []].flat()]);
}

/** So many servers are tried by somebody who tries them all. */
const MANY_SERVERS = 3;

/**
 * Attempts of one of our hosts, at one server or spread over many.
 *
 * @param earlier so many attempts in the day before the window are remembered
 */
export function byClient(
  guesses: readonly Guessing[],
  earlier: number,
  service: LoginService,
  set: Thresholds,
): Verdict | undefined {
  const attempts = attemptsOf(guesses);
  const day = verdict('attempts to log in within a day', attempts.length + earlier, set.attemptsPerDay);
  const hour = verdict(
    `attempts to log in to ${guesses.length} hosts in an hour`,
    mostWithin(
      attempts.map(({ first }) => first),
      HOUR,
    ),
    set.attemptsPerHour,
  );
  const together = areAlike(attempts, service)
    ? [day, ...(guesses.length >= MANY_SERVERS ? [hour] : [])]
    : [];
  return highest([...together, ...[byOne(guesses, set) ?? []].flat()]);
}
