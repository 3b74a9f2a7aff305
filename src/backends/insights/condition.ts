/** Conditions in the query language, or known beforehand to be true or false of every record. */

interface Compound {
  readonly word: 'and' | 'or';
  /** At least two. */
  readonly parts: readonly (string | Compound)[];
}

/** Text is one comparison. */
export type Condition = boolean | string | Compound;

function joined(conditions: readonly Condition[], word: 'and' | 'or', decisive: boolean): Condition {
  if (conditions.includes(decisive)) return decisive;
  const parts = conditions.flatMap((one) => {
    if (typeof one === 'boolean') return [];
    return typeof one === 'object' && one.word === word ? one.parts : [one];
  });
  const distinct = [...new Set(parts)];
  const [only] = distinct;
  if (only === undefined) return !decisive;
  return distinct.length === 1 ? only : { word, parts: distinct };
}

/** Every one holds. */
export function both(...conditions: readonly Condition[]): Condition {
  return joined(conditions, 'and', false);
}

/** At least one holds. */
export function either(...conditions: readonly Condition[]): Condition {
  return joined(conditions, 'or', true);
}

function textOf(condition: string | Compound): string {
  if (typeof condition === 'string') return condition;
  const parts = condition.parts.map((part) => (typeof part === 'string' ? part : `(${textOf(part)})`));
  return parts.join(` ${condition.word} `);
}

/** `filter …`; no command where the condition holds of every record. One that holds of none must not be asked. */
export function filterCommand(condition: Exclude<Condition, false>): readonly string[] {
  return condition === true ? [] : [`filter ${textOf(condition)}`];
}
