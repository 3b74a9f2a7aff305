/** What is asked about answers: in how many slots each of our services gave some, and of those that stopped who still asks. */

import { DESTINATION, field, SOURCE, slot } from '../../query/expression.ts';
import { count, countDistinct, groups, max, min, type RowOf } from '../../query/flow-query.ts';
import { all, any, equals, isOneOf, NEVER, not, type Predicate } from '../../query/predicate.ts';
import type { Window } from '../../query/window.ts';
import { LONGEST_AGGREGATION } from '../../record/aggregation.ts';
import { BARE_HEADER } from '../../record/bare-header.ts';
import { TCP } from '../../record/protocols.ts';
import { isServicePortOf } from '../detection/service-ports.ts';
import { fromUs } from '../detection/sides.ts';
import { MOST_ROWS } from '../detection/writers.ts';
import { SIGHTING_MEASURES } from '../sighting.ts';
import { asked } from '../subject.ts';
import type { SilenceScope } from './parameters.ts';

export const HOUR = 3600;
const DAY = 86_400;
/** Seconds: slots of records that come every minute, and of those that come every ten. */
export const NARROW = 300;
export const WIDE = LONGEST_AGGREGATION;

/** A client that tries again from the same port gets as many refusals in one record. */
const TRIES = [1, 2, 3];

/** Packets without content or options: a refusal, or a sign of life of an idle connection. They say nothing of a service that works. */
const IS_BARE = all(
  equals(field('protocol'), TCP),
  any(
    ...TRIES.map((packets) =>
      all(
        equals(field('packets'), packets),
        isOneOf(
          field('bytes'),
          Object.values(BARE_HEADER).map((bytes) => packets * bytes),
        ),
      ),
    ),
  ),
);

function answered(scope: SilenceScope, window: Window, where: Predicate) {
  return groups({
    window,
    where: all(
      asked(scope),
      equals(field('action'), 'ACCEPT'),
      isServicePortOf('srcPort'),
      not(isOneOf(field('srcPort'), scope.parameters.clients)),
      fromUs(scope.detecting.home),
      not(IS_BARE),
      where,
    ),
    columns: {
      interfaceId: field('interfaceId'),
      server: SOURCE,
      port: field('srcPort'),
      protocol: field('protocol'),
      // Hours are what is remembered; where nothing is, all of them are one.
      hour: slot('start', scope.detecting.history ? HOUR : 7 * DAY),
    },
    measures: {
      narrow: countDistinct(slot('start', NARROW)),
      wide: countDistinct(slot('start', WIDE)),
      clientPorts: countDistinct(field('dstPort')),
      records: count(),
      first: min(field('start')),
      last: max(field('end')),
    },
    orderBy: [
      { by: 'wide', descending: true },
      { by: 'records', descending: true },
    ],
    limit: MOST_ROWS,
  });
}

export type AnsweredRow = RowOf<ReturnType<typeof answered>>;

export function answersQuery(scope: SilenceScope) {
  return answered(scope, scope.request.window, all());
}

export interface Service {
  readonly server: string;
  readonly port: number;
  /** The end of its last answer, seconds since the epoch. */
  readonly last: number;
}

/**
 * @param stopped those that may be silent
 * @param cutOff answers were left out, so that they may be silent only by that: theirs are asked for once more
 */
export function closerQueries(scope: SilenceScope, stopped: readonly Service[], cutOff: boolean) {
  const { window } = scope.request;
  const servers = [...new Set(stopped.map(({ server }) => server))];
  const ports = [...new Set(stopped.map(({ port }) => port))];
  const theirs = all(isOneOf(SOURCE, servers), isOneOf(field('srcPort'), ports));
  const since = {
    start: Math.max(window.start, Math.min(window.end, ...stopped.map(({ last }) => last + 1))),
    end: window.end,
  };
  return {
    again: answered(scope, window, cutOff ? theirs : NEVER),
    dayBefore: answered(
      scope,
      { start: window.start - DAY, end: window.start },
      scope.detecting.history ? NEVER : theirs,
    ),
    requests: groups({
      window: since,
      where: all(isOneOf(DESTINATION, servers), isOneOf(field('dstPort'), ports)),
      columns: {
        interfaceId: field('interfaceId'),
        client: SOURCE,
        server: DESTINATION,
        port: field('dstPort'),
        protocol: field('protocol'),
        action: field('action'),
      },
      measures: SIGHTING_MEASURES,
      orderBy: [{ by: 'last', descending: true }],
      limit: 2000,
    }),
    bare: groups({
      window: since,
      where: all(
        isOneOf(SOURCE, servers),
        isOneOf(field('srcPort'), ports),
        equals(field('action'), 'ACCEPT'),
        IS_BARE,
      ),
      columns: {
        interfaceId: field('interfaceId'),
        server: SOURCE,
        port: field('srcPort'),
        protocol: field('protocol'),
      },
      measures: { records: count(), clientPorts: countDistinct(field('dstPort')) },
      limit: MOST_ROWS,
    }),
  };
}

export type BareRow = RowOf<ReturnType<typeof closerQueries>['bare']>;
export type RequestRow = RowOf<ReturnType<typeof closerQueries>['requests']>;
