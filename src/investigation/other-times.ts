/**
 * Files that hold no record of the time that was asked about, and of which time they do: whoever asks about files of yesterday forgets to say so, and
 * takes an answer about the last hour for one about them. A service is not asked that: all of what it holds would be scanned.
 */
import type { Conclusion } from '../analyzers/analyzer.ts';
import type { Finding } from '../diagnosis/diagnosis.ts';
import type { Verdict } from '../diagnosis/verdict.ts';
import { field } from '../query/expression.ts';
import { groups, max, min } from '../query/flow-query.ts';
import { ALWAYS } from '../query/predicate.ts';
import type { Request } from '../query/request.ts';
import { SourceError } from '../query/source-error.ts';
import type { NeededQueries } from './needed-queries.ts';
import type { Source } from './source.ts';

/** All times that records have: up to the year 2100. */
const EVER = groups({
  window: { start: 0, end: 4_102_444_800 },
  where: ALWAYS,
  columns: {},
  measures: { first: min(field('start')), last: max(field('end')) },
  limit: 1,
});
const MINUTE = 60;
/** What is concluded from records that are not there; what the configuration tells stands. */
const OF_RECORDS: ReadonlySet<Verdict> = new Set([
  'logs-incomplete',
  'no-records',
  'listing',
] satisfies readonly Verdict[]);
/** Verbs whose lists are of the configuration. */
const OF_CONFIGURATION: ReadonlySet<string> = new Set(['coverage', 'capture', 'athena-setup']);

/** `2026-09-01T07:44Z`, as it can be typed. */
function minuteText(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, 16)}Z`;
}

function isWithout({ coverage }: Conclusion): boolean {
  return coverage !== undefined && coverage.completeUntil === null;
}

interface Asked {
  readonly request: Pick<Request, 'verb'>;
  readonly source: Source;
  readonly conclusions: readonly Conclusion[];
  readonly queries: Pick<NeededQueries, 'rows'>;
}

/**
 * The findings, the first of which says so where nothing else is to be said.
 *
 * @throws SourceError where no line of the files is a record
 */
export async function ofOtherTimes(
  findings: readonly Finding[],
  { request: { verb }, source: { about, name }, conclusions, queries }: Asked,
): Promise<readonly Finding[]> {
  const [found, ...others] = findings;
  const isOfRecords = about.kind === 'files' && !OF_CONFIGURATION.has(verb);
  const isAsked = isOfRecords && conclusions.length > 0 && conclusions.every(isWithout);
  if (!found || !isAsked || !OF_RECORDS.has(found.verdict)) return findings;
  const { ever } = await queries.rows({ ever: EVER });
  // The rows that come are those of the query.
  const [row] = (ever?.rows ?? []) as readonly {
    readonly first: number | null;
    readonly last: number | null;
  }[];
  const { first = null, last = null } = row ?? {};
  if (first !== null && last !== null) {
    const from = Math.floor(first / MINUTE) * MINUTE;
    const time = `${minuteText(from)} to ${minuteText(Math.floor(last / MINUTE + 1) * MINUTE)}`;
    const summary = `The files hold no record of the time that was asked about, but of ${time}`;
    const nextCheck = `Ask about that time: add \`${time}\` to the question.`;
    return [{ ...found, confidence: 0.95, summary, nextCheck }, ...others];
  }
  const { malformed } = ever ?? {};
  const [sample] = malformed?.samples ?? [];
  if (malformed && sample)
    throw new SourceError({
      code: 'unreadable',
      attempted: `find a record in the files of ${name}`,
      happened: `${malformed.count} ${malformed.count === 1 ? 'line was' : 'lines were'} read, and none is a record; the first is ${sample.file} line ${sample.line}: ${sample.reason}.`,
      todo: 'Name files of flow logs; where they have no header line, name their fields with --format.',
    });
  const summary = 'The files hold no record at all';
  return [{ ...found, confidence: 0.95, summary, nextCheck: 'Name files that hold records.' }, ...others];
}
