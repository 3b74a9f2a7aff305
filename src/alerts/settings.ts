/** How alerts are watched for and told, as the configuration says. */
import type { AlertSeverity, DetectorId } from '../diagnosis/detection.ts';

/** Alerts that match go to this channel; the first that matches decides. */
interface AlertRoute {
  readonly detectors?: readonly DetectorId[];
  readonly sources?: readonly string[];
  readonly severities?: readonly AlertSeverity[];
  /** A Slack channel id; null to tell nobody. */
  readonly channel: string | null;
}

/** Times in seconds. */
export interface AlertSettings {
  /** Where alerts go that no route names; null: nothing is watched unless a route names a channel. */
  readonly channel: string | null;
  readonly routes: readonly AlertRoute[];
  /** Which sources are watched: their names; empty for all. */
  readonly sources: readonly string[];
  readonly every: number;
  /** Detectors that need a day of records run so often. */
  readonly everyDay: number;
  /** Bytes that the watcher may scan within 24 hours, over all sources. */
  readonly bytesPerDay: number;
  readonly messagesPerDay: number;
  readonly groupWait: number;
  readonly reopenWithin: number;
  /** Rounds below the recovery threshold before it is resolved. */
  readonly recoverRounds: number;
  readonly remindAfter: number;
  readonly repeatEvery: number;
  readonly repeatTimes: number;
  /** Detectors that are switched off. */
  readonly off: readonly DetectorId[];
}

export const ALERT_DEFAULTS: AlertSettings = {
  channel: null,
  routes: [],
  sources: [],
  every: 300,
  everyDay: 6 * 3600,
  bytesPerDay: 200e9,
  messagesPerDay: 5,
  groupWait: 60,
  reopenWithin: 1800,
  recoverRounds: 3,
  remindAfter: 1800,
  repeatEvery: 4 * 3600,
  repeatTimes: 3,
  off: [],
};

/** Without a channel nobody would hear of what is found, so nothing is watched. */
export function watchesAnything({ channel, routes }: AlertSettings): boolean {
  return channel !== null || routes.some((route) => route.channel !== null);
}
