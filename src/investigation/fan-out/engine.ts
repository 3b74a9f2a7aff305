/** Several sources as one engine: each query goes to all of them, and the rows are those that one engine over all their records would give. */

import { decodeRows } from '../../query/decode-rows.ts';
import type { Engine, QueryResult, RunOptions } from '../../query/engine.ts';
import type { FlowQuery } from '../../query/flow-query.ts';
import { completeOrder } from '../../query/order.ts';
import { compareRows, ordered, type ScalarRow } from '../../query/ordered.ts';
import { type Answered, type Asked, type Asking, askAll } from './ask.ts';
import { valuesQueries, withValues } from './distinct.ts';
import { estimateOf } from './estimate.ts';
import { type Group, interfaceAtSeveral, mergedGroups, type Part } from './groups.ts';
import { distinctNote, shortfallNote, twiceNote } from './notes.ts';
import type { Outcomes } from './outcomes.ts';
import { createSharedProgress } from './progress.ts';
import { shortfallOf } from './shortfall.ts';
import { mergedPages } from './stream.ts';
import { remembered, scanOf, told } from './told.ts';

/** A group that is small at one source may be large in all: so many times the rows that are wanted are asked of each, up to a bound. */
const TIMES_MORE = 10;
const MOST_MORE = 2000;

type Untyped = FlowQuery<ScalarRow>;

function untyped(query: FlowQuery<unknown>): Untyped {
  const { of, window, where, columns, measures, orderBy, limit } = query;
  return { ...(of ? { of } : {}), window, where, columns, ...(measures ? { measures } : {}), orderBy, limit };
}

/** What is asked of each source. */
function askedOfEach(query: Untyped): Untyped {
  if (!query.measures) return query;
  return { ...query, limit: Math.max(query.limit, Math.min(query.limit * TIMES_MORE, MOST_MORE)) };
}

function partsOf(answers: readonly Answered[]): readonly Part[] {
  return answers.map(({ source, result: { rows, cutOff } }) => ({ source, rows, cutOff }));
}

interface Merged {
  readonly rows: readonly ScalarRow[];
  readonly cutOff: boolean;
  readonly notes: readonly string[];
  /** What it took beside the first answers. */
  readonly further: readonly Answered[];
}

function inOrder(groups: readonly Group[], query: Untyped): readonly Group[] {
  const orders = completeOrder(query);
  return [...groups].sort((a, b) => compareRows(a.row, b.row, orders));
}

export function createFanOutEngine(sources: readonly Asked[], outcomes: Outcomes): Engine {
  const progress = createSharedProgress(sources.map(({ name }) => name));

  function mergedRecords(query: Untyped, answers: readonly Answered[]): Merged {
    const rows = ordered(
      answers.flatMap(({ result }) => result.rows),
      query,
    );
    return {
      rows: rows.slice(0, query.limit),
      cutOff: rows.length > query.limit || answers.some(({ result }) => result.cutOff),
      notes: [],
      further: [],
    };
  }

  /** The groups with the number of different values that they have in all sources together. */
  async function counted(query: Untyped, groups: readonly Group[], parts: readonly Part[], asking: Asking) {
    let found = groups;
    const notes: string[] = [];
    const further: Answered[] = [];
    for (const { measure, query: values, parts: indexes } of valuesQueries(query, groups)) {
      const names = new Set(indexes.map((index) => parts[index]?.source));
      const answers = await askAll(
        sources.filter(({ name }) => names.has(name)),
        values,
        asking,
      );
      further.push(...answers);
      found = withValues(query, found, measure, partsOf(answers));
      const cut = answers.filter(({ result }) => result.cutOff).map(({ source }) => source);
      if (cut.length > 0) notes.push(distinctNote(measure, cut));
    }
    return { found, notes, further };
  }

  async function merged(query: Untyped, answers: readonly Answered[], asking: Asking): Promise<Merged> {
    if (!query.measures) return mergedRecords(query, answers);
    const parts = partsOf(answers);
    const { limit, orderBy, measures } = query;
    const all = [...mergedGroups(query, parts).values()];
    const ranks = orderBy.some(({ by }) => measures[by]?.kind === 'count-distinct');
    // Values are asked of the rows that are wanted; of all only where their number decides which those are.
    const first = ranks ? all : inOrder(all, query).slice(0, limit);
    const { found, notes, further } = await counted(query, first, parts, asking);
    const sorted = ranks ? inOrder(found, query) : [...found, ...inOrder(all, query).slice(limit)];
    const rows = sorted.slice(0, limit);
    const shortfall = shortfallOf(query, parts, rows, sorted.slice(limit));
    const cut = parts.filter(({ cutOff }) => cutOff).map(({ source }) => source);
    const low = shortfall ? [shortfallNote(shortfall, cut, orderBy[0]?.by ?? '')] : [];
    const twice = interfaceAtSeveral(query, all);
    const double = twice
      ? [
          twiceNote(
            twice.id,
            twice.parts.flatMap((index) => parts[index]?.source ?? []),
          ),
        ]
      : [];
    return {
      rows: rows.map(({ row }) => row),
      cutOff: sorted.length > limit || cut.length > 0,
      notes: [...double, ...low, ...notes],
      further,
    };
  }

  async function run<Row>(typed: FlowQuery<Row>, options: RunOptions): Promise<QueryResult<Row>> {
    const query = untyped(typed);
    const asking = { options, outcomes, progress };
    const answers = await askAll(sources, askedOfEach(query), asking);
    const { rows, cutOff, notes, further } = await merged(query, answers, asking);
    const ofSources = told(answers);
    return {
      rows: decodeRows(typed, rows),
      cutOff,
      ...ofSources,
      ...remembered([...answers, ...further]),
      scan: scanOf([...answers, ...further]),
      notes: [...notes, ...ofSources.notes],
    };
  }

  /** Groups are only whole when all sources have told theirs. */
  async function* stream<Row>(
    typed: FlowQuery<Row>,
    options: RunOptions,
  ): AsyncGenerator<readonly Row[], Omit<QueryResult<Row>, 'rows'>> {
    const query = untyped(typed);
    if (query.measures) {
      const { rows, ...rest } = await run(typed, options);
      yield rows;
      return rest;
    }
    const asking = { options, outcomes, progress };
    const decode = (rows: readonly ScalarRow[]) => decodeRows(typed, rows);
    const { answers, cutOff } = yield* mergedPages(sources, query, asking, decode);
    return { cutOff, ...told(answers), ...remembered(answers) };
  }

  const canEstimate = sources.some(({ engine }) => engine.estimate);
  return {
    id: 'fan-out',
    run,
    ...(sources.some(({ engine }) => engine.stream) ? { stream } : {}),
    ...(canEstimate
      ? {
          estimate: (queries: readonly FlowQuery<unknown>[], options: RunOptions) =>
            estimateOf(
              sources,
              queries.map((query) => askedOfEach(untyped(query))),
              options,
            ),
        }
      : {}),
    async close() {
      await Promise.all(sources.map(({ engine }) => engine.close()));
    },
  };
}
