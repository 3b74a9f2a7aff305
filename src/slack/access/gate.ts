/** Decides by the configuration's rules and by what Slack says of a person and a place who may ask what. What Slack does not say is refused. */
import type { Logger } from 'pino';
import type { Gate, Refused, Visitor } from '../../access/access.ts';
import {
  type AccessSettings,
  admission,
  groupsThatMatter,
  type PersonFacts,
  type PlaceFacts,
} from '../../access/rules.ts';
import type { Budgets } from '../../investigation/budget.ts';
import type { Source } from '../../investigation/source.ts';
import type { Identity } from '../connection/identity.ts';
import { type Failure, failureText } from '../delivery/failure.ts';
import type { Members } from './members.ts';
import type { People, Person } from './people.ts';
import type { Places } from './places.ts';
import { type Untold, untold } from './untold.ts';
import type { UserGroups } from './user-groups.ts';
import { isDirect } from './whereabouts.ts';

export interface GateParts {
  readonly settings: AccessSettings;
  /** All that are configured. */
  readonly sources: readonly Source[];
  /** The general ones. */
  readonly budgets: Budgets | undefined;
  readonly people: People;
  readonly places: Places;
  readonly members: Members;
  readonly userGroups: UserGroups;
  /** Whose bot it is; null before it has started. */
  readonly identity: () => Identity | null;
  readonly log: Logger;
}

/** Who leaves a team, or a channel that others come to read, is noticed within so many milliseconds. */
const KEPT = 5 * 60_000;
/** Nobody is kept waiting longer for what they may ask, milliseconds. */
const PATIENCE = 15_000;

/** Null where Slack does not tell whose they are. */
function isOfOthers({ isStranger, team, enterprise }: Person, identity: Identity): boolean | null {
  if (isStranger) return true;
  if (team !== null && team === identity.team) return false;
  if (enterprise !== null && enterprise === identity.enterprise) return false;
  return team === null ? null : true;
}

export function createGate(parts: GateParts): Gate {
  const { settings, sources, budgets, people, places, members, userGroups, identity, log } = parts;

  /** @param failure null where Slack answered, and left it out */
  function notTold(visitor: Visitor, what: Untold, failure: Failure | null): Refused {
    log.warn({ ...visitor, what, failure: failure && failureText(failure) }, 'access could not be decided');
    return untold(what, failure);
  }

  /** Ids of those of the rules' user groups that they are in. */
  async function groupsOf(visitor: Visitor): Promise<readonly string[] | Refused> {
    const found: string[] = [];
    const needed = groupsThatMatter(settings, visitor);
    const all = await Promise.all(needed.map((group) => userGroups.of(group, KEPT, PATIENCE)));
    for (const [index, group] of needed.entries()) {
      const people = all[index];
      if (people && !people.ok) return notTold(visitor, 'groups', people.failure);
      if (people?.value.has(visitor.user)) found.push(group);
    }
    return found;
  }

  async function personOf(visitor: Visitor): Promise<PersonFacts | Refused> {
    const [person, groups] = await Promise.all([people.of(visitor.user, KEPT, PATIENCE), groupsOf(visitor)]);
    if (!person.ok) return notTold(visitor, 'person', person.failure);
    if ('kind' in groups) return groups;
    const own = identity();
    const isOutsider = own && isOfOthers(person.value, own);
    if (isOutsider === null) return notTold(visitor, 'person', null);
    const { isDeactivated, isBot: isApp, isGuest } = person.value;
    return { isDeactivated, isApp, isGuest, isOutsider, groups };
  }

  async function placeOf(visitor: Visitor): Promise<PlaceFacts | Refused> {
    const { user, channel } = visitor;
    // With the bot: who is in it is who asks. One between other people takes no message of the bot anyway.
    if (isDirect(channel)) return { isExternal: false, isOpenToThem: true };
    const place = await places.of(channel, KEPT, PATIENCE);
    if (!place.ok) return notTold(visitor, 'place', place.failure);
    const { isExternal, isPrivate } = place.value;
    // Guests read no public channel that they are not in, also those who are allowed to ask.
    const isForMembers = isPrivate || settings.guests.includes(user);
    if (!isForMembers) return { isExternal, isOpenToThem: true };
    const isThere = await members.has(user, channel, PATIENCE);
    return isThere.ok
      ? { isExternal, isOpenToThem: isThere.value }
      : notTold(visitor, 'place', isThere.failure);
  }

  return {
    async admit(visitor) {
      const [person, place] = await Promise.all([personOf(visitor), placeOf(visitor)]);
      if ('kind' in person) return person;
      if ('kind' in place) return place;
      return admission(settings, { visitor, person, place }, sources, budgets);
    },
  };
}
