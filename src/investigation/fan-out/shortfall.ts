/**
 * What merged groups may lack because sources have more of them than they returned. The last row of such a source bounds what is missing: of
 * all the groups that it left out, none comes before that row in the query's order.
 */
import type { FlowQuery, Measure, Order } from '../../query/flow-query.ts';
import { completeOrder } from '../../query/order.ts';
import { compareRows, type Scalar, type ScalarRow } from '../../query/ordered.ts';
import type { Group, Part } from './groups.ts';

interface Cut {
  readonly index: number;
  readonly last: ScalarRow;
}

interface Ranking {
  readonly query: FlowQuery<unknown>;
  /** What the sources' own orders say of groups that they left out. */
  readonly orders: readonly Order[];
  readonly first: Order;
  /** What ranks the groups; undefined where a column does, whose value is the same at every source. */
  readonly measure: Measure | undefined;
  readonly cuts: readonly Cut[];
}

export interface Shortfall {
  /** Rows whose figures may lack what a source left out. */
  readonly low: number;
  /** What the measure that ranks the rows may lack in any of them at most; null where nothing bounds it. */
  readonly atMost: number | null;
  /** Other groups may belong among the rows. */
  readonly others: boolean;
}

/** Up to where the order goes by columns alone, or by its first measure, the sources agree or bound each other. */
function rankingOf(query: FlowQuery<unknown>, parts: readonly Part[]): Ranking | undefined {
  const complete = completeOrder(query);
  const until = complete.findIndex(({ by }) => query.measures?.[by] !== undefined);
  const byColumns = until === -1 ? complete : complete.slice(0, until);
  const orders = byColumns.length > 0 ? byColumns : complete.slice(0, 1);
  const [first] = orders;
  if (!first) return undefined;
  const cuts = parts.flatMap(({ rows, cutOff }, index) => {
    const last = rows.at(-1);
    return cutOff && last ? [{ index, last }] : [];
  });
  return { query, orders, first, measure: query.measures?.[first.by], cuts };
}

function number(value: Scalar | undefined): number {
  return typeof value === 'number' ? value : 0;
}

/** Whether a source that left groups out may have left out its part of this one. */
function mayLack({ row, parts }: Group, { index, last }: Cut, { measure, orders }: Ranking): boolean {
  if (parts.includes(index)) return false;
  return measure !== undefined || compareRows(row, last, orders) >= 0;
}

function addsUp({ kind }: Measure): boolean {
  return kind === 'count' || kind === 'sum' || kind === 'count-distinct';
}

/** The best that a group can rank by, given its known value, if these sources left out their parts of it. */
function best(
  { measure, first }: Ranking,
  known: Scalar | undefined,
  lacking: readonly Scalar[],
): Scalar | undefined {
  if (!measure) return known;
  const numbers = lacking.filter((value) => typeof value === 'number');
  if (first.descending) {
    if (addsUp(measure)) return number(known) + numbers.reduce((total, value) => total + value, 0);
    if (measure.kind === 'max') return greatest([known, ...numbers]);
    // The least value only falls with more records.
    return typeof known === 'number' ? known : greatest(numbers);
  }
  if (known !== undefined && measure.kind !== 'min') return known;
  return least([known, ...numbers]);
}

function greatest(values: readonly (Scalar | undefined)[]): Scalar {
  const numbers = values.filter((value) => typeof value === 'number');
  return numbers.length === 0 ? null : Math.max(...numbers);
}

function least(values: readonly (Scalar | undefined)[]): Scalar {
  const numbers = values.filter((value) => typeof value === 'number');
  return numbers.length === 0 ? null : Math.min(...numbers);
}

/** The best rank that a group can have which no source returned. */
function unseen(ranking: Ranking): ScalarRow {
  const { cuts, first, measure, orders } = ranking;
  if (!measure)
    return cuts.map(({ last }) => last).reduce((a, b) => (compareRows(a, b, orders) <= 0 ? a : b));
  const lasts = cuts.map(({ last }) => last[first.by] ?? null);
  return { [first.by]: best(ranking, undefined, lasts) ?? null };
}

/** Whether more records than are known could make a row rank lower than it does. */
function mayFall({ measure, first }: Ranking): boolean {
  if (!measure) return false;
  return first.descending ? measure.kind === 'min' : measure.kind !== 'min';
}

/**
 * @param rows the first groups of the merged ones, as many as the query wants
 * @param rest the other merged ones
 * @returns undefined where all is as one engine over all records would have it
 */
export function shortfallOf(
  query: FlowQuery<unknown>,
  parts: readonly Part[],
  rows: readonly Group[],
  rest: readonly Group[],
): Shortfall | undefined {
  const ranking = rankingOf(query, parts);
  if (!ranking || ranking.cuts.length === 0) return undefined;
  const { first, measure, orders, cuts } = ranking;
  const lackingOf = (group: Group) => cuts.filter((cut) => mayLack(group, cut, ranking));
  const lows = rows.map(lackingOf).filter((lacking) => lacking.length > 0);

  const last = rows.at(-1)?.row;
  // What is equal to a group in all columns is that group.
  const tells = Object.keys(query.columns).every((name) => orders.some(({ by }) => by === name));
  const mayBeAmong = (row: ScalarRow) => !last || compareRows(row, last, orders) < (tells ? 0 : 1);
  const restMayBeAmong = rest.some((group) => {
    const lacking = lackingOf(group).map((cut) => cut.last[first.by] ?? null);
    if (lacking.length === 0) return false;
    return mayBeAmong({ ...group.row, [first.by]: best(ranking, group.row[first.by], lacking) ?? null });
  });
  const others = mayBeAmong(unseen(ranking)) || restMayBeAmong || (mayFall(ranking) && lows.length > 0);
  if (lows.length === 0 && !others) return undefined;
  const bounds = lows.map((lacking) => lacking.reduce((total, cut) => total + number(cut.last[first.by]), 0));
  const isBounded = measure !== undefined && first.descending && addsUp(measure);
  return { low: lows.length, atMost: isBounded ? Math.max(0, ...bounds) : null, others };
}
