/** What a measure is of a group of records. */
import type { Measure } from '../../query/flow-query.ts';
import type { Scalar } from '../../query/ordered.ts';
import type { FlowRecord } from '../../record/record.ts';
import { valueIn } from './evaluate.ts';

function numbersOf(
  measure: Extract<Measure, { of: unknown }>,
  records: readonly FlowRecord[],
): readonly number[] {
  return records
    .map((record) => valueIn(measure.of, record))
    .filter((value): value is number => typeof value === 'number');
}

function extreme(values: readonly number[], better: (a: number, b: number) => number): number | null {
  return values.length === 0 ? null : values.reduce((a, b) => better(a, b));
}

export function measureOf(measure: Measure, records: readonly FlowRecord[]): Scalar {
  switch (measure.kind) {
    case 'count':
      return records.length;
    case 'sum':
      return numbersOf(measure, records).reduce((total, value) => total + value, 0);
    case 'min':
      return extreme(numbersOf(measure, records), Math.min);
    case 'max':
      return extreme(numbersOf(measure, records), Math.max);
    case 'count-distinct':
      return new Set(records.map((record) => valueIn(measure.of, record)).filter((value) => value !== null))
        .size;
  }
}
