/**
 * Carries a decision out: what stands is read, a pure function decides, and what comes of it is written together with the work that tells people
 * of it. Where somebody else wrote meanwhile (a person who acknowledged, another process) it is decided anew.
 */
import type { Kysely, Transaction } from 'kysely';
import { Stale } from '../store/stale.ts';
import type { Tables } from '../store/tables.ts';
import type { AlertMessage } from './alert.ts';
import { resolvedSince } from './life/told.ts';
import type { Outlet } from './outlet.ts';
import type { Outcome, Standing } from './round.ts';
import type { AlertMemory } from './stored.ts';
import { dayOf, isWaiting } from './telling/message.ts';
import { tellingOf } from './telling/telling.ts';

export interface DecideParts {
  readonly db: Kysely<Tables>;
  readonly memory: AlertMemory;
  readonly outlet: Outlet;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Seconds for which an alert that is over may come back. */
  readonly reopenWithin: number;
}

interface Decision {
  /** Of what is told, the same when it is decided again after a crash. */
  readonly id: string;
  /** The moment of the data that is decided about, seconds since the epoch; now where it is about none. */
  readonly at?: number;
  readonly decide: (standing: Standing) => Outcome | Promise<Outcome>;
  /** Asked as it is written, where anything is: rejects where it may not be. */
  readonly guard?: (on: Transaction<Tables>) => Promise<void>;
  /** Written with it, or not at all, also where nothing changes. It rejects to undo all. */
  readonly alongside?: (on: Transaction<Tables>, outcome: Outcome) => Promise<void>;
}

/**
 * @returns what was decided; null where it had been told before a crash, and nothing was written now
 * @throws Stale where others never stopped writing, and what `guard` and `alongside` throw
 */
export type Decide = (decision: Decision) => Promise<Outcome | null>;

const MOST_TRIES = 5;
const DAY_MS = 86_400_000;

function told(messages: readonly AlertMessage[]): Standing['toldToday'] {
  const counts: Record<string, number> = {};
  for (const { channel, kind, revision } of messages)
    if (kind === 'alert' && revision > 0) counts[channel] = (counts[channel] ?? 0) + 1;
  return counts;
}

async function standingOf(
  { memory: { alerts, messages, rules }, now, reopenWithin }: Omit<DecideParts, 'db' | 'outlet'>,
  at: number,
): Promise<Standing> {
  const nowMs = now();
  const open = await alerts.standing(resolvedSince(at, reopenWithin));
  const [todays, yesterdays] = await Promise.all(
    [nowMs, nowMs - DAY_MS].map((ms) => messages.ofDay(dayOf(ms))),
  );
  // What waits for an edit may tell of no alert any more: it moved on into another message.
  const due = [...(todays ?? []), ...(yesterdays ?? [])].filter(
    (message) => message.kind === 'digest' || isWaiting(message),
  );
  const ids = [...new Set(open.flatMap(({ message }) => message ?? []))];
  const known = [...(await messages.byIds(ids)), ...due];
  return {
    alerts: open,
    rules: await rules.standing(nowMs),
    messages: [...new Map(known.map((message) => [message.id, message])).values()],
    toldToday: told(todays ?? []),
  };
}

function changesNothing({ alerts, entries, messages, replies, rules }: Outcome): boolean {
  return [alerts, entries, messages, replies, rules].every(({ length }) => length === 0);
}

export function createDecide(parts: DecideParts): Decide {
  const { db, memory, outlet, now } = parts;

  async function save(on: Transaction<Tables>, outcome: Outcome, standing: Standing): Promise<void> {
    await memory.alerts.save(on, outcome.alerts, standing.alerts);
    await memory.messages.save(on, outcome.messages, standing.messages);
    await memory.rules.save(on, outcome.rules, standing.rules);
    await memory.entries.enter(on, outcome.entries);
  }

  async function attempt({ id, at, decide, guard, alongside }: Decision): Promise<Outcome | null> {
    const standing = await standingOf(parts, at ?? Math.floor(now() / 1000));
    const outcome = await decide(standing);
    if (!alongside && changesNothing(outcome)) return outcome;
    let isWritten = false;
    const write = async (on: Transaction<Tables>): Promise<void> => {
      await guard?.(on);
      await alongside?.(on, outcome);
      await save(on, outcome, standing);
      isWritten = true;
    };
    const telling = tellingOf(outcome, standing);
    const isToTell = Object.values(telling).some(({ length }) => length > 0);
    await (isToTell ? outlet.take(id, telling, write) : db.transaction().execute(write));
    return isWritten ? outcome : null;
  }

  return async (decision) => {
    for (let tries = 1; ; tries += 1) {
      try {
        return await attempt(decision);
      } catch (error) {
        if (!(error instanceof Stale) || tries === MOST_TRIES) throw error;
      }
    }
  };
}
