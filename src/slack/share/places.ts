/** Where somebody can share into, as Slack says: what both they and the bot can see, and nothing that another company sees too. */
import { type PlaceProblems, problemAt } from '../access/place-problem.ts';
import { failureText } from '../delivery/failure.ts';
import type { Problem } from '../delivery/problems.ts';
import type { Desk } from '../desk.ts';

export interface Choice {
  readonly id: string;
  /** Without `#`. */
  readonly name: string;
}

/** The most that Slack gives at once (reference of `users.conversations`), and so many times it is asked: a select has 100 options. */
const PAGE = 200;
const PAGES = 5;

const PROBLEMS: PlaceProblems = {
  external: {
    problem: 'People outside your company are in that channel, so nothing of flow logs is shared into it.',
    todo: 'Share it in a channel of your own.',
  },
  archived: {
    problem: 'That channel is archived, so nobody can write in it.',
    todo: 'Choose another one.',
  },
  notInvited: {
    problem: 'I cannot write in that channel.',
    todo: 'Invite me there with /invite @flows, then share again.',
  },
};

/** Channels of the person's, by name; of private ones only those that the bot is in too. Empty where Slack does not tell. */
export async function placesOf(
  { client, outbox, log }: Pick<Desk, 'client' | 'outbox' | 'log'>,
  user: string,
): Promise<readonly Choice[]> {
  const places: Choice[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < PAGES; page += 1) {
    const wanted = {
      user,
      types: 'public_channel,private_channel',
      exclude_archived: true,
      limit: PAGE,
      ...(cursor ? { cursor } : {}),
    };
    const call = () => client.users.conversations(wanted);
    const told = await outbox.send({ lane: `users.conversations ${user}`, repeatable: true, call });
    if (!told.ok) {
      log.warn({ failure: failureText(told.failure) }, 'channels to share into could not be read');
      break;
    }
    for (const channel of told.value.channels ?? []) {
      const { id, name, is_ext_shared: isExternal, is_pending_ext_shared: isToBe } = channel;
      if (id && name && !isExternal && !isToBe) places.push({ id, name });
    }
    cursor = told.value.response_metadata?.next_cursor;
    if (!cursor) break;
  }
  return places.sort((one, other) => one.name.localeCompare(other.name, 'en', { numeric: true }));
}

/** Why nothing can be shared there, whoever wants to, and whoever may ask there; null where it can. What Slack does not tell is a reason. */
export function placeProblem({ places }: Pick<Desk, 'places'>, channel: string): Promise<Problem | null> {
  return problemAt({ places, externalChannels: [] }, channel, PROBLEMS);
}

/** `#web`; of a channel that not everybody may know of, and where Slack does not tell, its id. */
export async function knownName({ places }: Pick<Desk, 'places'>, channel: string): Promise<string> {
  const told = await places.anew(channel);
  return told.ok && told.value.isPublic && told.value.name !== null ? `#${told.value.name}` : channel;
}
