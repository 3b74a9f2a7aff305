/** Lets this process watch for alerts, where a channel is named that would hear of them. */
import { randomUUID } from 'node:crypto';
import { type WatcherHealth, watcherHealth } from '../../alerts/health.ts';
import { watchesAnything } from '../../alerts/settings.ts';
import { createAlertWatcher } from '../../alerts/watcher.ts';
import { DEFAULT_DETECTION } from '../../analyzers/detection/detecting.ts';
import { DETECTORS } from '../../analyzers/detectors.ts';
import type { BotParts } from '../bot-parts.ts';
import type { Desk } from '../desk.ts';
import type { SourceLag } from '../health/metrics.ts';
import type { WatchCounts } from '../health/readiness.ts';
import { createUntold } from './untold.ts';

/** Milliseconds between two looks at which sources are due, and looks between two at how that goes. */
const GLANCE = 5000;
const LOOKS = 6;

export interface AlertsWatch {
  start(): void;
  /** Never rejects. */
  stop(): Promise<void>;
  /** As it was looked at last; null where nothing is watched, or nobody has looked yet. */
  health(): WatchCounts | null;
  /** By how much each source is behind, as it was looked at last. */
  lags(): readonly SourceLag[];
}

/** Whoever can reach the path hears no names. */
function countsOf({ owner, sources }: WatcherHealth, own: string): WatchCounts {
  const counts = { watched: 0, late: 0, failing: 0, starting: 0 };
  for (const { standing } of sources) counts[standing] += 1;
  return { watcher: owner === null ? 'nobody' : owner === own ? 'this-process' : 'another', ...counts };
}

export function createAlertsWatch(
  desk: Desk,
  { glance = GLANCE, lookUp, detection = async () => DEFAULT_DETECTION }: BotParts,
): AlertsWatch {
  const { store, sources, alerting, ledger, now, monotonic, log, telemetry } = desk;
  const { settings, decide } = alerting;
  const owner = randomUUID();
  const watcher = createAlertWatcher(
    {
      ...{ store, sources, settings, decide, ledger, now, monotonic, log, owner, telemetry },
      ...{ detectors: DETECTORS, detection, lookUp },
    },
    glance,
  );
  const bringUpUntold = createUntold(desk);
  let latest: WatcherHealth | null = null;
  let timer: NodeJS.Timeout | undefined;

  async function lookAtHealth(): Promise<void> {
    try {
      latest = await watcherHealth({ store, sources, settings, ledger, now });
    } catch (error) {
      log.error({ err: error }, 'how the watcher fares could not be read');
    }
  }

  return {
    start() {
      if (!watchesAnything(settings)) return;
      watcher.start();
      void lookAtHealth();
      timer = setInterval(() => {
        void lookAtHealth();
        void bringUpUntold();
      }, LOOKS * glance);
      timer.unref();
    },
    async stop() {
      clearInterval(timer);
      await watcher.stop();
    },
    health: () => latest && countsOf(latest, owner),
    lags: () =>
      (latest?.sources ?? []).flatMap(({ source, lag }) => (lag === null ? [] : [{ source, seconds: lag }])),
  };
}
