/** The schema of the configuration's alerts: where they are told, what is watched, and how much of it people hear. */
import { z } from 'zod';
import { ALERT_DEFAULTS } from './alerts/settings.ts';
import { ByteCount, Seconds } from './config-amounts.ts';
import type { SourceSettings } from './config-sources.ts';
import { ALERT_SEVERITIES, DETECTOR_IDS } from './diagnosis/detection.ts';

const ChannelId = z
  .string('a Slack channel id, such as C012ABC')
  .regex(/^[CG][A-Z0-9]{2,}$/, 'a Slack channel id, such as C012ABC');
const Detector = z.enum(DETECTOR_IDS);
const SourceName = z.string().min(1, 'the name of a source');
const whole = (least: number) => {
  const allowed = `a whole number, ${least} or more`;
  return z.int(allowed).min(least, allowed);
};

const Route = z.strictObject({
  /** All that are named must hold. */
  detectors: z.exactOptional(z.array(Detector).min(1, 'a list of at least one detector')),
  sources: z.exactOptional(z.array(SourceName).min(1, 'a list of at least one source')),
  severities: z.exactOptional(z.array(z.enum(ALERT_SEVERITIES)).min(1, 'a list of at least one severity')),
  /** `null` to tell nobody: it stays to be listed. */
  channel: ChannelId.nullable(),
});

export const AlertsSchema = z.strictObject({
  channel: ChannelId.nullable().default(ALERT_DEFAULTS.channel),
  /** The first that matches decides. */
  routes: z.array(Route).default([]),
  sources: z.array(SourceName).default([]),
  off: z.array(Detector).default([]),
  every: Seconds.pipe(z.number().min(60, 'a time of at least 1m')).default(ALERT_DEFAULTS.every),
  everyDay: Seconds.pipe(z.number().min(900, 'a time of at least 15m')).default(ALERT_DEFAULTS.everyDay),
  bytesPerDay: ByteCount.default(ALERT_DEFAULTS.bytesPerDay),
  messagesPerDay: whole(1).default(ALERT_DEFAULTS.messagesPerDay),
  groupWait: Seconds.default(ALERT_DEFAULTS.groupWait),
  reopenWithin: Seconds.default(ALERT_DEFAULTS.reopenWithin),
  recoverRounds: whole(1).default(ALERT_DEFAULTS.recoverRounds),
  remindAfter: Seconds.default(ALERT_DEFAULTS.remindAfter),
  repeatEvery: Seconds.default(ALERT_DEFAULTS.repeatEvery),
  repeatTimes: whole(0).default(ALERT_DEFAULTS.repeatTimes),
});

export const ALERT_SETTINGS: readonly string[] = Object.keys(AlertsSchema.shape);
export const ROUTE_SETTINGS: readonly string[] = Object.keys(Route.shape);

/** Sources that there are not: what somebody believes is watched would not be. */
export function wrongAlertSources(
  { sources, routes }: z.infer<typeof AlertsSchema>,
  settings: readonly SourceSettings[],
): readonly { readonly path: readonly (string | number)[]; readonly message: string }[] {
  const names = settings.map(({ name }) => name);
  const message = names.length === 0 ? 'left out, since no source is configured' : names.join(' or ');
  const wrong = (path: readonly (string | number)[]) => (name: string, index: number) =>
    names.includes(name) ? [] : [{ path: [...path, index], message }];
  return [
    ...sources.flatMap(wrong(['sources'])),
    ...routes.flatMap(({ sources: of = [] }, at) => of.flatMap(wrong(['routes', at, 'sources']))),
  ];
}
