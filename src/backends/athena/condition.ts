/** Conditions in SQL, or known beforehand to be true or false of every record of a table. */
import type { Sql } from './sql.ts';

export type Condition = boolean | Sql;

/** A condition without parameters. */
export function plain(text: string): Sql {
  return { text, parameters: [] };
}

/** `before (piece, piece) after`, with the parameters of all pieces in order. */
export function listed(before: string, pieces: readonly Sql[]): Sql {
  const [only] = pieces;
  const list = pieces.map(({ text }) => text).join(', ');
  return {
    text: only && pieces.length === 1 ? `${before} = ${only.text}` : `${before} IN (${list})`,
    parameters: pieces.flatMap(({ parameters }) => parameters),
  };
}

function joined(conditions: readonly Condition[], word: 'AND' | 'OR', decisive: boolean): Condition {
  if (conditions.includes(decisive)) return decisive;
  const parts = conditions.filter((one) => typeof one === 'object');
  const [only] = parts;
  if (only === undefined) return !decisive;
  if (parts.length === 1) return only;
  return {
    text: `(${parts.map(({ text }) => text).join(` ${word} `)})`,
    parameters: parts.flatMap(({ parameters }) => parameters),
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
  return { ...condition, text: `NOT coalesce(${condition.text}, false)` };
}
