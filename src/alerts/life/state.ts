/** Which state an alert is in after a round. */
import type { Alert, AlertState } from '../alert.ts';
import type { Confirmation } from './confirmation.ts';
import { hasLapsed, isConfirmed, lastKnown, quietRounds } from './rounds.ts';

type Moving = Pick<Alert, 'state' | 'rounds' | 'isFlapping' | 'firedAt'>;

function whilePending(rounds: string, confirmation: Confirmation): AlertState {
  if (confirmation === 'at-once' && lastKnown(rounds) === '+') return 'firing';
  if (isConfirmed(rounds)) return 'firing';
  return hasLapsed(rounds) ? 'resolved' : 'pending';
}

/** What goes on and off is not over before it has been quiet for as long as that takes, so that its end is told once. */
function whileFiring({ rounds, isFlapping }: Moving, recoverRounds: number): AlertState {
  if (lastKnown(rounds) !== '-') return 'firing';
  return quietRounds(rounds) >= recoverRounds && !isFlapping ? 'resolved' : 'recovering';
}

/** @param alert with the newest round among its rounds, which could see */
export function stateAfter(alert: Moving, confirmation: Confirmation, recoverRounds: number): AlertState {
  const { state, rounds, firedAt } = alert;
  if (state === 'pending') return whilePending(rounds, confirmation);
  if (state !== 'resolved') return whileFiring(alert, recoverRounds);
  if (lastKnown(rounds) !== '+') return 'resolved';
  return firedAt === null ? whilePending(rounds, confirmation) : 'firing';
}

/** Confirmed, and not over. */
export function isOn({ state }: Pick<Alert, 'state'>): boolean {
  return state === 'firing' || state === 'recovering';
}
