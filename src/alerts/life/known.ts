/** Whether it is known that an alert fires now: what nobody has looked at, or could see, for a while is not said to go on. */
import { DETECTORS } from '../../analyzers/detectors.ts';
import type { Alert } from '../alert.ts';
import type { AlertSettings } from '../settings.ts';

/** Beside the round that is due so many may have failed. The next one that does is told as an alert of its own: then nobody looks. */
const MAY_FAIL = 2;

function paceOf({ detector }: Alert, { every, everyDay }: AlertSettings): number {
  return DETECTORS.find(({ id }) => id === detector)?.pace === 'day' ? everyDay : every;
}

/** @param nowMs of a round that could see the alert */
export function knownUntil(alert: Alert, nowMs: number, settings: AlertSettings): number {
  return nowMs + (paceOf(alert, settings) + MAY_FAIL * settings.every) * 1000;
}

export function isKnownToFire({ state, knownUntilMs }: Alert, nowMs: number): boolean {
  // Absent in what an earlier version wrote down.
  return state === 'firing' && (knownUntilMs === undefined || nowMs <= knownUntilMs);
}
