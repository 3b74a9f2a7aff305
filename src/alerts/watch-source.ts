/** Watches one source: round after round on complete records, those that were missed among them, and learns what is normal on the way. */
import type { Source } from '../investigation/source.ts';
import { SourceError } from '../query/source-error.ts';
import { LeaseLost } from '../store/leases.ts';
import { createSourceHealth } from '../store/source-health.ts';
import { allowanceOf, spacingOf } from './allowance.ts';
import { neverLookedAt, noNewerRecords, notWatched } from './blind.ts';
import { carryOut } from './carry-out.ts';
import { withClock } from './clock-put-back.ts';
import { extentOf } from './extent.ts';
import { watchedSources } from './health.ts';
import { daysToLearn, horizonOf, isPaid, notMadeUp, roundEnds } from './horizon.ts';
import { type Look, type LookParts, learnFrom, lookAt, UsedUp } from './look-at.ts';
import { withMissing } from './missing.ts';
import { openSourceMemory, type SourceMemory } from './source-memory.ts';
import { type TimeLimit, TooSlow, timeLimit } from './time-limit.ts';
import type { Turn, WatchParts } from './watch-parts.ts';
import type { WatchedState } from './watched-state.ts';

/** Where looking back costs nothing, normal is learned from so much of the past, seconds. */
const LEARNED_FROM = 14 * 86_400;
const HOUR = 3600;

export interface SourceWatch {
  /** A round, where one is due. Rejects only where the store fails or the turn is over. */
  look(): Promise<void>;
  /** Gives up a round that goes on and has taken too long. */
  check(): void;
}

function sentenceOf(error: unknown): string {
  if (error instanceof SourceError || error instanceof UsedUp || error instanceof TooSlow)
    return error.message;
  return `flows itself failed: ${error instanceof Error ? error.message : String(error)}`;
}

