/** What Slack says of people: whose they are, what they are called, and which time zone they have set. One reading serves all. */
import type { UsersInfoResponse, WebClient } from '@slack/web-api';
import type { Outbox } from '../delivery/outbox.ts';
import { createReadings, type Readings } from './readings.ts';

/** As Slack's reference of `users.info` tells: what is absent is not so. */
export interface Person {
  readonly isDeactivated: boolean;
  readonly isBot: boolean;
  /** Of several channels, or of one. */
  readonly isGuest: boolean;
  /** Of another workspace, and in no channel that this app sees. */
  readonly isStranger: boolean;
  /** Of their workspace and organisation; null where Slack does not say. */
  readonly team: string | null;
  readonly enterprise: string | null;
  /** What they want to be called, or else are; null where Slack does not say. */
  readonly name: string | null;
  /** As Slack says, be it an IANA name or not. */
  readonly timeZone: string | undefined;
}

export type People = Readings<Person>;

function personOf({ user = {} }: UsersInfoResponse): Person {
  const { profile, real_name: realName, name } = user;
  return {
    isDeactivated: user.deleted ?? false,
    isBot: user.is_bot ?? false,
    isGuest: (user.is_restricted ?? false) || (user.is_ultra_restricted ?? false),
    isStranger: user.is_stranger ?? false,
    team: user.team_id ?? null,
    enterprise: user.enterprise_user?.enterprise_id ?? null,
    name: profile?.display_name || profile?.real_name || realName || name || null,
    timeZone: user.tz,
  };
}

/** Who cannot be read now cannot be a moment later either, milliseconds. */
const REFUSED_KEPT = 60_000;

/** @param now milliseconds since the epoch */
export function createPeople(client: WebClient, outbox: Outbox, now: () => number): People {
  return createReadings({
    read: (user) =>
      outbox.send({
        lane: `users.info ${user}`,
        repeatable: true,
        call: async () => personOf(await client.users.info({ user })),
      }),
    now,
    refusedKept: REFUSED_KEPT,
  });
}
