/** The time zone that a person has set in Slack, for times in their question and its answer. */
import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import { isTimeZone } from '../commands/grammar/time-zone.ts';
import { failureText } from './failure.ts';
import type { Outbox } from './outbox.ts';
import { wait } from './wait.ts';

export interface TimeZones {
  /** Its IANA name as far as it is known without asking Slack. */
  known(user: string): string | undefined;
  /** Its IANA name; UTC where Slack does not tell in time. Never rejects. */
  of(user: string): Promise<string>;
}

const FALLBACK = 'UTC';
/** A person who travels changes it; milliseconds. */
const KEPT = 60 * 60_000;
/** Where it could not be read, it is tried again after so many milliseconds. */
const KEPT_FALLBACK = 60_000;
const MOST_PEOPLE = 10_000;
/** A question waits at most so many milliseconds for the comfort of local times. */
const PATIENCE = 3000;

interface Entry {
  readonly zone: Promise<string>;
  /** Undefined as long as Slack was not heard. */
  settled: string | undefined;
  until: number;
}

export interface TimeZonesParts {
  readonly client: WebClient;
  readonly outbox: Outbox;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly log: Logger;
}

export function createTimeZones({ client, outbox, now, log }: TimeZonesParts): TimeZones {
  const entries = new Map<string, Entry>();

  async function ask(user: string): Promise<string | undefined> {
    const call = () => client.users.info({ user });
    const delivery = await outbox.sendIfFree({ lane: `users.info ${user}`, repeatable: true, call });
    if (delivery === null) return undefined;
    if (delivery.ok) {
      const zone = delivery.value.user?.tz;
      return zone !== undefined && isTimeZone(zone) ? zone : undefined;
    }
    log.warn(
      { user, failure: failureText(delivery.failure) },
      'the time zone could not be read, so it is UTC',
    );
    return undefined;
  }

  function fresh(user: string): Entry | undefined {
    const entry = entries.get(user);
    return entry && now() < entry.until ? entry : undefined;
  }

  function start(user: string): Entry {
    const zone = ask(user).then((found) => {
      entry.settled = found ?? FALLBACK;
      entry.until = now() + (found === undefined ? KEPT_FALLBACK : KEPT);
      return entry.settled;
    });
    const entry: Entry = { zone, settled: undefined, until: now() + KEPT_FALLBACK };
    const [oldest] = entries.keys();
    if (entries.size >= MOST_PEOPLE && oldest !== undefined) entries.delete(oldest);
    entries.set(user, entry);
    return entry;
  }

  return {
    known: (user) => fresh(user)?.settled,
    async of(user) {
      const { zone } = fresh(user) ?? start(user);
      const told = new AbortController();
      const late = wait(PATIENCE, told.signal).then(() => FALLBACK);
      const first = await Promise.race([zone, late]);
      told.abort();
      return first;
    },
  };
}
