/** What stops a packet, in a line. */
import type { Blocker, Diagnosis } from '../diagnosis/diagnosis.ts';
import { named } from './rule-name.ts';

const BLOCKER_WORDS = {
  'security-group': 'a security group',
  'network-acl': 'a network ACL',
  'route-table': 'a route table',
  'vpc-bpa': 'VPC Block Public Access',
  'vpc-encryption-controls': 'VPC encryption controls',
} as const satisfies Record<Blocker['kind'], string>;

/** `acl-0aaa  outbound rule *  no outbound rule allows tcp 32768–60999 to 10.0.1.5`. */
export function blockerOf({ blocker }: Pick<Diagnosis, 'blocker'>): string | null {
  if (!blocker) return null;
  const { kind, id, direction, because } = blocker;
  const rule = blocker.rule === undefined ? '' : ` rule ${blocker.rule}`;
  if (id === null) return `${BLOCKER_WORDS[kind]}, ${direction}${rule}: ${because}`;
  const one = BLOCKER_WORDS[kind];
  const { name, says } = named({ ids: [id], direction, because }, { one, many: one });
  const own = `${rule.trimStart()} `;
  const where = kind === 'route-table' ? [] : [`${direction}${rule}`];
  return [name, ...where, rule !== '' && says.startsWith(own) ? says.slice(own.length) : says].join('  ');
}
