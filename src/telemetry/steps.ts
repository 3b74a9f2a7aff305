/** Writes the steps of a question into the log and its trace, and counts the queries that it ran. */
import type { Logger } from 'pino';
import type { Facts, Observer, StepKind } from '../query/observer.ts';
import type { Attributes, Span } from './span.ts';
import type { Trail } from './trail.ts';

/** A query that a service ran, as it is counted. */
export interface RanQuery {
  readonly backend: string;
  /** `done`, or the kind of failure. */
  readonly outcome: string;
  /** What it was run for: `question`, `round`. */
  readonly by: string;
  readonly bytes: number;
  /** US dollars. */
  readonly usd: number;
}

export interface StepParts {
  readonly log: Logger;
  /** Hears of each query that a service has run. */
  readonly onQuery: (query: RanQuery) => void;
  /** Milliseconds of a clock that only goes forward. */
  readonly monotonic: () => number;
}

const NAMES: Readonly<Record<StepKind, string>> = {
  answer: 'answer',
  ask: 'ask source',
  estimate: 'estimate',
  query: 'run query',
  network: 'read network',
  analysis: 'analyze',
};

/** As OpenTelemetry's semantic conventions call it, where they have a name for it (its pages on databases, clouds and recording errors). */
const ATTRIBUTES: Readonly<Record<string, string>> = {
  source: 'flows.source',
  backend: 'db.system.name',
  queryId: 'flows.query.id',
  region: 'cloud.region',
  analyzer: 'flows.analyzer',
  status: 'db.response.status_code',
  kept: 'flows.kept',
  rows: 'db.response.returned_rows',
  bytes: 'flows.scanned.bytes',
  records: 'flows.scanned.records',
  usd: 'flows.scanned.usd',
  calls: 'flows.calls',
  failure: 'error.type',
} satisfies Record<keyof Facts, string>;

function attributesOf(facts: Facts): Attributes {
  const told: Record<string, string | number | boolean> = {};
  for (const [key, value] of Object.entries(facts)) {
    const name = ATTRIBUTES[key];
    if (name !== undefined && value !== null && value !== undefined) told[name] = value;
  }
  return told;
}

interface Where {
  readonly trail: Trail;
  readonly span: Span;
  /** Of the steps that this one is in. */
  readonly source: string | undefined;
}

/** What is worth a line when it ends, and at which level. */
function sayEnd(log: Logger, kind: StepKind, line: Facts & { readonly milliseconds: number }): void {
  if (kind === 'query') log.info(line, 'a query has ended');
  else if (kind === 'answer' && line.failure !== undefined) log.warn(line, 'a question came to no answer');
  else if (kind === 'ask' && line.kept) log.info(line, 'a source answered from what was asked before');
  else log.debug(line, `${NAMES[kind]} has ended`);
}

function observerAt({ trail, span: outer, source: from }: Where, parts: StepParts): Observer {
  const { log, onQuery, monotonic } = parts;
  return {
    begin(kind, given) {
      const span = outer.begin({
        name: NAMES[kind],
        kind: kind === 'query' ? 'client' : 'internal',
        attributes: attributesOf(given),
      });
      const source = given.source ?? from;
      const began = monotonic();
      let facts: Facts = source === undefined ? given : { source, ...given };
      const line = () => ({ correlationId: trail.correlationId, ...facts });

      return {
        within: observerAt({ trail, span, source }, parts),
        note(more) {
          facts = { ...facts, ...more };
          if (more.queryId !== undefined) log.info(line(), 'a query has begun');
        },
        end(more) {
          facts = { ...facts, ...more };
          span.set(attributesOf(facts));
          span.end(facts.failure);
          sayEnd(log, kind, { ...line(), milliseconds: Math.round(monotonic() - began) });
          if (kind !== 'query' || facts.queryId === undefined) return;
          const { backend = '', failure: outcome = 'done', bytes, usd } = facts;
          onQuery({ backend, outcome, by: trail.kind, bytes: bytes ?? 0, usd: usd ?? 0 });
        },
      };
    },
  };
}

export function observerOn(trail: Trail, parts: StepParts): Observer {
  return observerAt({ trail, span: trail.span, source: undefined }, parts);
}
