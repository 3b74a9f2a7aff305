/** Conditions in SQL, or known beforehand to be true or false of every record of a table. */
import type { Sql } from './sql.ts';

export type Condition =
  | boolean
  | (Sql & {
      /** What joins its parts, where it has several at its top. */
      readonly word?: 'AND' | 'OR';
    });

/** One comparison, without parameters. */
export function plain(text: string): Sql {
  return { text, parameters: [] };
}

/** `value = piece`, or `value IN (piece, piece)`. @param pieces at least one */
export function isAmong(value: string, pieces: readonly Sql[]): Sql {
  const list = pieces.map(({ text }) => text).join(', ');
  return {
    text: pieces.length === 1 ? `${value} = ${list}` : `${value} IN (${list})`,
    parameters: pieces.flatMap(({ parameters }) => parameters),
  };
}

function joined(conditions: readonly Condition[], word: 'AND' | 'OR', decisive: boolean): Condition {
  if (conditions.includes(decisive)) return decisive;
  const parts = conditions.filter((one) => typeof one === 'object');
  const [only] = parts;
  if (only === undefined) return !decisive;
  if (parts.length === 1) return only;
  const texts = parts.map((part) => (part.word && part.word !== word ? `(${part.text})` : part.text));
  return {
    text: texts.join(` ${word} `),
    parameters: parts.flatMap(({ parameters }) => parameters),
    word,
  };
}

/** Every one holds. */
export function both(...conditions: readonly Condition[]): Condition {
  return joined(conditions, 'AND', false);
}

/** At least one holds. */
export function either(...conditions: readonly Condition[]): Condition {
  return joined(conditions, 'OR', true);
}

/** It does not hold; where a record lacks what is compared, SQL's condition is null, and that is made plainly false first. */
export function opposite(condition: Condition): Condition {
  if (typeof condition === 'boolean') return !condition;
  return { text: `NOT coalesce(${condition.text}, false)`, parameters: condition.parameters };
}
