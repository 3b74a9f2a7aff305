/** Which partitions hold records of the wanted accounts and regions, where the table parts them by that. */
import { both, type Condition, isAmong, plain } from './condition.ts';
import { quotedName, textLiteral } from './sql.ts';
import type { TablePartition } from './table.ts';

/** Whose records are wanted; an empty list, or none, wants all. */
export interface Scope {
  readonly accounts?: readonly string[];
  readonly regions?: readonly string[];
}

/** Why a table is not asked, and what can be done about it. */
export interface Refusal {
  readonly refused: string;
  readonly todo: string;
}

/** S3 paths have it for flow logs of VPCs and of transit gateways alike (VPC User Guide, "Flow log files"). */
const SERVICE = 'vpcflowlogs';

/** What can stand in a path of S3 for an account or a region: text of another form names no partition. */
const FORMS = { account: /^\d{12}$/, region: /^[a-z]{2}(-[a-z0-9]+)+$/ } as const;

/** The values that are wanted; undefined where all are. */
function wanted({ meaning, values }: TablePartition, scope: Scope): readonly string[] | undefined {
  const { kind } = meaning;
  switch (kind) {
    case 'account':
    case 'region': {
      const named = (kind === 'account' ? scope.accounts : scope.regions) ?? [];
      return named.length > 0 ? named.filter((value) => FORMS[kind].test(value)) : undefined;
    }
    case 'service':
      return values === null || values.includes(SERVICE) ? [SERVICE] : undefined;
    default:
      return undefined;
  }
}

function literal(type: TablePartition['type'], value: string): string {
  return type === 'number' && /^\d+$/.test(value) ? BigInt(value).toString() : textLiteral(value);
}

function refusal({ name, meaning }: TablePartition): Refusal {
  const isOwner = meaning.kind === 'account' || meaning.kind === 'region';
  return {
    refused: `Athena reads the table only for named values of its partition column ${name}.`,
    todo: isOwner
      ? `Name the ${meaning.kind} of the source in the configuration.`
      : `List the values of ${name} in the table: projection.${name}.type = enum, projection.${name}.values = ….`,
  };
}

function conditionOf(partition: TablePartition, scope: Scope): Condition | Refusal {
  const { name, type, meaning, values, mustBeFixed } = partition;
  if (meaning.kind === 'time' || meaning.kind === 'time-part') return true;
  const named = wanted(partition, scope);
  if (!named && !mustBeFixed) return true;
  if (!named && !values) return refusal(partition);
  const kept = (named ?? values ?? []).filter((value) => values === null || values.includes(value));
  const literals = [...new Set(kept)].map((value) => plain(literal(type, value)));
  return literals.length > 0 && isAmong(quotedName(name), literals);
}

export function isRefusal(result: Condition | Refusal): result is Refusal {
  return typeof result === 'object' && 'refused' in result;
}

export function ownerCondition(partitions: readonly TablePartition[], scope: Scope): Condition | Refusal {
  const conditions: Condition[] = [];
  for (const partition of partitions) {
    const condition = conditionOf(partition, scope);
    if (isRefusal(condition)) return condition;
    conditions.push(condition);
  }
  return both(...conditions);
}
