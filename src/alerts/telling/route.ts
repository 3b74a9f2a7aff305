/** To which channel an alert belongs. */
import type { Alert } from '../alert.ts';
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
