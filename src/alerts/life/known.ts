/** Whether it is known that an alert fires now: what nobody has looked at, or could see, for a while is not said to go on. */
import { DETECTORS } from '../../analyzers/detectors.ts';
import type { Alert } from '../alert.ts';
import type { AlertSettings } from '../settings.ts';

/** Beside the round that is due so many may have failed. The next one that does is told as an alert of its own: then nobody looks. */
const MAY_FAIL = 2;

function paceOf({ detector }: Alert, { every, everyDay }: AlertSettings): number {
  return DETECTORS.find(({ id }) => id === detector)?.pace === 'day' ? everyDay : every;
}

export function isKnownToFire(alert: Alert, nowMs: number, settings: AlertSettings): boolean {
  const { state, seenAtMs } = alert;
  if (state !== 'firing') return false;
  // Absent in what an earlier version wrote down.
  if (seenAtMs === undefined) return true;
  return nowMs - seenAtMs <= (paceOf(alert, settings) + MAY_FAIL * settings.every) * 1000;
}
