/** Why nobody is told of an alert, if nobody is: what people said comes first, then what explains it. */
import type { Alert, Suppression } from '../alert.ts';
import type { AlertRule } from '../rule.ts';
import type { AlertSettings } from '../settings.ts';
import { channelOf } from '../telling/route.ts';
import { inhibitorOf } from './inhibition.ts';
import { ruleOver } from './matching.ts';
import { rank } from './sight.ts';

export interface Circumstances {
  readonly alerts: readonly Alert[];
  readonly rules: readonly AlertRule[];
  readonly nowMs: number;
  readonly settings: AlertSettings;
}

function byPeople(alert: Alert, { rules, nowMs }: Circumstances): Suppression | null {
  const mute = ruleOver(alert, ['mute', 'expected'], rules, nowMs);
  if (mute && mute.kind !== 'maintenance') return { by: mute.kind, rule: mute.number };
  const { snoozedUntilMs } = alert;
  if (snoozedUntilMs !== null && snoozedUntilMs > nowMs) return { by: 'snooze', until: snoozedUntilMs };
  // Nobody opens a port to the internet by maintaining it.
  const maintenance =
    alert.detector === 'exposed-port' ? undefined : ruleOver(alert, ['maintenance'], rules, nowMs);
  return maintenance ? { by: 'maintenance', rule: maintenance.number } : null;
}

/** What was folded stays folded, unless it has become more severe. */
function staysFolded(alert: Alert, before: Alert | null): boolean {
  return (
    alert.suppressed?.by === 'digest' &&
    alert.severity !== 'high' &&
    before !== null &&
    rank(alert.severity) >= rank(before.severity)
  );
}

/** @param before the alert as it was before this round; null for a new one */
export function suppressionOf(
  alert: Alert,
  before: Alert | null,
  circumstances: Circumstances,
): Suppression | null {
  const said = byPeople(alert, circumstances);
  if (said) return said;
  const cause = inhibitorOf(alert, circumstances.alerts);
  if (cause) return { by: 'inhibited', alert: cause.id };
  if (alert.isFlapping && alert.toldSeverity !== null) return { by: 'flapping' };
  if (staysFolded(alert, before)) return { by: 'digest' };
  return channelOf(alert, circumstances.settings) === null ? { by: 'no-channel' } : null;
}

/** A person does not want to hear of it now. */
export function isHushed({ suppressed }: Pick<Alert, 'suppressed'>): boolean {
  return suppressed !== null && ['mute', 'expected', 'maintenance', 'snooze'].includes(suppressed.by);
}
