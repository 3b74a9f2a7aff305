/** Measures of groups as aggregate functions. */
import type { FlowQuery, Measure } from '../../query/flow-query.ts';
import { measureNames } from './names.ts';
import type { ResultColumn, ResultColumns } from './rows.ts';
import { isNumber, type Vocabulary } from './vocabulary.ts';

export interface CompiledMeasures {
  /** `sum(rPackets) as mPackets`; at least one. */
  readonly aggregates: readonly string[];
  readonly columns: ResultColumns;
  /** Where the number of records of the only row stands; null where there may be several. */
  readonly countAs: string | null;
}

/** The function; or the value that the measure has of every group, where no format has what it measures. */
function compileMeasure(measure: Measure, vocabulary: Vocabulary): string | number | null {
  switch (measure.kind) {
    case 'count':
      return 'count(*)';
    case 'sum': {
      // Text is not summed: AWS's own sample query sums bytes over NODATA records too.
      const name = isNumber(measure.of) ? vocabulary.recorded(measure.of) : null;
      return name === null ? 0 : `sum(${name})`;
    }
    case 'min':
    case 'max': {
      const name = isNumber(measure.of) ? vocabulary.value(measure.of) : null;
      return name === null ? null : `${measure.kind}(${name})`;
    }
    case 'count-distinct': {
      const name = vocabulary.value(measure.of);
      return name === null ? 0 : `count_distinct(${name})`;
    }
  }
}

/** What a measure is of a group in which no record has a value. */
function ofNothing({ kind }: Measure): number | null {
  return kind === 'min' || kind === 'max' ? null : 0;
}

/** @param grouped rows have columns to tell them apart; without, a row of no records must be told from a row of some */
export function compileMeasures(
  measures: NonNullable<FlowQuery<unknown>['measures']>,
  vocabulary: Vocabulary,
  grouped: boolean,
): CompiledMeasures {
  const aliases = measureNames(Object.keys(measures));
  const aggregates: string[] = [];
  const columns: Record<string, ResultColumn> = {};
  for (const [name, measure] of Object.entries(measures)) {
    const compiled = compileMeasure(measure, vocabulary);
    const alias = aliases.get(name) ?? name;
    columns[name] =
      typeof compiled === 'string'
        ? { name: alias, number: true, missing: ofNothing(measure) }
        : { value: compiled };
    if (typeof compiled === 'string') aggregates.push(`${compiled} as ${alias}`);
  }
  const counted = Object.keys(measures).find((name) => measures[name]?.kind === 'count');
  // The number after those that names of measures can have.
  const countAs = (counted && aliases.get(counted)) ?? `m${Object.keys(measures).length}`;
  if (counted === undefined && (!grouped || aggregates.length === 0)) {
    aggregates.push(`count(*) as ${countAs}`);
  }
  return { aggregates, columns, countAs: grouped ? null : countAs };
}
