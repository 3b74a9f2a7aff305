/** What the configuration's rules let one person ask in one place, by what is known of both. */
import type { Budgets } from '../investigation/budget.ts';
import { isUnknownSource, namedSources } from '../investigation/name-sources.ts';
import type { Source } from '../investigation/source.ts';
import type { Access, Refused, Visitor } from './access.ts';
import { type RuleBudgets, withBudgetsOf } from './rule-budgets.ts';

export interface Rule {
  readonly name: string;
  /** Slack user ids. Who is meant is in one of `users` and `groups`; where both are empty, everybody is. */
  readonly users: readonly string[];
  /** Ids of Slack user groups. */
  readonly groups: readonly string[];
  /** Slack channel ids; empty for everywhere. */
  readonly channels: readonly string[];
  /** Each as after `in`. */
  readonly sources: readonly string[];
  readonly budgets: RuleBudgets;
}

export interface AccessSettings {
  /** Without one, everybody of the workspace may ask everything everywhere. */
  readonly rules: readonly Rule[];
  /** Ids of channels that are shared with other organisations and allowed all the same. */
  readonly externalChannels: readonly string[];
  /** Ids of guests, and of people of other organisations, who are allowed all the same. */
  readonly guests: readonly string[];
  /** Who may read the audit log in Slack. */
  readonly auditors: readonly string[];
}

/** Of somebody in the workspace. */
export interface PersonFacts {
  readonly isDeactivated: boolean;
  readonly isApp: boolean;
  readonly isGuest: boolean;
  /** Of another organisation. */
  readonly isOutsider: boolean;
  /** Those of the rules' user groups that they are in. */
  readonly groups: readonly string[];
}

export interface PlaceFacts {
  /** People of another organisation read it, or are invited to. */
  readonly isExternal: boolean;
  /** They could write there themselves: it is public, or they are in it. */
  readonly isOpenToThem: boolean;
}

export interface Visit {
  readonly visitor: Visitor;
  readonly person: PersonFacts;
  readonly place: PlaceFacts;
}

const DECIDES = 'Whoever runs flows decides who may ask what, and where.';
const GUESTS = 'Whoever runs flows decides which guests may ask.';

function refused(because: string, todo: string): Refused {
  return { kind: 'refused', because, todo };
}

/** Whatever the rules say. */
function refusal({ guests, externalChannels }: AccessSettings, { visitor, person, place }: Visit) {
  if (person.isDeactivated) return refused('Your account is deactivated.', DECIDES);
  if (person.isApp) return refused('Apps may not ask.', 'Somebody has to ask in person.');
  if (!guests.includes(visitor.user)) {
    if (person.isOutsider)
      return refused('You belong to another organisation than the one whose records I read.', GUESTS);
    if (person.isGuest)
      return refused('You are a guest in this workspace, and guests may not ask here.', GUESTS);
  }
  if (!place.isOpenToThem)
    return refused('You are not in that conversation.', 'Somebody who is can ask there, or invite you.');
  return place.isExternal && !externalChannels.includes(visitor.channel)
    ? refused(
        'People of another organisation read this channel, or are invited to.',
        'Ask in a channel of your own organisation, or in a direct message with me.',
      )
    : null;
}

function isWhere({ channels }: Rule, { channel }: Visitor): boolean {
  return channels.length === 0 || channels.includes(channel);
}

function isForEverybody({ users, groups }: Rule): boolean {
  return users.length === 0 && groups.length === 0;
}

/** Ids of the user groups on which it depends what somebody may ask in a place. */
export function groupsThatMatter({ rules }: AccessSettings, visitor: Visitor): readonly string[] {
  const open = rules.filter((rule) => isWhere(rule, visitor) && !rule.users.includes(visitor.user));
  return [...new Set(open.flatMap(({ groups }) => groups))];
}

function applies(rule: Rule, { visitor, person }: Visit): boolean {
  const isWho =
    isForEverybody(rule) ||
    rule.users.includes(visitor.user) ||
    rule.groups.some((group) => person.groups.includes(group));
  return isWho && isWhere(rule, visitor);
}

function sourcesOf({ sources: choices }: Rule, all: readonly Source[]): readonly Source[] {
  return choices.flatMap((choice) => {
    const named = namedSources(choice, all);
    return isUnknownSource(named) ? [] : named;
  });
}

/**
 * The sources of all rules that apply, in the order of the configuration, with the largest of their budgets.
 *
 * @param sources all that are configured
 * @param budgets the general ones, for what no rule that applies has a budget of its own
 */
export function admission(
  settings: AccessSettings,
  visit: Visit,
  sources: readonly Source[],
  budgets: Budgets | undefined,
): Access {
  const not = refusal(settings, visit);
  if (not) return not;
  if (settings.rules.length === 0) return { kind: 'allowed', sources, budgets };
  const rules = settings.rules.filter((rule) => applies(rule, visit));
  const theirs = new Set(rules.flatMap((rule) => sourcesOf(rule, sources)));
  if (theirs.size === 0) return refused('Nobody has allowed you to ask in this conversation.', DECIDES);
  return {
    kind: 'allowed',
    sources: sources.filter((source) => theirs.has(source)),
    budgets: withBudgetsOf(
      rules.map((rule) => rule.budgets),
      budgets,
    ),
  };
}
