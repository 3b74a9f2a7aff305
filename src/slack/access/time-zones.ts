/** The time zone that a person has set in Slack, for times in their question and its answer. */
import { isTimeZone } from '../../commands/grammar/time-zone.ts';
import type { Delivery } from '../delivery/outbox.ts';
import type { People, Person } from './people.ts';

export interface TimeZones {
  /** Its IANA name as far as it is known without asking Slack. */
  known(user: string): string | undefined;
  /** Its IANA name; UTC where Slack does not tell in time. Never rejects. */
  of(user: string): Promise<string>;
}

const FALLBACK = 'UTC';
/** A person who travels changes it; milliseconds. */
const KEPT = 60 * 60_000;
/** A question waits at most so many milliseconds for the comfort of local times. */
const PATIENCE = 3000;

export function createTimeZones(people: People): TimeZones {
  /** Names that are zones: there are some hundred, and to find out takes a millisecond. */
  const zones = new Set<string>();

  function zoneOf(person: Delivery<Person>): string {
    const zone = person.ok ? person.value.timeZone : undefined;
    if (zone === undefined) return FALLBACK;
    if (!zones.has(zone) && isTimeZone(zone)) zones.add(zone);
    return zones.has(zone) ? zone : FALLBACK;
  }

  return {
    known(user) {
      const person = people.known(user, KEPT);
      return person && zoneOf(person);
    },
    of: async (user) => zoneOf(await people.of(user, KEPT, PATIENCE)),
  };
}
