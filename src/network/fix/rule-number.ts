/** Which number a new network ACL rule takes, so that it decides before the rule that denies. */
import { HIGHEST_RULE_NUMBER, type NetworkAclEntry } from '../network-acl.ts';

/** The distance that people leave between rules. */
const SPACING = 10;
const FIRST = 100;

/** A number between two, the rounder the better. */
function roundest(low: number, high: number): number {
  for (const step of [100, SPACING, 5]) {
    const number = Math.floor(high / step) * step;
    if (number >= low) return number;
  }
  return Math.floor((low + high) / 2);
}

/**
 * Before a written rule: in the gap below it, or in the next one down. Before the denial at the end: after all others.
 * Undefined where every number that would do is taken.
 * @param entries of one direction
 * @param deciding the number of the rule that denies; above HIGHEST_RULE_NUMBER for the denial at the end
 */
export function freeRuleNumber(entries: readonly NetworkAclEntry[], deciding: number): number | undefined {
  const lower = [...new Set(entries.map(({ number }) => number))]
    .filter((number) => number < deciding && number <= HIGHEST_RULE_NUMBER)
    .sort((a, b) => b - a);
  if (deciding > HIGHEST_RULE_NUMBER) {
    const last = lower[0];
    const next = last === undefined ? FIRST : Math.floor(last / SPACING) * SPACING + SPACING;
    if (next <= HIGHEST_RULE_NUMBER) return next;
  }
  let high = Math.min(deciding - 1, HIGHEST_RULE_NUMBER);
  for (const number of lower) {
    if (number < high) return roundest(number + 1, high);
    high = number - 1;
  }
  return high >= 1 ? roundest(1, high) : undefined;
}
