/** What security groups allow, what prefix lists hold, and what instances are called. */
import { readInstances } from '../../../network/reading/instances.ts';
import { readPrefixListEntries, readPrefixLists } from '../../../network/reading/prefix-lists.ts';
import { readSecurityGroupRules } from '../../../network/reading/security-group-rules.ts';
import { readSecurityGroups } from '../../../network/reading/security-groups.ts';
import { isNamed, lookup, spellings } from './lookup.ts';

const isId = ({ id }: { readonly id: string }, value: string): boolean => id === value;

const GROUPS = {
  kind: 'describedGroups',
  operation: 'DescribeSecurityGroups',
  read: readSecurityGroups,
} as const;

export const GROUP_BY_ID = lookup({ ...GROUPS, filter: 'group-id', isOf: isId });

export const GROUPS_NAMED = lookup({
  ...GROUPS,
  filter: 'group-name',
  patternsOf: spellings,
  isOf: ({ name }, value) => isNamed(name, value),
});

export const RULES_OF_GROUP = lookup({
  kind: 'ruledGroups',
  operation: 'DescribeSecurityGroupRules',
  filter: 'group-id',
  read: readSecurityGroupRules,
  isOf: isId,
});

const INSTANCES = { kind: 'instances', operation: 'DescribeInstances', read: readInstances } as const;

export const INSTANCE_BY_ID = lookup({ ...INSTANCES, filter: 'instance-id', isOf: isId });

export const INSTANCES_NAMED = lookup({
  ...INSTANCES,
  filter: 'tag:Name',
  patternsOf: spellings,
  isOf: ({ name }, value) => isNamed(name, value),
});

export const PREFIX_LIST_BY_ID = lookup({
  kind: 'prefixLists',
  operation: 'DescribeManagedPrefixLists',
  filter: 'prefix-list-id',
  read: readPrefixLists,
  isOf: isId,
});

/** The one call that shows the blocks of several of AWS's own lists. */
export const AWS_PREFIX_LIST_BY_ID = lookup({
  kind: 'prefixListEntries',
  operation: 'DescribePrefixLists',
  by: 'AWS list',
  filter: 'prefix-list-id',
  read: readPrefixLists,
  isOf: isId,
});

export const ENTRIES_OF_PREFIX_LIST = lookup({
  kind: 'prefixListEntries',
  operation: 'GetManagedPrefixListEntries',
  filter: null,
  read: (response, [id = '']) => readPrefixListEntries(response, id),
  isOf: isId,
});
