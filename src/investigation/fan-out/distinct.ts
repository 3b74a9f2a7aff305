/**
 * How many different values a group has whose records several sources hold: their counts do not say it, so the values themselves are asked for,
 * and only of the sources that have records of such groups.
 */
import type { Expression } from '../../query/expression.ts';
import { count, type FlowQuery, type Measure } from '../../query/flow-query.ts';
import type { Scalar, ScalarRow } from '../../query/ordered.ts';
import { all, any, not, type Predicate, present } from '../../query/predicate.ts';
import { type Group, groupKey, type Part } from './groups.ts';

/** The most values that are asked of a source. */
const MOST_VALUES = 10_000;
/** So many groups are named in a condition; of more, all groups are asked. CloudWatch Logs takes 10,000 characters of query (its quotas). */
const MOST_NAMED = 20;

/** No query has a column of this name. */
const VALUE = 'distinctValue';

export interface ValuesQuery {
  readonly measure: string;
  readonly query: FlowQuery<ScalarRow>;
  /** The places in the list of parts of those that are asked. */
  readonly parts: readonly number[];
}

function isPresent(expression: Expression): Predicate {
  switch (expression.kind) {
    case 'first-of':
      return any(...expression.fields.map(present));
    default:
      return present(expression.field);
  }
}

function hasValue(expression: Expression, value: Scalar): Predicate {
  return value === null ? not(isPresent(expression)) : { kind: 'in', expression, values: [value] };
}

function isGroup({ row }: Group, columns: FlowQuery['columns']): Predicate {
  return all(...Object.entries(columns).map(([name, expression]) => hasValue(expression, row[name] ?? null)));
}

function distinctMeasures({ measures = {} }: FlowQuery<unknown>) {
  return Object.entries(measures).filter(
    (entry): entry is [string, Extract<Measure, { kind: 'count-distinct' }>] =>
      entry[1].kind === 'count-distinct',
  );
}

/** The queries that tell; none where every group is of one source. */
export function valuesQueries(query: FlowQuery<unknown>, groups: readonly Group[]): readonly ValuesQuery[] {
  const { window, where, columns } = query;
  const kind = query.of ? { of: query.of } : {};
  const several = groups.filter(({ parts }) => parts.length > 1);
  if (several.length === 0) return [];
  const named = several.length <= MOST_NAMED ? [any(...several.map((group) => isGroup(group, columns)))] : [];
  const parts = [...new Set(several.flatMap((group) => group.parts))].sort((a, b) => a - b);
  return distinctMeasures(query).map(([measure, { of }]) => ({
    measure,
    parts,
    query: {
      ...kind,
      window,
      where: all(where, isPresent(of), ...named),
      columns: { ...columns, [VALUE]: of },
      measures: { records: count() },
      orderBy: [],
      limit: MOST_VALUES,
    },
  }));
}

/** The groups with what the values say. A source that was cut off leaves the measure as it was: at least the greatest of the sources' counts. */
export function withValues(
  query: FlowQuery<unknown>,
  groups: readonly Group[],
  measure: string,
  parts: readonly Part[],
): readonly Group[] {
  const values = new Map<string, Set<Scalar>>();
  for (const row of parts.flatMap(({ rows }) => rows)) {
    const key = groupKey(row, query);
    const known = values.get(key) ?? new Set();
    values.set(key, known.add(row[VALUE] ?? null));
  }
  return groups.map((group) => {
    if (group.parts.length < 2) return group;
    const known = values.get(groupKey(group.row, query))?.size ?? 0;
    const counted = group.row[measure];
    const atLeast = typeof counted === 'number' ? Math.max(counted, known) : known;
    return { ...group, row: { ...group.row, [measure]: atLeast } };
  });
}
