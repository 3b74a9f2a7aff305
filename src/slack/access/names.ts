/** What people are called in Slack, for what is read outside of it and for where a mention would ring. */
import type { Logger } from 'pino';
import { failureText } from '../delivery/failure.ts';
import type { People } from './people.ts';

export interface Names {
  /** Their id where Slack does not tell in time. Never rejects. */
  of(user: string): Promise<string>;
}

/** People change what they are called; milliseconds. */
const KEPT = 60 * 60_000;
/** What is written down under an id stays so, so it is waited for longer than for a time zone; milliseconds. */
const PATIENCE = 15_000;

export function createNames(people: People, log: Logger): Names {
  return {
    async of(user) {
      const person = await people.of(user, KEPT, PATIENCE);
      if (!person.ok) log.warn({ user, failure: failureText(person.failure) }, 'a name could not be read');
      return (person.ok && person.value.name) || user;
    },
  };
}
