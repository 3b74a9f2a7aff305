/** Expressions of a query as SQL over the records of a table. */
import type { Expression } from '../../query/expression.ts';
import { FIELDS, type FieldKey, isNumeric } from '../../record/fields.ts';
import { quotedName } from './sql.ts';

/** Whether the table has the field. */
export type Has = (key: FieldKey) => boolean;

/** The column of a field among the records: AWS's name for it, whatever the table calls it. */
export function recordColumn(key: FieldKey): string {
  return quotedName(FIELDS[key].parquetColumn);
}

/** Whether values are numbers. @throws TypeError for a first-of of numbers and text, which no column can hold */
export function isNumber(expression: Expression): boolean {
  if (expression.kind === 'slot') return true;
  if (expression.kind === 'field') return isNumeric(expression.field);
  const [first, second] = expression.fields.map(isNumeric);
  if (first !== second) {
    throw new TypeError(
      `The query takes ${expression.fields.join(' or ')}, of which one is a number and one is text.`,
    );
  }
  return first === true;
}

/** The width of a slot as text. @throws TypeError for what is no whole number of seconds */
function width(seconds: number): string {
  if (!Number.isSafeInteger(seconds) || seconds <= 0) {
    throw new TypeError(`A time slot is ${seconds} seconds wide, which is no whole number above 0.`);
  }
  return String(seconds);
}

/** Null where no record of the table has a value. */
export function expressionSql(expression: Expression, has: Has): string | null {
  switch (expression.kind) {
    case 'field':
      return has(expression.field) ? recordColumn(expression.field) : null;
    case 'first-of': {
      const columns = expression.fields.filter(has).map(recordColumn);
      return columns.length > 1 ? `coalesce(${columns.join(', ')})` : (columns[0] ?? null);
    }
    case 'slot': {
      if (!has(expression.field)) return null;
      const time = recordColumn(expression.field);
      return `${time} - ${time} % ${width(expression.seconds)}`;
    }
  }
}
