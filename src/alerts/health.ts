/** How the watcher itself fares, source by source, as any process can tell from what is remembered: an alert that never comes must not be one that nobody looked for. */
import type { DetectorId } from '../diagnosis/detection.ts';
import type { Ledger } from '../diagnosis/ledger.ts';
import type { Source } from '../investigation/source.ts';
import { createLeases } from '../store/leases.ts';
import type { Store } from '../store/store.ts';
import { WATCHER } from './examine.ts';
import { type AlertSettings, watchesAnything } from './settings.ts';
import { watchedState } from './source-memory.ts';

interface SourceWatchHealth {
  readonly source: string;
  /** `watched`: its last round was one of the last that were due. `late`: it was not. `failing`: rounds fail. `starting`: there was none yet. */
  readonly standing: 'watched' | 'late' | 'failing' | 'starting';
  /** Why rounds fail, and what to do; null where they do not. */
  readonly because: string | null;
  readonly failures: number;
  /** When the last round ended, milliseconds since the epoch; null before there was one. */
  readonly lastRoundMs: number | null;
  /** Seconds between two rounds, where that is more than was set, so that what may be scanned lasts the day; else null. */
  readonly spacing: number | null;
  /** Up to where records were looked at, and how long ago that is; null before. Seconds. */
  readonly dataUpTo: number | null;
  readonly lag: number | null;
  /** Since when normal is learned, seconds since the epoch; null before. */
  readonly learningSince: number | null;
  /** Normal is still being learned from the past, so far, seconds since the epoch; null where that is over. */
  readonly learnedUpTo: number | null;
  readonly ran: readonly DetectorId[];
  readonly failed: readonly { readonly detector: DetectorId; readonly because: string }[];
  readonly dropped: readonly { readonly detector: DetectorId; readonly because: string }[];
}

export interface WatcherHealth {
  /** Whether anything is watched at all: a channel is named. */
  readonly isOn: boolean;
  /** The process that watches; null where none does. */
  readonly owner: string | null;
  /** Scanned within 24 hours, over all sources, of what may be. */
  readonly bytes: number;
  readonly bytesPerDay: number;
  readonly sources: readonly SourceWatchHealth[];
}

export interface WatcherHealthParts {
  readonly store: Pick<Store, 'db' | 'kind'>;
  readonly sources: readonly Source[];
  readonly settings: AlertSettings;
  readonly ledger: Ledger;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** Rounds that were due and did not come before it is late. */
const MISSED = 3;

async function sourceHealth(
  { store, settings, now }: WatcherHealthParts,
  source: string,
): Promise<SourceWatchHealth> {
  const state = await watchedState(store.db, source);
  const { roundAtMs = null, failures = 0, upTo = null, because = null, spacing = null } = state ?? {};
  const isLate = roundAtMs !== null && now() - roundAtMs > MISSED * (spacing ?? settings.every) * 1000;
  const standing = failures > 0 ? 'failing' : isLate ? 'late' : roundAtMs === null ? 'starting' : 'watched';
  return {
    ...{ source, standing, because, failures },
    lastRoundMs: roundAtMs,
    spacing,
    dataUpTo: upTo,
    lag: upTo === null ? null : Math.floor(now() / 1000) - upTo,
    learningSince: state?.since ?? null,
    learnedUpTo: state?.learnedUpTo ?? null,
    ran: state?.ran ?? [],
    failed: state?.failed ?? [],
    dropped: state?.dropped ?? [],
  };
}

export async function watcherHealth(parts: WatcherHealthParts): Promise<WatcherHealth> {
  const { store, settings, ledger } = parts;
  const lease = await createLeases(store).holder(WATCHER);
  const { bytes } = await ledger.spent(WATCHER);
  return {
    isOn: watchesAnything(settings),
    owner: lease?.owner ?? null,
    ...{ bytes, bytesPerDay: settings.bytesPerDay },
    sources: await Promise.all(
      watchedSources(parts.sources, settings).map(({ name }) => sourceHealth(parts, name)),
    ),
  };
}

/** Those that the settings name; all where they name none. */
export function watchedSources(
  sources: readonly Source[],
  { sources: named }: Pick<AlertSettings, 'sources'>,
): readonly Source[] {
  return named.length === 0 ? sources : sources.filter(({ name }) => named.includes(name));
}
