/** What a question of `top` measures and groups by, and the query that lists it. */
import { field } from '../../query/expression.ts';
import { count, type FlowQuery, groups, sum } from '../../query/flow-query.ts';
import { all, present } from '../../query/predicate.ts';
import type { Request } from '../../query/request.ts';
import type { Scope } from '../analyzer.ts';
import { askedOneWay } from '../subject.ts';
import { type GroupColumn, groupingOf } from './grouping.ts';

export const TALKER_MEASURES = ['bytes', 'packets', 'flows'] as const;
export type TalkerMeasure = (typeof TALKER_MEASURES)[number];

export type TalkerRow = Readonly<Record<string, unknown>> & {
  readonly [measure in TalkerMeasure]: number;
};

interface TalkerChoice {
  readonly measure: TalkerMeasure;
  /** What a row is, in words. */
  readonly one: string;
  readonly many: string;
  readonly columns: readonly GroupColumn[];
}

/** From the words of the `by` clauses: bytes for each pair unless they say otherwise. */
export function talkerChoice({ by }: Pick<Request, 'by'>): TalkerChoice {
  const words = (by ?? '').split(' ');
  const measure = TALKER_MEASURES.find((name) => name === words[0]);
  return { measure: measure ?? 'bytes', ...groupingOf(measure ? words.slice(1) : words) };
}

export const MEASURES = { bytes: sum(field('bytes')), packets: sum(field('packets')), flows: count() };

/** The traffic that is asked about. NODATA and SKIPDATA records are none. */
export function talkersAsked(scope: Scope) {
  return all(present('packets'), askedOneWay(scope));
}

/** Groups of the question's traffic, the largest first. */
export function talkersQuery(scope: Scope, limit: number): FlowQuery<TalkerRow> {
  const { measure, columns } = talkerChoice(scope.request);
  return groups({
    window: scope.request.window,
    where: talkersAsked(scope),
    columns: Object.fromEntries(columns.map(({ key, expression }) => [key, expression])),
    measures: MEASURES,
    orderBy: [{ by: measure, descending: true }],
    limit,
  });
}
