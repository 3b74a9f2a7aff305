/** A source whose queries are told to whoever listens to the question that asks them. */
import type { Engine, QueryResult, RunOptions } from '../query/engine.ts';
import type { FlowQuery } from '../query/flow-query.ts';
import { type Facts, failureOf, observed } from '../query/observer.ts';
import type { Source } from './source.ts';

type About = Omit<QueryResult<unknown>, 'rows'>;

function factsOf({ askedAt, scan: { bytes, records, estimatedUsd: usd } }: About): Facts {
  return { kept: askedAt !== undefined, bytes, records, usd };
}

export function observedSource(source: Source): Source {
  const { name, engine } = source;
  const { estimate } = engine;
  const pages = engine.stream?.bind(engine);
  const facts = { source: name, backend: engine.id };

  function run<Row>(query: FlowQuery<Row>, options: RunOptions): Promise<QueryResult<Row>> {
    const { observer, signal } = options;
    return observed(
      { observer, kind: 'ask', facts, signal },
      ({ within }) => engine.run(query, { ...options, observer: within }),
      (result) => ({ ...factsOf(result), rows: result.rows.length }),
    );
  }

  const observedEngine: Engine = {
    id: engine.id,
    run,
    ...(estimate && {
      estimate: (queries, options) =>
        observed(
          { observer: options.observer, kind: 'estimate', facts, signal: options.signal },
          ({ within }) => estimate.call(engine, queries, { ...options, observer: within }),
          ({ bytes, usd }) => ({ bytes, usd }),
        ),
    }),
    ...(pages && {
      async *stream<Row>(query: FlowQuery<Row>, { observer, ...options }: RunOptions) {
        const step = observer?.begin('ask', facts);
        // Whoever wants no more of the pages ends it as well.
        let ended: Facts = { failure: 'cancelled' };
        try {
          const about = yield* pages(query, { ...options, observer: step?.within });
          ended = factsOf(about);
          return about;
        } catch (error) {
          ended = { failure: failureOf(error, options.signal) };
          throw error;
        } finally {
          step?.end(ended);
        }
      },
    }),
    close: () => engine.close(),
  };
  return { ...source, engine: observedEngine };
}
