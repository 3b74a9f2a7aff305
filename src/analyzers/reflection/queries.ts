/** What is asked about UDP from the ports of amplifiers: what comes to us, what leaves from us, and whether anybody asked for it. */

import { DESTINATION, type Expression, field, SOURCE, slot } from '../../query/expression.ts';
import { count, countDistinct, groups, type RowOf, sum } from '../../query/flow-query.ts';
import { all, equals, isOneOf, type Predicate, present } from '../../query/predicate.ts';
import { UDP } from '../../record/protocols.ts';
import { MINUTE, SPANS } from '../detection/minutes.ts';
import { inbound, outbound } from '../detection/sides.ts';
import { MOST_ROWS } from '../detection/writers.ts';
import { SIGHTING_MEASURES } from '../sighting.ts';
import { asked } from '../subject.ts';
import type { ReflectionScope } from './parameters.ts';

/** An answer may come two aggregation intervals after its question. */
const AROUND = 1200;

function udp(scope: ReflectionScope, port: 'srcPort' | 'dstPort'): Predicate {
  return all(equals(field('protocol'), UDP), isOneOf(field(port), scope.parameters.ports));
}

function answers(
  scope: ReflectionScope,
  where: Predicate,
  own: Expression<string | null>,
  other: Expression<string | null>,
) {
  return groups({
    window: scope.request.window,
    where: all(asked(scope), udp(scope, 'srcPort'), where, present('interfaceId')),
    columns: { interfaceId: field('interfaceId'), own, at: slot('start', MINUTE) },
    measures: {
      others: countDistinct(other),
      packets: sum(field('packets')),
      bytes: sum(field('bytes')),
      ...SPANS,
    },
    orderBy: [{ by: 'bytes', descending: true }],
    limit: MOST_ROWS,
  });
}

export type AnswerRow = RowOf<ReturnType<typeof answers>>;

export function answerQueries(scope: ReflectionScope) {
  const { home } = scope.detecting;
  return {
    toUs: answers(scope, inbound(home), DESTINATION, SOURCE),
    byUs: answers(scope, outbound(home), SOURCE, DESTINATION),
  };
}

function questions(scope: ReflectionScope, own: Expression<string | null>, addresses: readonly string[]) {
  const { start, end } = scope.request.window;
  return groups({
    window: { start: start - AROUND, end: end + AROUND },
    where: all(udp(scope, 'dstPort'), isOneOf(own, addresses)),
    columns: { interfaceId: field('interfaceId'), own },
    measures: { packets: sum(field('packets')), bytes: sum(field('bytes')), records: count() },
    limit: 1000,
  });
}

function vectors(
  scope: ReflectionScope,
  own: Expression<string | null>,
  other: Expression<string | null>,
  addresses: readonly string[],
) {
  return groups({
    window: scope.request.window,
    where: all(udp(scope, 'srcPort'), isOneOf(own, addresses)),
    columns: {
      interfaceId: field('interfaceId'),
      own,
      other,
      port: field('srcPort'),
      action: field('action'),
    },
    measures: SIGHTING_MEASURES,
    orderBy: [{ by: 'bytes', descending: true }],
    limit: 500,
  });
}

export type QuestionRow = RowOf<ReturnType<typeof questions>>;
export type VectorRow = RowOf<ReturnType<typeof vectors>>;

/** @param victims of ours, and `reflectors` of ours, that may be in an attack */
export function closerQueries(
  scope: ReflectionScope,
  victims: readonly string[],
  reflectors: readonly string[],
) {
  return {
    askedByUs: questions(scope, SOURCE, victims),
    askedOfUs: questions(scope, DESTINATION, reflectors),
    atUs: vectors(scope, DESTINATION, SOURCE, victims),
    fromUs: vectors(scope, SOURCE, DESTINATION, reflectors),
  };
}
