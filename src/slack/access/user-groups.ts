/** Who is in a user group, as Slack says. */
import type { WebClient } from '@slack/web-api';
import type { Outbox } from '../delivery/outbox.ts';
import { createReadings, type Readings } from './readings.ts';

/** Ids of people. */
export type UserGroups = Readings<ReadonlySet<string>>;

/** @param now milliseconds since the epoch */
export function createUserGroups(client: WebClient, outbox: Outbox, now: () => number): UserGroups {
  return createReadings({
    read: (usergroup) =>
      outbox.send({
        lane: `usergroups.users.list ${usergroup}`,
        repeatable: true,
        call: async () => new Set((await client.usergroups.users.list({ usergroup })).users ?? []),
      }),
    now,
    refusedKept: 0,
  });
}
