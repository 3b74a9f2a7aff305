/** Comparisons of one name with literals, and their opposites, which must be true where there is no value. */
import type { Value } from '../../query/predicate.ts';
import type { Cidr, IpAddress } from '../../record/address.ts';
import { both, type Condition, either } from './condition.ts';
import { cidrLiteral, numberLiteral, textLiteral } from './literal.ts';

/** What is compared. */
export interface Compared {
  readonly name: string;
  readonly number: boolean;
  /** It is never a dash. */
  readonly always: boolean;
}

/** As an IPv6 address may be written in several ways, it is compared as the block that has only it. */
function blockOf({ text }: IpAddress): Cidr {
  return { kind: 'cidr', family: 6, text: `${text}/128`, prefix: 128 };
}

function isIpv6(value: Value): value is IpAddress {
  return typeof value === 'object' && value.family === 6;
}

/** The literal of a value that the name could hold; undefined where no record can have it. */
function literalOf(value: Value, { number }: Compared): string | undefined {
  if (typeof value === 'number') return number ? numberLiteral(value) : undefined;
  return number ? undefined : textLiteral(typeof value === 'string' ? value : value.text);
}

/** What a comparison with numbers makes of a dash is not documented, so its opposite asks for the dash first. */
function orNone({ name, number, always }: Compared, opposite: Condition): Condition {
  return number && !always ? either(`${name} = "-"`, opposite) : opposite;
}

export function isInBlock({ name, number }: Compared, block: Cidr, negated: boolean): Condition {
  if (number) return negated;
  const test = `isIpv${block.family}InSubnet(${name}, ${cidrLiteral(block)})`;
  return negated ? `not ${test}` : test;
}

function isListed(compared: Compared, literals: readonly string[], negated: boolean): Condition {
  const { name } = compared;
  const [first] = literals;
  if (first === undefined) return negated;
  const list = `[${literals.join(', ')}]`;
  if (negated)
    return orNone(compared, literals.length === 1 ? `${name} != ${first}` : `${name} not in ${list}`);
  return literals.length === 1 ? `${name} = ${first}` : `${name} in ${list}`;
}

export function isOneOf(compared: Compared, values: readonly Value[], negated: boolean): Condition {
  const blocks = values.filter(isIpv6).map((address) => isInBlock(compared, blockOf(address), negated));
  const others = values
    .filter((value) => !isIpv6(value))
    .flatMap((value) => literalOf(value, compared) ?? []);
  const conditions = [isListed(compared, [...new Set(others)], negated), ...blocks];
  return negated ? both(...conditions) : either(...conditions);
}

/** Both ends included; of whole numbers from 0 up, as all fields are. The lower end is always asked for, as it keeps out what is no number. */
export function isBetween(compared: Compared, from: number, to: number, negated: boolean): Condition {
  const { name, number } = compared;
  const low = numberLiteral(Math.max(0, Math.ceil(from)));
  const high = numberLiteral(Math.min(Number.MAX_SAFE_INTEGER, Math.floor(to)));
  if (!number || low === undefined || high === undefined || Number(low) > Number(high)) return negated;
  if (negated) return orNone(compared, either(`${name} < ${low}`, `${name} > ${high}`));
  return low === high ? `${name} = ${low}` : both(`${name} >= ${low}`, `${name} <= ${high}`);
}
