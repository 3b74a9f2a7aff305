/** To which channel an alert belongs. */
import type { Alert, AlertMessage } from '../alert.ts';
import type { AlertSettings } from '../settings.ts';

/** Null: to nobody. */
export function channelOf(
  { detector, source, severity }: Pick<Alert, 'detector' | 'source' | 'severity'>,
  { channel, routes }: AlertSettings,
): string | null {
  const route = routes.find(
    ({ detectors, sources, severities }) =>
      (detectors?.includes(detector) ?? true) &&
      (sources?.includes(source) ?? true) &&
      (severities?.includes(severity) ?? true),
  );
  return route ? route.channel : channel;
}

/** Those who read of it in that message are not those who are to hear of it now. */
export function belongsElsewhere(alert: Alert, { channel }: AlertMessage, settings: AlertSettings): boolean {
  const now = channelOf(alert, settings);
  return now !== null && now !== channel;
}
