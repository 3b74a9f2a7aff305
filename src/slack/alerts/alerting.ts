/** What everything of alerts works with, put together once. */
import type { Logger } from 'pino';
import { createDecide, type Decide } from '../../alerts/decide.ts';
import type { Outlet } from '../../alerts/outlet.ts';
import type { AlertSettings } from '../../alerts/settings.ts';
import { type AlertMemory, createAlertMemory } from '../../alerts/stored.ts';
import type { Store } from '../../store/store.ts';
import type { Work } from '../delivery/work.ts';
import { createOutlet } from './outlet.ts';

export interface Alerting {
  readonly settings: AlertSettings;
  readonly memory: AlertMemory;
  /** Takes on what is to be told; it is told by the work of `telling.ts`. */
  readonly outlet: Outlet;
  /** Carries out what was decided about alerts, by the watcher or by a person. */
  readonly decide: Decide;
}

export interface AlertingParts extends Pick<Alerting, 'settings'> {
  readonly store: Store;
  readonly work: Work;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly log: Logger;
}

export function createAlerting({ settings, store, work, now, log }: AlertingParts): Alerting {
  const memory = createAlertMemory(store.db, (alert, error) =>
    log.error({ err: error, alert }, 'an alert of another version cannot be read, and is left out'),
  );
  const outlet = createOutlet(work);
  const decide = createDecide({
    db: store.db,
    ...{ memory, outlet, now, reopenWithin: settings.reopenWithin },
  });
  return { settings, memory, outlet, decide };
}
