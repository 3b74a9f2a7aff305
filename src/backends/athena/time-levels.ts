/** The partition columns that tell time, from the widest to the narrowest, and what each holds at a point in time. */
import { quotedName, textLiteral } from './sql.ts';
import type { PartitionMeaning, TablePartition } from './table.ts';
import { isInTimeOrder, tellsTime, writtenTime } from './time-pattern.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;

/** One column's part in telling time: a whole number that grows, within the columns before it, as time goes by. */
export interface TimeLevel {
  /** The column as SQL. */
  readonly column: string;
  /** @param time seconds since the epoch */
  readonly at: (time: number) => number;
  readonly literal: (number: number) => string;
  /** The least and the greatest number it can hold, within what the columns before it hold. */
  readonly least: number;
  readonly greatest: (before: readonly number[]) => number;
  /** Whether its values are in the order of time as SQL compares them, and may be asked for as a range. */
  readonly isOrdered: boolean;
  /** Athena refuses a statement that does not say which values are meant. */
  readonly mustBeFixed: boolean;
}

export interface TimeColumns {
  readonly levels: readonly TimeLevel[];
  readonly unit: 'day' | 'hour';
}

type Part = Extract<PartitionMeaning, { kind: 'time-part' }>['part'];

function padded(number: number, digits: number): string {
  return String(number).padStart(digits, '0');
}

const PARTS: Readonly<
  Record<Part, Pick<TimeLevel, 'at' | 'least' | 'greatest'> & { readonly digits: number }>
> = {
  year: { at: (time) => new Date(time * 1000).getUTCFullYear(), least: 0, greatest: () => 9999, digits: 4 },
  month: { at: (time) => new Date(time * 1000).getUTCMonth() + 1, least: 1, greatest: () => 12, digits: 2 },
  day: {
    at: (time) => new Date(time * 1000).getUTCDate(),
    least: 1,
    greatest: ([year = 0, month = 0]) => new Date(Date.UTC(year, month, 0)).getUTCDate(),
    digits: 2,
  },
  hour: { at: (time) => new Date(time * 1000).getUTCHours(), least: 0, greatest: () => 23, digits: 2 },
};

function literalOf(type: TablePartition['type'], text: string): string {
  if (type === 'text') return textLiteral(text);
  return type === 'date' ? `DATE ${textLiteral(text)}` : String(Number(text));
}

/** A column that tells the whole day, or the whole hour; undefined for one that is written in an unknown way. */
function wholeTime({ name, type, meaning, mustBeFixed }: TablePartition): TimeLevel | undefined {
  if (meaning.kind !== 'time') return undefined;
  const pattern = type === 'date' ? 'yyyy-MM-dd' : meaning.pattern;
  const isNoNumber = type === 'number' && !/^[A-Za-z]+$/.test(pattern);
  if (isNoNumber || !tellsTime(pattern, meaning.unit)) return undefined;
  const seconds = meaning.unit === 'hour' ? HOUR : DAY;
  return {
    column: quotedName(name),
    at: (time) => Math.floor(time / seconds),
    literal: (number) => literalOf(type, writtenTime(pattern, number * seconds)),
    least: 0,
    greatest: () => Number.MAX_SAFE_INTEGER,
    isOrdered: !mustBeFixed && (type === 'date' || isInTimeOrder(pattern)),
    mustBeFixed,
  };
}

function partOfTime(partitions: readonly TablePartition[], part: Part): TimeLevel | undefined {
  for (const { name, type, meaning, mustBeFixed } of partitions) {
    if (meaning.kind !== 'time-part' || meaning.part !== part) continue;
    const { at, least, greatest, digits } = PARTS[part];
    return {
      column: quotedName(name),
      at,
      literal: (number) => (type === 'text' ? textLiteral(padded(number, meaning.digits)) : String(number)),
      least,
      greatest,
      isOrdered: !mustBeFixed && (type !== 'text' || meaning.digits >= digits),
      mustBeFixed,
    };
  }
  return undefined;
}

function present(levels: readonly (TimeLevel | undefined)[]): readonly TimeLevel[] {
  return levels.filter((level) => level !== undefined);
}

/** Undefined where no columns tell the day. */
export function timeColumns(partitions: readonly TablePartition[]): TimeColumns | undefined {
  const whole = (unit: 'day' | 'hour') =>
    partitions
      .filter(({ meaning }) => meaning.kind === 'time' && meaning.unit === unit)
      .map(wholeTime)
      .find((level) => level !== undefined);
  const hours = whole('hour');
  if (hours) return { levels: [hours], unit: 'hour' };
  const days = whole('day');
  const parts = present((['year', 'month', 'day'] as const).map((part) => partOfTime(partitions, part)));
  const dayLevels = days ? [days] : parts;
  if (!days && parts.length < 3) return undefined;
  const hour = partOfTime(partitions, 'hour');
  return hour ? { levels: [...dayLevels, hour], unit: 'hour' } : { levels: dayLevels, unit: 'day' };
}
