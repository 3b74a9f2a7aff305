/** Sets for alerts that are not over why nobody is told, if nobody is, and enters what changed about that. */
import { isDeepStrictEqual } from 'node:util';
import type { Alert, Suppression } from '../alert.ts';
import type { Draft } from '../draft.ts';
import type { AlertSettings } from '../settings.ts';
import { suppressionOf } from './suppression.ts';

/** By the number that people say; one that is found in this very round has none yet. */
function causeText(cause: Alert | undefined): string {
  if (!cause) return 'another alert';
  const { number, detector, subject } = cause;
  return number > 0 ? `A-${number}` : `${detector} about ${subject.name ?? subject.id}`;
}

/** As the history of the alert says it. */
function words(draft: Draft, suppressed: Suppression | null): string {
  switch (suppressed?.by) {
    case undefined:
      return 'people are told again';
    case 'mute':
    case 'expected':
    case 'maintenance':
      return `${suppressed.by} M-${suppressed.rule}`;
    case 'snooze':
      return 'snoozed';
    case 'inhibited':
      return `explained by ${causeText(draft.alert(suppressed.alert))}`;
    case 'flapping':
      return 'not told as long as it goes on and off';
    case 'digest':
      return 'in the digest';
    case 'no-channel':
      return 'no channel to tell of it';
  }
}

export function suppress(draft: Draft, alerts: readonly Alert[], settings: AlertSettings): void {
  const circumstances = { alerts: draft.alerts(), rules: draft.rules(), nowMs: draft.nowMs, settings };
  for (const alert of alerts) {
    if (alert.state === 'resolved') continue;
    const suppressed = suppressionOf(alert, draft.before(alert.id), circumstances);
    if (isDeepStrictEqual(suppressed, alert.suppressed)) continue;
    draft.put({ ...alert, suppressed });
    draft.enter(alert, words(draft, suppressed));
  }
}
