/** Looks after the watches: every few seconds it takes those whose time has come, each of them before any other process does. */
import type { Watches } from '../../store/watches.ts';
import type { Desk } from '../desk.ts';
import { createWatchRun } from './run.ts';

/** Milliseconds between two looks at the store. */
const GLANCE = 5000;

export interface Watcher {
  start(): void;
  /** Runs that have begun are in the register of running questions, and end or are stopped with them. */
  stop(): Promise<void>;
}

export function createWatcher(desk: Desk, watches: Watches, glance = GLANCE): Watcher {
  const { running, now, log } = desk;
  const run = createWatchRun(desk, watches);
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<void> | null = null;

  async function look(): Promise<void> {
    try {
      for (const watch of await watches.due(now())) {
        if (running.isClosed) return;
        // Of runs that were missed while no process was up, one is made.
        if (!(await watches.claim(watch, now() + watch.everySeconds * 1000))) continue;
        run(watch).catch((error: unknown) =>
          log.error({ err: error, watch: watch.id }, 'a watch did not run'),
        );
      }
    } catch (error) {
      log.error({ err: error }, 'watches could not be looked after; it is tried again');
    }
  }

  return {
    start() {
      timer = setInterval(() => {
        looking ??= look().finally(() => {
          looking = null;
        });
      }, glance);
    },
    async stop() {
      clearInterval(timer);
      await looking;
    },
  };
}
