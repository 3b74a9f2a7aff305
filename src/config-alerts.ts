/** The schema of the configuration's alerts: where they are told, what is watched, and how much of it people hear. */
import { z } from 'zod';
import { ALERT_DEFAULTS } from './alerts/settings.ts';
import { ByteCount, Seconds } from './config-amounts.ts';
import { ChannelId } from './config-slack-ids.ts';
import type { SourceSettings } from './config-sources.ts';
import { ALERT_SEVERITIES, DETECTOR_IDS } from './diagnosis/detection.ts';

const Detector = z.enum(DETECTOR_IDS).meta({ title: 'the id of a detector' });
const SourceName = z.string().min(1, 'the name of a source').meta({ title: 'the name of a source' });
const whole = (least: number) => {
  const allowed = `a whole number, ${least} or more`;
  return z.int(allowed).min(least, allowed);
};

const Route = z.strictObject({
  detectors: z
    .exactOptional(z.array(Detector).min(1, 'a list of at least one detector'))
    .describe('Alerts of one of these detectors.'),
  sources: z
    .exactOptional(z.array(SourceName).min(1, 'a list of at least one source'))
    .describe('Alerts of one of these sources.'),
  severities: z
    .exactOptional(z.array(z.enum(ALERT_SEVERITIES)).min(1, 'a list of at least one severity'))
    .describe('Alerts of one of these severities.'),
  channel: ChannelId.nullable().describe('Where they go; `null` tells nobody, and they stay to be listed.'),
});

export const AlertsSchema = z.strictObject({
  channel: ChannelId.nullable()
    .default(ALERT_DEFAULTS.channel)
    .describe('Where alerts go that no route names. Without any channel nothing is watched.'),
  routes: z
    .array(Route)
    .default([])
    .describe(
      'Other channels for some alerts: the first route that matches decides, and all that it names must hold.',
    ),
  sources: z.array(SourceName).default([]).describe('The sources that are watched; all where none is named.'),
  off: z.array(Detector).default([]).describe('Detectors that do not run in the watcher.'),
  every: Seconds.pipe(z.number().min(60, 'a time of at least 1m'))
    .default(ALERT_DEFAULTS.every)
    .describe('How often the last hour of complete records is looked at: 1m at least.'),
  everyDay: Seconds.pipe(z.number().min(900, 'a time of at least 15m'))
    .default(ALERT_DEFAULTS.everyDay)
    .describe('How often detectors run that need a day of records: 15m at least.'),
  bytesPerDay: ByteCount.default(ALERT_DEFAULTS.bytesPerDay).describe(
    'What the watcher may scan within 24 hours, over all sources. From three quarters of it on, detectors that need a day are left out.',
  ),
  messagesPerDay: whole(1)
    .default(ALERT_DEFAULTS.messagesPerDay)
    .describe(
      'Messages of a channel a day; the rest is folded into one digest. High severity always has a message.',
    ),
  groupWait: Seconds.default(ALERT_DEFAULTS.groupWait).describe(
    'How long an alert waits before it is told: others of the same cause may come, and what is over by then is never told.',
  ),
  reopenWithin: Seconds.default(ALERT_DEFAULTS.reopenWithin).describe(
    'What comes back within this time is told in the same message.',
  ),
  recoverRounds: whole(1)
    .default(ALERT_DEFAULTS.recoverRounds)
    .describe('Rounds in which it was quiet before it is called over.'),
  remindAfter: Seconds.default(ALERT_DEFAULTS.remindAfter).describe(
    'When people are first reminded of high severity that nobody looks after.',
  ),
  repeatEvery: Seconds.default(ALERT_DEFAULTS.repeatEvery).describe('How often they are reminded again.'),
  repeatTimes: whole(0).default(ALERT_DEFAULTS.repeatTimes).describe('How many times they are.'),
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
