/**
 * The watcher: every few seconds it sees whether it is this process's turn, which sources are due, and what time alone brings. It watches as long
 * as a channel is named.
 */
import PQueue from 'p-queue';
import type { Source } from '../investigation/source.ts';
import { LeaseLost } from '../store/leases.ts';
import { watchedSources } from './health.ts';
import { accountOf } from './round.ts';
import { tick } from './tick.ts';
import { createTurns } from './turn.ts';
import type { Turn, WatchParts } from './watch-parts.ts';
import { type SourceWatch, watchSource } from './watch-source.ts';

/** Sources that are asked at once. */
const AT_ONCE = 4;

export interface AlertWatcher {
  start(): void;
  /** One look. Resolves when the rounds that it began have ended; never rejects. */
  look(): Promise<void>;
  /** Ends the rounds that go on, which the next process makes anew, and leaves it the lease. Never rejects. */
  stop(): Promise<void>;
}

/** @param glance milliseconds between two looks */
export function createAlertWatcher(parts: WatchParts, glance: number): AlertWatcher {
  const { sources, settings, decide, now, log } = parts;
  const watched = watchedSources(sources, settings);
  const looked = {
    sources: watched.map((source) => ({ name: source.name, account: accountOf(source) })),
    off: settings.off,
  };
  const turns = createTurns(parts);
  const queue = new PQueue({ concurrency: AT_ONCE });
  const busy = new Map<string, Promise<void>>();
  const looking = new Set<Promise<void>>();
  let watches: { readonly term: number; readonly of: ReadonlyMap<string, SourceWatch> } | null = null;
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;

  /** What is known of a source is read anew in each turn: another process may have watched meanwhile. */
  function watchesIn(turn: Turn): ReadonlyMap<string, SourceWatch> {
    const { term } = turn.lease;
    if (watches?.term !== term)
      watches = { term, of: new Map(watched.map((one) => [one.name, watchSource(parts, one, turn)])) };
    return watches.of;
  }

  function trouble(error: unknown, source?: string): void {
    if (isStopped) return;
    if (error instanceof LeaseLost) {
      turns.lose();
      log.warn({ source }, 'another process watches for alerts by now; nothing was written');
    } else log.error({ err: error, source }, 'alerts could not be looked after; it is tried again');
  }

  function lookAt({ name }: Source, watch: SourceWatch, { signal }: Turn): Promise<void> {
    const known = busy.get(name);
    watch.check();
    if (known) return known;
    const begun = queue
      .add(async () => (signal.aborted ? undefined : watch.look()))
      .catch((error: unknown) => trouble(error, name))
      .finally(() => busy.delete(name));
    busy.set(name, begun);
    return begun;
  }

  async function once(): Promise<void> {
    const turn = await turns.current();
    if (!turn || isStopped) return;
    const of = watchesIn(turn);
    const rounds = watched.map((source) => {
      const watch = of.get(source.name);
      return watch ? lookAt(source, watch, turn) : Promise.resolve();
    });
    await Promise.all([...rounds, passTime(turn)]);
  }

  async function passTime({ lease }: Turn): Promise<void> {
    await decide({
      id: `tick-${lease.term}-${now()}`,
      decide: (standing) => tick(now(), standing, settings, looked),
      guard: (on) => turns.guard(on, lease),
    });
  }

  function look(): Promise<void> {
    const begun = once()
      .catch((error: unknown) => trouble(error))
      .finally(() => looking.delete(begun));
    looking.add(begun);
    return begun;
  }

  return {
    start() {
      void look();
      timer = setInterval(() => void look(), glance);
    },
    look,
    async stop() {
      isStopped = true;
      clearInterval(timer);
      turns.lose();
      await Promise.allSettled([...looking, ...busy.values()]);
      await turns.leave().catch((error: unknown) => log.error({ err: error }, 'the lease was not left'));
    },
  };
}
