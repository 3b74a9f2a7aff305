/** What people are called in Slack, for what is read outside of it and for where a mention would ring. */
import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import { failureText } from '../delivery/failure.ts';
import type { Outbox } from '../delivery/outbox.ts';

export interface Names {
  /** Their id where Slack does not tell. Never rejects. */
  of(user: string): Promise<string>;
}

const MOST_PEOPLE = 10_000;

export interface NamesParts {
  readonly client: WebClient;
  readonly outbox: Outbox;
  readonly log: Logger;
}

export function createNames({ client, outbox, log }: NamesParts): Names {
  const known = new Map<string, string>();

  return {
    async of(user) {
      const before = known.get(user);
      if (before !== undefined) return before;
      const call = () => client.users.info({ user });
      const asked = await outbox.send({ lane: `users.info ${user}`, repeatable: true, call });
      if (!asked.ok) {
        log.warn({ user, failure: failureText(asked.failure) }, 'a name could not be read');
        return user;
      }
      const { profile, real_name: realName, name } = asked.value.user ?? {};
      const found = profile?.display_name || profile?.real_name || realName || name || user;
      const [oldest] = known.keys();
      if (known.size >= MOST_PEOPLE && oldest !== undefined) known.delete(oldest);
      known.set(user, found);
      return found;
    },
  };
}
