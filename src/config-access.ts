/** The schema of the configuration's access rules: who may ask which sources, where, and with what budgets. */
import { z } from 'zod';
import { RuleBudgets } from './config-budgets.ts';
import { ChannelId, GroupId, UserId } from './config-slack-ids.ts';
import type { SourceSettings } from './config-sources.ts';
import { isUnknownSource, namedSources, sourceForms } from './investigation/name-sources.ts';
import { aboutOf } from './sources/about.ts';

const Text = z.string().min(1, 'a text that is not empty');

const Rule = z.strictObject({
  name: Text.describe('What whoever reads the configuration calls the rule.').meta({
    examples: ['payments team'],
  }),
  users: z
    .array(UserId)
    .default([])
    .describe(
      'Who the rule is for: anybody whom `users` or `groups` name; everybody where neither names anybody.',
    ),
  groups: z.array(GroupId).default([]).describe('Slack’s user groups, beside `users`.'),
  channels: z.array(ChannelId).default([]).describe('Where they may ask; everywhere where none is named.'),
  sources: z
    .array(Text)
    .min(1, 'a list of at least one source, or of `all`')
    .describe('What they may ask there, each as after `in`, or `all`.')
    .meta({ examples: [['payments', 'team=payments']] }),
  budgets: RuleBudgets.default({}).describe(
    'Budgets of whoever asks by this rule, instead of the general ones.',
  ),
});

export const AccessSchema = z.strictObject({
  rules: z
    .array(Rule)
    .default([])
    .describe(
      'A person may ask the sources of every rule that applies to them in that place. Without any rule everybody of the workspace may ask everything everywhere.',
    ),
  externalChannels: z
    .array(ChannelId)
    .default([])
    .describe('Channels that are shared with other organisations and allowed all the same.'),
  guests: z
    .array(UserId)
    .default([])
    .describe('Guests, and people of other organisations, who are allowed all the same.'),
  auditors: z.array(UserId).default([]).describe('Who may read the audit log in Slack: `/flows audit`.'),
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
