/** Decides by the configuration's rules and by what Slack says of a person and a place who may ask what. What Slack does not say is refused. */
import type { Logger } from 'pino';
import type { Gate, Visitor } from '../access/access.ts';
import { type AccessSettings, admission, groupsThatMatter, type PersonFacts } from '../access/rules.ts';
import type { Budgets } from '../investigation/budget.ts';
import type { Source } from '../investigation/source.ts';
import { failureText } from './failure.ts';
import type { Identity } from './identity.ts';
import type { Delivery } from './outbox.ts';
import type { People, Person } from './people.ts';
import type { Place, Places } from './places.ts';
import { type Untold, untold } from './untold.ts';
import type { UserGroups } from './user-groups.ts';

export interface GateParts {
  readonly settings: AccessSettings;
  /** All that are configured. */
  readonly sources: readonly Source[];
  /** The general ones. */
  readonly budgets: Budgets | undefined;
  readonly people: People;
  readonly places: Places;
  readonly userGroups: UserGroups;
  /** Whose bot it is; null before it has started. */
  readonly identity: () => Identity | null;
  readonly log: Logger;
}

/** Who leaves a team, or a channel that others come to read, is noticed within so many milliseconds. */
const KEPT = 5 * 60_000;
/** Nobody is kept waiting longer for what they may ask, milliseconds. */
const PATIENCE = 15_000;

/** A direct message with the bot: who is in it is who asks. One between other people takes no message of the bot anyway. */
function isDirect(channel: string): boolean {
  return channel.startsWith('D');
}

/** Null where Slack does not tell whose they are. */
function isOutsider({ isStranger, team, enterprise }: Person, identity: Identity): boolean | null {
  if (isStranger) return true;
  if (team !== null && team === identity.team) return false;
  if (enterprise !== null && enterprise === identity.enterprise) return false;
  return team === null ? null : true;
}

export function createGate(parts: GateParts): Gate {
  const { settings, sources, budgets, people, places, userGroups, identity, log } = parts;

  function notTold(visitor: Visitor, what: Untold, failure: Parameters<typeof untold>[1]) {
    log.warn({ ...visitor, what, failure: failure && failureText(failure) }, 'access could not be decided');
    return untold(what, failure);
  }

  async function placeOf(channel: string): Promise<Delivery<Place>> {
    if (isDirect(channel)) return { ok: true, value: { isExternal: false } };
    return places.of(channel, KEPT, PATIENCE);
  }

  return {
    async admit(visitor) {
      const { user, channel } = visitor;
      const needed = groupsThatMatter(settings, visitor);
      const [person, place, ...groups] = await Promise.all([
        people.of(user, KEPT, PATIENCE),
        placeOf(channel),
        ...needed.map((group) => userGroups.of(group, KEPT, PATIENCE)),
      ]);
      if (!person.ok) return notTold(visitor, 'person', person.failure);
      if (!place.ok) return notTold(visitor, 'place', place.failure);
      const missing = groups.find((group) => !group.ok);
      if (missing && !missing.ok) return notTold(visitor, 'groups', missing.failure);
      const own = identity();
      const outsider = own && isOutsider(person.value, own);
      if (outsider === null) return notTold(visitor, 'person', null);
      const { isDeactivated, isBot: isApp, isGuest } = person.value;
      const theirs = needed.filter((_, index) => {
        const members = groups[index];
        return members?.ok && members.value.has(user);
      });
      const facts: PersonFacts = { isDeactivated, isApp, isGuest, isOutsider: outsider, groups: theirs };
      return admission(settings, { visitor, person: facts, place: place.value }, sources, budgets);
    },
  };
}
