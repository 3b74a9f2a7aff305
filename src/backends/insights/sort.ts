/**
 * The order that the service is asked for, and where it can differ from the query's. It sorts text with runs of digits taken as numbers, and a
 * dash before every number (CloudWatch Logs User Guide, "sort"); where it puts absent values is not documented. Rows that are held are sorted again,
 * so all that can differ is which of them a limit leaves out.
 */
import type { FlowQuery, Order } from '../../query/flow-query.ts';
import { completeOrder } from '../../query/order.ts';
import type { ResultColumns } from './rows.ts';
import { isNumber } from './vocabulary.ts';

type Row = Readonly<Record<string, unknown>>;

/** `sort mPackets desc, rSrcAddr asc`; none where there is one row only. What is measured of a group breaks no tie that its columns leave. */
export function sortCommand(query: FlowQuery<unknown>, columns: ResultColumns): readonly string[] {
  const keys = new Map<string, string>();
  const asked = new Set(query.orderBy.map(({ by }) => by));
  for (const { by, descending } of completeOrder(query)) {
    const column = columns[by];
    const needed = asked.has(by) || by in query.columns;
    if (!needed || !column || 'value' in column || keys.has(column.name)) continue;
    keys.set(column.name, `${column.name} ${descending ? 'desc' : 'asc'}`);
  }
  return keys.size === 0 ? [] : [`sort ${[...keys.values()].join(', ')}`];
}

/** What rows in their order have shown so far of what a limit cuts off. */
export interface Watched {
  /** Shows the next row, those beyond the limit too. */
  see(row: Row): void;
  /** Why other rows than these could be the query's first ones, where the service had more than it returned; undefined where they are certainly the first. */
  cutOffNote(): string | undefined;
  /** Something that the query orders by, and the service in its own way; undefined where it orders as the query does. */
  orderedOtherwise(): string | undefined;
}

export function watchRows({ orderBy, columns, limit }: FlowQuery<unknown>): Watched {
  const incomplete = new Set<string>();
  let count = 0;
  let last: Row | undefined;
  let furthest: Row | undefined;

  /** Numbers in falling order end with what is no number, as nulls must; rising ones begin with it, which matters only if there is any. */
  function isSortedAlike({ by, descending }: Order): boolean {
    const expression = columns[by];
    const number = expression === undefined || isNumber(expression);
    return number && (descending || !incomplete.has(by));
  }

  function areAlike(one: Row, other: Row): boolean {
    return orderBy.every(({ by }) => one[by] === other[by]);
  }

  function orderedOtherwise(): string | undefined {
    return orderBy.find((order) => !isSortedAlike(order))?.by;
  }

  return {
    see(row) {
      count += 1;
      if (count === limit) last = row;
      furthest = row;
      for (const { by } of orderBy) if (row[by] === null) incomplete.add(by);
    },
    cutOffNote() {
      if (!last || !furthest) return undefined;
      const more = `There were more than ${limit} rows`;
      const otherwise = orderedOtherwise();
      if (otherwise) {
        return `${more}. CloudWatch orders ${otherwise} in its own way where it is text or missing, so some of those that belong among the first may be left out.`;
      }
      // Whatever is equal to the last row in what was asked for is here too, if something comes after it that is not.
      if (!areAlike(last, furthest)) return undefined;
      const alike =
        orderBy.length > 0
          ? `Of those that are equal in ${orderBy.map(({ by }) => by).join(' and ')}, which`
          : 'Which of them';
      return `${more}. ${alike} are left out is CloudWatch's choice.`;
    },
    orderedOtherwise,
  };
}
