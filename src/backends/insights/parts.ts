/**
 * Queries that are longer than the service takes, as several that fit. A condition "one of many" is halved until each part fits; what the
 * parts return is put together again without counting twice what satisfies more than one.
 */
import type { Expression } from '../../query/expression.ts';
import type { FlowQuery } from '../../query/flow-query.ts';
import { all, any, type Predicate } from '../../query/predicate.ts';
import { SourceError } from '../../query/source-error.ts';
import { type CompiledQuery, compileQuery, type Lines } from './compile.ts';
import { conjuncts } from './conjuncts.ts';

/** Characters that a query string may have (CloudWatch Logs API, StartQuery and CreateScheduledQuery: "Maximum length is 10,000"). */
const LONGEST_QUERY = 10_000;
/** Each part is scanned and billed by itself. */
const MOST_PARTS = 8;

/** Two conditions of which one or both hold where the condition holds; undefined for one that is no choice. */
function halves(predicate: Predicate): readonly [Predicate, Predicate] | undefined {
  if (predicate.kind === 'any' && predicate.of.length > 1) {
    const middle = Math.ceil(predicate.of.length / 2);
    return [any(...predicate.of.slice(0, middle)), any(...predicate.of.slice(middle))];
  }
  if (predicate.kind === 'in' && predicate.values.length > 1) {
    const middle = Math.ceil(predicate.values.length / 2);
    return [
      { ...predicate, values: predicate.values.slice(0, middle) },
      { ...predicate, values: predicate.values.slice(middle) },
    ];
  }
  return undefined;
}

/** Whether rows that are alike in the columns are alike in the condition, so that a row is in each part it belongs to with all its records. */
function dependsOnColumnsOnly(predicate: Predicate, columns: FlowQuery<unknown>['columns']): boolean {
  const known = new Set(Object.values(columns).map((expression) => JSON.stringify(expression)));
  const isColumn = (expression: Expression) => known.has(JSON.stringify(expression));
  switch (predicate.kind) {
    case 'all':
    case 'any':
      return predicate.of.every((one) => dependsOnColumnsOnly(one, columns));
    case 'not':
      return dependsOnColumnsOnly(predicate.of, columns);
    case 'present':
      return isColumn({ kind: 'field', field: predicate.field });
    default:
      return isColumn(predicate.expression);
  }
}

/** The query's condition in two, at the longest choice that can be divided. */
function divided(query: FlowQuery<unknown>): readonly [Predicate, Predicate] | undefined {
  const parts = conjuncts(query.where);
  const longestFirst = parts
    .filter((part) => halves(part) && dependsOnColumnsOnly(part, query.columns))
    .sort((a, b) => JSON.stringify(b).length - JSON.stringify(a).length);
  const [longest] = longestFirst;
  const [one, other] = (longest && halves(longest)) ?? [];
  if (!one || !other) return undefined;
  const rest = parts.filter((part) => part !== longest);
  return [all(...rest, one), all(...rest, other)];
}

function tooLong(length: number): SourceError {
  return new SourceError({
    code: 'rejected-query',
    attempted: 'ask CloudWatch Logs Insights',
    happened: `the question names so much that its query would have ${length.toLocaleString('en')} characters, and the service takes ${LONGEST_QUERY.toLocaleString('en')}.`,
    todo: 'Ask about fewer addresses or ports, or about a CIDR block instead.',
  });
}

function partsOf(query: FlowQuery<unknown>, lines: Lines): readonly CompiledQuery[] {
  const compiled = compileQuery(query, lines);
  if (compiled === null) return [];
  if (compiled.text.length <= LONGEST_QUERY) return [compiled];
  const two = divided(query);
  if (!two) throw tooLong(compiled.text.length);
  return two.flatMap((where) => partsOf({ ...query, where }, lines));
}

/**
 * @returns the queries to run; none where the question can match no record
 * @throws SourceError where it cannot be said in queries that the service takes
 */
export function compileParts(query: FlowQuery<unknown>, lines: Lines): readonly CompiledQuery[] {
  const parts = partsOf(query, lines);
  if (parts.length > MOST_PARTS) {
    throw tooLong(parts.reduce((length, { text }) => length + text.length, 0));
  }
  return parts;
}

/** The rows of all parts: each as often as in the part that has it most often. */
export function mergeParts<Row>(parts: readonly (readonly Row[])[]): readonly Row[] {
  const [only] = parts;
  if (only && parts.length === 1) return only;
  const merged = new Map<string, readonly Row[]>();
  for (const rows of parts) {
    const here = new Map<string, Row[]>();
    for (const row of rows) {
      const key = JSON.stringify(row);
      const same = here.get(key);
      if (same) same.push(row);
      else here.set(key, [row]);
    }
    for (const [key, same] of here) if (same.length > (merged.get(key)?.length ?? 0)) merged.set(key, same);
  }
  return [...merged.values()].flat();
}
