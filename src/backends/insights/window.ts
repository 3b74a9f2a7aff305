/** Which records are in a window: the stretch of time the service is asked to search, and the exact condition inside it. */
import { firstOf } from '../../query/expression.ts';
import type { Window } from '../../query/window.ts';
import { both, type Condition, either } from './condition.ts';
import { numberLiteral } from './literal.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Seconds since the epoch, both included, as StartQuery takes them. */
export interface SearchedTime {
  readonly startTime: number;
  readonly endTime: number;
}

/**
 * An event's time is its record's start, so a record that reaches into the window may have begun one aggregation interval before it.
 *
 * @param aggregationInterval seconds
 */
export function searchedTime({ start, end }: Window, aggregationInterval: number): SearchedTime {
  return {
    startTime: Math.max(0, Math.floor(start) - aggregationInterval),
    endTime: Math.max(0, Math.ceil(end) - 1),
  };
}

/** The first whole second that is not before a time: records are of whole seconds. @throws TypeError for what is no time */
function second(time: number): string {
  const text = numberLiteral(Math.max(0, Math.ceil(time)));
  if (text === undefined) throw new TypeError(`A window cannot begin or end at ${time}`);
  return text;
}

/** As `overlaps` of a window defines it. Lines that are no records are in none. */
export function windowCondition({ start, end }: Window, vocabulary: Vocabulary): Condition {
  const first = vocabulary.recorded(firstOf('start', 'end'));
  const last = vocabulary.recorded(firstOf('end', 'start'));
  if (first === null || last === null) return vocabulary.isRecord();
  const inside = both(`${first} < ${second(end)}`, `${last} >= ${second(start)}`);
  const timesInAll = vocabulary.formats.every(({ fields }) =>
    fields.some(({ key }) => key === 'start' || key === 'end'),
  );
  return timesInAll ? inside : both(vocabulary.isRecord(), either(`${first} = "-"`, inside));
}
