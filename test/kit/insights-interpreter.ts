/**
 * A strict stand-in for the service: runs the queries that the compiler writes over log events, by what the CloudWatch Logs User Guide says
 * they mean, and refuses what the service refuses. It knows nothing of flow logs.
 */
import { checkNames } from './insights-names.ts';
import { type Aggregate, type Command, readQuery } from './insights-syntax.ts';
import { type Fields, holds, naturally, printed, type Quirks, type Value, worth } from './insights-values.ts';

export interface LogEvent {
  /** Seconds since the epoch. */
  readonly time: number;
  readonly message: string;
  /** The fields that the service discovers in it. */
  readonly discovered: Readonly<Record<string, string>>;
}

export interface InsightsQuery {
  readonly text: string;
  /** Seconds, both included. */
  readonly startTime: number;
  readonly endTime: number;
}

export type Result = readonly { readonly field: string; readonly value: string }[];

export const USUAL: Quirks = {
  absent: 'false',
  textBesideNumber: 'false',
  absentSorts: 'last',
  emptySum: 'absent',
  numbers: 'plain',
};

type Row = ReadonlyMap<string, string | number>;

function rowOf(fields: Iterable<readonly [string, Value]>): Row {
  return new Map(
    [...fields].flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
  );
}

function aggregated({ function: name, of }: Aggregate, rows: readonly Row[], quirks: Quirks): Value {
  if (of === null) return rows.length;
  const values = rows.flatMap((row) => row.get(of) ?? []);
  if (name === 'count_distinct') return new Set(values.map(String)).size;
  const numbers = values.map(Number).filter((number) => !Number.isNaN(number));
  if (name === 'sum') {
    if (numbers.length === 0 && quirks.emptySum === 'absent') return undefined;
    return numbers.reduce((total, number) => total + number, 0);
  }
  if (numbers.length < values.length) throw new TypeError(`what ${name} of text is, is not documented`);
  if (numbers.length === 0) return undefined;
  return name === 'min' ? Math.min(...numbers) : Math.max(...numbers);
}

function grouped(
  command: Extract<Command, { kind: 'stats' }>,
  rows: readonly Row[],
  quirks: Quirks,
): readonly Row[] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = JSON.stringify(command.by.map((name) => String(row.get(name) ?? '\0')));
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()].map((group) =>
    rowOf([
      ...command.by.map((name) => [name, group[0]?.get(name)] as const),
      ...command.aggregates.map((one) => [one.alias, aggregated(one, group, quirks)] as const),
    ]),
  );
}

function sorted(
  command: Extract<Command, { kind: 'sort' }>,
  rows: readonly Row[],
  quirks: Quirks,
): readonly Row[] {
  const absent = quirks.absentSorts === 'first' ? -1 : 1;
  return [...rows].sort((a, b) => {
    for (const { name, descending } of command.by) {
      const [left, right] = [a.get(name), b.get(name)];
      if (left === undefined && right === undefined) continue;
      if (left === undefined) return absent;
      if (right === undefined) return -absent;
      const difference = naturally(left, right);
      if (difference !== 0) return descending ? -difference : difference;
    }
    return 0;
  });
}

function extracted(command: Extract<Command, { kind: 'parse' }>, row: Row): Row {
  const text = row.get(command.from);
  const groups = text === undefined ? undefined : command.pattern.exec(String(text))?.groups;
  return groups ? new Map([...row, ...Object.entries(groups)]) : row;
}

function computed(command: Extract<Command, { kind: 'fields' }>, row: Row): Row {
  const known = new Map(row);
  for (const { of, alias } of command.fields) {
    const value = worth(of, known);
    if (value !== undefined) known.set(alias, value);
  }
  return known;
}

function run(command: Command, rows: readonly Row[], quirks: Quirks): readonly Row[] {
  switch (command.kind) {
    case 'filter':
      return rows.filter((row: Fields) => holds(command.test, row, quirks) === true);
    case 'parse':
      return rows.map((row) => extracted(command, row));
    case 'fields':
      return rows.map((row) => computed(command, row));
    case 'stats':
      return grouped(command, rows, quirks);
    case 'sort':
      return sorted(command, rows, quirks);
    case 'limit':
      return rows.slice(0, command.rows);
    case 'display':
      return rows.map((row) => rowOf(command.names.map((name) => [name, row.get(name)] as const)));
  }
}

/**
 * @param discovered the names of fields that the service discovers in such events
 * @throws MalformedQuery as StartQuery would
 */
export function interpret(
  query: InsightsQuery,
  events: readonly LogEvent[],
  discovered: ReadonlySet<string>,
  quirks: Quirks = USUAL,
): readonly Result[] {
  const commands = readQuery(query.text);
  checkNames(commands, discovered);
  // Rows without `sort` have no order of their own: the reverse of how they were written is as good as any.
  let rows: readonly Row[] = events
    .filter(({ time }) => time >= query.startTime && time <= query.endTime)
    .map(({ time, message, discovered: found }) =>
      rowOf([...Object.entries(found), ['@timestamp', time * 1000], ['@message', message]]),
    )
    .reverse();
  for (const command of commands) rows = run(command, rows, quirks);
  return rows.map((row) => [...row].map(([field, value]) => ({ field, value: printed(value, quirks) })));
}
