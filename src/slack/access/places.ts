/** What Slack says of channels: what they are called, and who reads them. */
import type { ConversationsInfoResponse, WebClient } from '@slack/web-api';
import type { Delivery, Outbox } from '../delivery/outbox.ts';
import { createReadings } from './readings.ts';

interface Place {
  /** Without `#`; null where Slack does not say. */
  readonly name: string | null;
  /** Everybody in the workspace can read it. What Slack does not say is not public. */
  readonly isPublic: boolean;
  readonly isArchived: boolean;
  /** People of another organisation read it, or are invited to. */
  readonly isExternal: boolean;
  /** Only its members read it, and can ask in it: a private channel, or a direct message of several. */
  readonly isPrivate: boolean;
}

export interface Places {
  /** Never rejects. */
  of(channel: string, age: number, patience: number): Promise<Delivery<Place>>;
  /** As Slack says just now. Never rejects. */
  anew(channel: string): Promise<Delivery<Place>>;
  /** An event said that it is shared with another organisation. */
  noteShared(channel: string): void;
}

/** What an event said goes for so many milliseconds; until then Slack says so itself when it is asked. */
const NOTED = 10 * 60_000;
const MOST_NOTED = 1000;
/** Who asks for it anew waits as long as for whether somebody may ask, milliseconds. */
const PATIENCE = 15_000;

/** `is_shared` is so of channels of the own organisation's workspaces too (`is_org_shared`). Slack's reference of the conversation object. */
function placeOf({ channel = {} }: ConversationsInfoResponse): Place {
  const isWithOthers = (channel.is_shared ?? false) && !(channel.is_org_shared ?? false);
  return {
    name: channel.name ?? null,
    isPublic: channel.is_private === false && !channel.is_im && !channel.is_mpim,
    isArchived: channel.is_archived ?? false,
    isExternal: isWithOthers || (channel.is_ext_shared ?? false) || (channel.is_pending_ext_shared ?? false),
    isPrivate: (channel.is_private ?? false) || (channel.is_mpim ?? false),
  };
}

/** @param now milliseconds since the epoch */
export function createPlaces(client: WebClient, outbox: Outbox, now: () => number): Places {
  const noted = new Map<string, number>();
  const readings = createReadings({
    read: (channel) =>
      outbox.send({
        lane: `conversations.info ${channel}`,
        repeatable: true,
        call: async () => placeOf(await client.conversations.info({ channel })),
      }),
    now,
    // Whoever invites the bot asks again at once.
    refusedKept: 0,
  });

  async function of(channel: string, age: number, patience: number): Promise<Delivery<Place>> {
    const read = await readings.of(channel, age, patience);
    const at = noted.get(channel);
    const isNoted = at !== undefined && now() - at < NOTED;
    return read.ok && isNoted ? { ok: true, value: { ...read.value, isExternal: true } } : read;
  }

  return {
    of,
    anew: (channel) => of(channel, 0, PATIENCE),
    noteShared(channel) {
      noted.delete(channel);
      noted.set(channel, now());
      const [oldest] = noted.keys();
      if (noted.size > MOST_NOTED && oldest !== undefined) noted.delete(oldest);
    },
  };
}