export function watchSource(parts: WatchParts, source: Source, turn: Turn): SourceWatch {
  const { store, settings, now, monotonic, log, ledger, telemetry } = parts;
  const { name, about } = source;
  const { signal, lease } = turn;
  const allowance = allowanceOf(settings.bytesPerDay, ledger);
  const paid = watchedSources(parts.sources, settings).filter((one) => isPaid(one.about.kind));
  const attributes = { 'flows.source': name };
  const seconds = () => Math.floor(now() / 1000);
  let opened: SourceMemory | null = null;
  let limit: TimeLimit | null = null;
  let triedAtMs = Number.NEGATIVE_INFINITY;

  async function write(memory: SourceMemory, state: WatchedState): Promise<void> {
    const committed = await store.db.transaction().execute((on) => memory.write(on, state));
    committed();
  }

  /** Where records lie here, the newest of them tells how far they reach. */
  async function seen({
    memory,
    turn: { signal },
  }: LookParts): Promise<{ state: WatchedState; first: number }> {
    const { state } = memory;
    if (isPaid(about.kind)) return { state, first: seconds() };
    const start = state.newest ?? seconds() - LEARNED_FROM;
    const extent = await extentOf(source, { start, end: seconds() }, signal);
    const newest = extent?.last ?? state.newest;
    const isLive = state.isLive || (newest !== null && seconds() - newest < HOUR);
    return { state: { ...state, newest, isLive }, first: Math.max(extent?.first ?? start, start) };
  }

  async function learn(looking: LookParts, first: number, until: number): Promise<void> {
    const { memory } = looking;
    const since = memory.state.learnedUpTo === null ? first : memory.state.since;
    for (const day of daysToLearn(memory.state.learnedUpTo ?? first, until)) {
      limit?.begin();
      const followed = { id: `learn-${name}-${day.end}`, kind: 'learn', attributes };
      const learned = await telemetry.follow(followed, () => learnFrom(looking, day));
      for (const observed of learned) memory.learned.observe(observed);
      await write(memory, { ...memory.state, since, learnedUpTo: day.end });
      log.info({ source: name, day: new Date(day.end * 1000).toISOString() }, 'learned what is normal');
    }
  }

  /** Sources that cost money share what may be scanned. */
  function spacingAfter({ roundBytes }: Look): number | null {
    const spacing = spacingOf(roundBytes, settings.bytesPerDay / Math.max(1, paid.length), settings.every);
    return spacing > settings.every ? spacing : null;
  }

  /** What fails is tried again as soon as was set. */
  function everyOf(state: WatchedState | undefined): number {
    return state?.spacing && state.failures === 0 ? state.spacing : settings.every;
  }

  /** Of one that is made once more another, or it would count as told already. */
  function roundId({ memory: { state } }: LookParts, end: number): string {
    return `round-${name}-${end}${state.rewinds > 0 ? `-${state.rewinds}` : ''}`;
  }

  /** @returns false where another process has made it already */
  function round(looking: LookParts, end: number, isLast: boolean): Promise<boolean> {
    const followed = { id: roundId(looking, end), kind: 'round', attributes };
    return telemetry.follow(followed, () => roundOnce(looking, end, isLast));
  }

  async function roundOnce(looking: LookParts, end: number, isLast: boolean): Promise<boolean> {
    limit?.begin();
    const { state } = looking.memory;
    const takesDay = isLast && (state.dayUpTo === null || end - state.dayUpTo >= settings.everyDay);
    const look = await lookAt(looking, end, takesDay);
    if (look.ran.length > 0) await answers();
    const [found, ran, failed] = [look.findings.length, look.ran.length, look.failed.length];
    log.info({ source: name, found, ran, failed }, 'the watcher has looked at a source');
    const after: WatchedState = {
      ...looking.memory.state,
      ...{ upTo: end, dayUpTo: takesDay ? end : state.dayUpTo, learnedUpTo: null },
      spacing: isPaid(about.kind) ? spacingAfter(look) : null,
      ...{ roundAtMs: now(), failures: 0, failedSinceMs: null, because: null },
      ...{ ran: [...look.ran], failed: [...look.failed], home: look.home },
      dropped: takesDay ? [...look.dropped] : state.dropped,
    };
    const unseen = isLast ? neverLookedAt(name, after.missed) : null;
    const blind = unseen ?? noNewerRecords(name, after, seconds());
    const stands = isLast ? { ...withMissing(after, look, end), missed: null } : after;
    return carryOut(looking, { id: roundId(looking, end), at: end, look, after: stands, blind, isLast });
  }

  /** That it fails is told by questions alone: a process that may not read it would go on saying so while the next one, which may, is starting. */
  async function answers(): Promise<void> {
    try {
      await createSourceHealth(store.db).note([{ source: name, at: now(), ok: true, because: null }]);
    } catch (error) {
      // It tells others of the source; the round is none the worse.
      log.warn({ err: error, source: name }, 'that a source answers was not noted');
    }
  }

  /** Nobody could look: what people know stays as it is, and after a while they hear of that. */
  async function blindRound(looking: LookParts, after: WatchedState): Promise<void> {
    const at = horizonOf(about.kind, seconds(), seconds()) ?? seconds();
    const blind = notWatched(name, after, seconds()) ?? noNewerRecords(name, after, seconds());
    const id = `blind-${name}-${lease.term}-${now()}`;
    await carryOut(looking, { id, at, look: null, after, blind, isLast: true });
  }

  async function rounds(looking: LookParts): Promise<void> {
    const { memory } = looking;
    const { state, first } = await seen(looking);
    const horizon = horizonOf(about.kind, seconds(), state.newest);
    if (horizon === null) return write(memory, { ...state, roundAtMs: now() });
    // Where records lie here they tell themselves how far they reach, whatever the clock says.
    const right = isPaid(about.kind) ? withClock(state, everyOf(state), horizon) : state;
    await write(memory, withMissed(right, horizon));
    if (state.upTo === null && !isPaid(about.kind)) await learn(looking, first, horizon - HOUR);
    const ends = roundEnds(memory.state.upTo, horizon);
    for (const end of ends) {
      if (await round(looking, end, end === horizon)) continue;
      // Another process told of it before it died: what it wrote is read anew.
      opened = null;
      return;
    }
    if (ends.length === 0) await blindRound(looking, { ...memory.state, failures: 0, because: null });
  }

  /** An archive is not looked at as it grows. */
  function withMissed(state: WatchedState, horizon: number): WatchedState {
    const missed = isPaid(about.kind) || state.isLive ? notMadeUp(state.upTo, horizon) : null;
    return missed === null
      ? state
      : { ...state, missed: { ...missed, ...(state.missed && { start: state.missed.start }) } };
  }

  async function failed(looking: LookParts, error: unknown): Promise<void> {
    const { state } = looking.memory;
    const because = sentenceOf(error);
    log.error({ err: error, source: name, failures: state.failures + 1 }, 'a round of the watcher failed');
    await blindRound(looking, {
      ...{ ...state, because, failures: state.failures + 1, ran: [] },
      ...{ failedSinceMs: state.failedSinceMs ?? now(), roundAtMs: now() },
    });
  }

  return {
    async look() {
      const waited = now() - triedAtMs;
      // Less than nothing where the clock was put back.
      if (waited >= 0 && waited < everyOf(opened?.state) * 1000) return;
      opened ??= await openSourceMemory(store, name, lease, now);
      triedAtMs = now();
      limit = timeLimit(monotonic);
      const limited = { lease, signal: AbortSignal.any([signal, limit.signal]) };
      const looking: LookParts = { ...parts, source, turn: limited, memory: opened, allowance };
      try {
        await rounds(looking);
      } catch (error) {
        if (error instanceof LeaseLost || signal.aborted) throw error;
        await failed({ ...looking, turn }, error);
      } finally {
        limit = null;
      }
    },
    check: () => limit?.check(),
  };
}
