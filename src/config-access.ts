/** The schema of the configuration's access rules: who may ask which sources, where, and with what budgets. */
import { z } from 'zod';
import { RuleBudgets } from './config-budgets.ts';
import type { SourceSettings } from './config-sources.ts';
import { isUnknownSource, namedSources, sourceForms } from './investigation/name-sources.ts';
import { aboutOf } from './sources/about.ts';

const Text = z.string().min(1, 'a text that is not empty');
const UserId = z
  .string('a Slack user id, such as U012ABC')
  .regex(/^[UW][A-Z0-9]{2,}$/, 'a Slack user id, such as U012ABC');
const GroupId = z
  .string('the id of a Slack user group, such as S012ABC')
  .regex(/^S[A-Z0-9]{2,}$/, 'the id of a Slack user group, such as S012ABC');
const ChannelId = z
  .string('a Slack channel id, such as C012ABC')
  .regex(/^[CG][A-Z0-9]{2,}$/, 'a Slack channel id, such as C012ABC');

const Rule = z.strictObject({
  /** For whoever reads the configuration. */
  name: Text,
  /** Who: any of `users` and `groups`; everybody where neither is named. */
  users: z.array(UserId).default([]),
  groups: z.array(GroupId).default([]),
  /** Where; everywhere where none is named. */
  channels: z.array(ChannelId).default([]),
  /** Each as after `in`. */
  sources: z.array(Text).min(1, 'a list of at least one source, or of `all`'),
  budgets: RuleBudgets.default({}),
});

export const AccessSchema = z.strictObject({
  /** Without one, everybody of the workspace may ask everything everywhere. */
  rules: z.array(Rule).default([]),
  /** Channels that are shared with other organisations and allowed all the same. */
  externalChannels: z.array(ChannelId).default([]),
  /** Guests, and people of other organisations, who are allowed all the same. */
  guests: z.array(UserId).default([]),
  /** Who may read the audit log in Slack. */
  auditors: z.array(UserId).default([]),
});

export const ACCESS_SETTINGS: readonly string[] = Object.keys(AccessSchema.shape);
export const RULE_SETTINGS: readonly string[] = Object.keys(Rule.shape);

interface WrongSource {
  /** Where it stands below `access`. */
  readonly path: readonly (string | number)[];
  /** What may stand there. */
  readonly message: string;
}

/** Sources of rules that there are not: such a rule would allow less than whoever wrote it believes. */
export function wrongSources(
  { rules }: z.infer<typeof AccessSchema>,
  settings: readonly SourceSettings[],
): readonly WrongSource[] {
  const sources = settings.map((one) => ({ name: one.name, about: aboutOf(one) }));
  const message =
    sources.length === 0 ? 'all, since no source is configured' : `${sourceForms(sources)}; or all`;
  return rules.flatMap((rule, at) =>
    rule.sources.flatMap((choice, index) =>
      isUnknownSource(namedSources(choice, sources)) && !(sources.length === 0 && choice === 'all')
        ? [{ path: ['rules', at, 'sources', index], message }]
        : [],
    ),
  );
}
