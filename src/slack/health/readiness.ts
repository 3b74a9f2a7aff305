/** Whether the bot can do its work. Whoever can reach the path hears how many, and no names. */
import { sql } from 'kysely';
import type { WatcherHealth } from '../../alerts/health.ts';
import type { Source } from '../../investigation/source.ts';
import { createSourceHealth, type SourceState } from '../../store/source-health.ts';
import type { Store } from '../../store/store.ts';
import type { Transport } from '../connection/transport.ts';
import type { Running } from '../questions/running.ts';
import { within } from '../wait.ts';

type Standing = WatcherHealth['sources'][number]['standing'];

/** Who watches for alerts, and how many sources fare how. */
export interface WatchCounts extends Readonly<Record<Standing, number>> {
  readonly watcher: 'this-process' | 'another' | 'nobody';
}

export interface Readiness {
  /** Slack can reach the bot, its store answers, and not all of its sources failed lately. */
  readonly ok: boolean;
  /** How Slack reaches it. */
  readonly mode: Transport['mode'];
  /** Questions that are being answered. */
  readonly running: number;
  readonly slack: { readonly ok: boolean };
  readonly store: { readonly ok: boolean };
  /** As they answered last, where that was lately; nobody is asked for it, for that costs money. */
  readonly sources: {
    readonly ok: boolean;
    readonly answering: number;
    readonly failing: number;
    readonly unasked: number;
  };
  /** Absent where nothing is watched. */
  readonly alerts?: WatchCounts;
}

export interface ReadinessParts {
  readonly store: Store;
  readonly sources: readonly Pick<Source, 'name'>[];
  readonly transport: () => Pick<Transport, 'mode' | 'isConnected'>;
  readonly running: Pick<Running, 'count' | 'isClosed'>;
  /** Whether Slack takes the bot's token no more. */
  readonly isTokenLost: () => boolean;
  /** Null where nothing is watched. */
  readonly alerts: () => WatchCounts | null;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** Load balancers and orchestrators wait no longer. Milliseconds. */
const PATIENCE = 2000;
/** What was heard of a source counts for so long, milliseconds: who is not ready is asked nothing by which it could hear otherwise. */
const LATELY = 600_000;

/** Null where the store did not answer in time. */
async function heard({ db }: Store): Promise<readonly SourceState[] | null> {
  const asked = sql`select 1`.execute(db).then(() => createSourceHealth(db).list());
  // Why it does not answer is in the log of whoever needed it.
  const answered = asked.catch(() => null);
  return within(PATIENCE, answered, null);
}

function countsOf(
  sources: ReadinessParts['sources'],
  states: readonly SourceState[],
  now: number,
): Omit<Readiness['sources'], 'ok'> {
  const known = states.filter(
    // By a clock that is ahead it is not lately either, or it would count for longer than that.
    ({ source, at }) => Math.abs(now - at) < LATELY && sources.some(({ name }) => name === source),
  );
  const answering = known.filter(({ ok }) => ok).length;
  return { answering, failing: known.length - answering, unasked: sources.length - known.length };
}

/** @returns looks, and never rejects */
export function createReadiness(parts: ReadinessParts): () => Promise<Readiness> {
  return async () => {
    const states = await heard(parts.store);
    const { mode, isConnected } = parts.transport();
    const counts = countsOf(parts.sources, states ?? [], parts.now());
    const alerts = parts.alerts();
    const slack = { ok: isConnected() && !parts.running.isClosed && !parts.isTokenLost() };
    const store = { ok: states !== null };
    const sources = { ok: counts.answering + counts.unasked > 0, ...counts };
    return {
      ...{ ok: slack.ok && store.ok && sources.ok, mode, running: parts.running.count },
      ...{ slack, store, sources },
      ...(alerts ? { alerts } : {}),
    };
  };
}
