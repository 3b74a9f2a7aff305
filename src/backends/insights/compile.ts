/**
 * A FlowQuery as one query of CloudWatch Logs Insights. Pure: what it says depends on nothing but the question and the formats of the lines.
 *
 *     filter action = "REJECT"                          discovered fields first, where an index may help
 *     | parse @message /^…(?<rSrcAddr>[0-9a-f.:-]+)…$/  the line by its flow log's own format
 *     | filter rStart < 1790003600 and …                the window and the condition, exactly
 *     | stats sum(rPackets) as mPackets by rSrcAddr     grouped by the service, not here
 *     | sort mPackets desc, rSrcAddr asc
 *     | limit 211                                       more than wanted, to know whether there are more and which come first
 */
import type { FlowQuery } from '../../query/flow-query.ts';
import type { RecordFormat } from '../../record/format.ts';
import { both, filterCommand } from './condition.ts';
import { indexedConditions } from './indexed.ts';
import { linesOfKind } from './kind.ts';
import { compileMeasures } from './measures.ts';
import { compilePredicate } from './predicate.ts';
import type { ResultColumn, ResultColumns } from './rows.ts';
import { sortCommand } from './sort.ts';
import { createVocabulary, isNumber, type Vocabulary } from './vocabulary.ts';
import { type SearchedTime, searchedTime, windowCondition } from './window.ts';

/** What the lines in the log groups look like. */
export interface Lines {
  /** Of all flow logs that write there: at least one, each with a field that is known. */
  readonly formats: readonly RecordFormat[];
  /** The longest of them, seconds. */
  readonly aggregationInterval: number;
  /** The names of fields that the service is known to discover in every line. */
  readonly discovered: ReadonlySet<string>;
}

export interface CompiledQuery extends SearchedTime {
  readonly text: string;
  /** The most rows that are returned. */
  readonly limit: number;
  readonly columns: ResultColumns;
  /** The field that tells how many records the only row stands for; null where rows are told apart by their columns. */
  readonly countAs: string | null;
}

/** StartQuery, `limit`: "The maximum limit is 100,000". */
const MOST_ROWS = 100_000;

/** Rows beyond the limit, so that those which are equal in what they are ordered by can be put into the query's own order here. */
const ROWS_TO_SPARE = 200;

interface Selection {
  readonly aggregate: readonly string[];
  readonly display: readonly string[];
  readonly columns: ResultColumns;
  readonly countAs: string | null;
}

function columnsOf(query: FlowQuery<unknown>, vocabulary: Vocabulary): ResultColumns {
  return Object.fromEntries(
    Object.entries(query.columns).map(([name, expression]): [string, ResultColumn] => {
      const recorded = vocabulary.recorded(expression);
      return [
        name,
        recorded === null ? { value: null } : { name: recorded, number: isNumber(expression), missing: null },
      ];
    }),
  );
}

function namesIn(columns: ResultColumns): readonly string[] {
  return [...new Set(Object.values(columns).flatMap((column) => ('name' in column ? [column.name] : [])))];
}

function groupsOf(query: FlowQuery<unknown>, vocabulary: Vocabulary): Selection {
  const columns = columnsOf(query, vocabulary);
  const names = namesIn(columns);
  const measures = compileMeasures(query.measures ?? {}, vocabulary, names.length > 0);
  const by = names.length > 0 ? ` by ${names.join(', ')}` : '';
  return {
    aggregate: [`stats ${measures.aggregates.join(', ')}${by}`],
    display: [],
    columns: { ...columns, ...measures.columns },
    countAs: measures.countAs,
  };
}

function recordsOf(query: FlowQuery<unknown>, vocabulary: Vocabulary): Selection {
  const columns = columnsOf(query, vocabulary);
  // A row shows at least one field, though none may be wanted but that the row is there.
  const shown = namesIn(columns).join(', ') || '@timestamp';
  return { aggregate: [], display: [`display ${shown}`], columns, countAs: null };
}

/** @returns null where the query can match no record of these formats, so that there is nothing to ask */
export function compileQuery(asked: FlowQuery<unknown>, lines: Lines): CompiledQuery | null {
  const { formats, query } = linesOfKind(asked, lines.formats);
  if (formats.length === 0) return null;
  const vocabulary = createVocabulary(formats);
  const indexed = both(...indexedConditions(query.where, vocabulary, lines.discovered));
  const exact = both(windowCondition(query.window, vocabulary), compilePredicate(query.where, vocabulary));
  if (indexed === false || exact === false) return null;
  const selection = query.measures ? groupsOf(query, vocabulary) : recordsOf(query, vocabulary);
  const limit = Math.min(query.limit + 1 + ROWS_TO_SPARE, MOST_ROWS);
  const commands = [
    ...filterCommand(indexed),
    ...vocabulary.commands(),
    ...filterCommand(exact),
    ...selection.aggregate,
    ...sortCommand(query, selection.columns),
    `limit ${limit}`,
    ...selection.display,
  ];
  return {
    text: commands.join('\n| '),
    ...searchedTime(query.window, lines.aggregationInterval),
    limit,
    columns: selection.columns,
    countAs: selection.countAs,
  };
}
