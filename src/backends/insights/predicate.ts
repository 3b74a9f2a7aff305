/**
 * Conditions on records as filters. A comparison with a value that a record lacks must be false and its opposite true, but the language does
 * not say what `not (…)` makes of such a comparison; so negation is carried down to the comparisons.
 */
import type { Expression } from '../../query/expression.ts';
import type { Predicate } from '../../query/predicate.ts';
import { type Compared, isBetween, isInBlock, isOneOf } from './comparison.ts';
import { both, type Condition, either } from './condition.ts';
import { isNumber, type Vocabulary } from './vocabulary.ts';

type Slot = Extract<Expression, { readonly kind: 'slot' }>;

/** Null where no format has the field, so that no comparison with it holds. */
function comparedOf(expression: Exclude<Expression, Slot>, vocabulary: Vocabulary): Compared | null {
  const name = vocabulary.recorded(expression);
  if (name === null) return null;
  return { name, number: isNumber(expression), always: vocabulary.isEverywhere(expression) };
}

/** A time slot is named by its first second, so slots from `low` to `high` are the times from the first second of one to the last of another. */
function slotsBetween(
  { field, seconds }: Slot,
  low: number,
  high: number,
  vocabulary: Vocabulary,
  negated: boolean,
): Condition {
  const compared = comparedOf({ kind: 'field', field }, vocabulary);
  const from = Math.ceil(low / seconds) * seconds;
  const to = Math.floor(high / seconds) * seconds + seconds - 1;
  return compared === null ? negated : isBetween(compared, from, to, negated);
}

function compileComparison(
  predicate: Extract<Predicate, { readonly expression: Expression }>,
  vocabulary: Vocabulary,
  negated: boolean,
): Condition {
  const { expression } = predicate;
  if (expression.kind === 'slot') {
    if (predicate.kind === 'in-cidr') return negated;
    const ranges =
      predicate.kind === 'between'
        ? [predicate]
        : predicate.values.flatMap((at) => (typeof at === 'number' ? [{ low: at, high: at }] : []));
    const slots = ranges.map(({ low, high }) => slotsBetween(expression, low, high, vocabulary, negated));
    return negated ? both(...slots) : either(...slots);
  }
  const compared = comparedOf(expression, vocabulary);
  if (compared === null) return negated;
  switch (predicate.kind) {
    case 'in':
      return isOneOf(compared, predicate.values, negated);
    case 'between':
      return isBetween(compared, predicate.low, predicate.high, negated);
    case 'in-cidr':
      return isInBlock(compared, predicate.cidr, negated);
  }
}

/** @param negated compiles the opposite instead */
export function compilePredicate(predicate: Predicate, vocabulary: Vocabulary, negated = false): Condition {
  switch (predicate.kind) {
    case 'all':
    case 'any': {
      const parts = predicate.of.map((one) => compilePredicate(one, vocabulary, negated));
      return (predicate.kind === 'all') === negated ? either(...parts) : both(...parts);
    }
    case 'not':
      return compilePredicate(predicate.of, vocabulary, !negated);
    case 'present': {
      const name = vocabulary.recorded({ kind: 'field', field: predicate.field });
      return name === null ? negated : `${name} ${negated ? '=' : '!='} "-"`;
    }
    default:
      return compileComparison(predicate, vocabulary, negated);
  }
}
