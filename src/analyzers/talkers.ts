/** `top`: who moves the most, grouped as asked, with each one's share of the whole and what runs the other way. */
import type { Listing } from '../diagnosis/diagnosis.ts';
import { field } from '../query/expression.ts';
import { groups, max } from '../query/flow-query.ts';
import { defineAnalyzer, type Scope } from './analyzer.ts';
import { skippedOf, skippedQuery } from './coverage.ts';
import { nextOfNothing } from './nothing-found.ts';
import { MEASURES, talkerChoice, talkersAsked, talkersQuery } from './talkers/choice.ts';
import { talkersFile } from './talkers/file.ts';
import { talkersListing, talkersSummary } from './talkers/listing.ts';
import { namedEnds } from './talkers/names.ts';
import { ROWS_REVERSED, reverseOf, reverseQuery } from './talkers/reverse.ts';

const DEFAULT_LIMIT = 10;

function needs(scope: Scope) {
  const { window, limit } = scope.request;
  return {
    top: talkersQuery(scope, limit ?? DEFAULT_LIMIT),
    whole: groups({
      window,
      where: talkersAsked(scope),
      columns: {},
      measures: { ...MEASURES, last: max(field('end')) },
      limit: 1,
    }),
    skipped: skippedQuery(window),
  };
}

const COUNTED_TWICE =
  'Traffic between two interfaces that are both logged is recorded, and counted here, at each of them.';

function nextCheckOf({ columns, rows }: Listing, { request }: Scope): string {
  if (rows.length === 0) return nextOfNothing(request);
  return columns.some(({ unit }) => unit === 'address')
    ? 'Ask `talk` with one of these addresses to see all about it, or `reject` to see what of it is rejected.'
    : 'Add `by source` or `by pair` to see whose traffic that is.';
}

export const talkers = defineAnalyzer({
  id: 'talkers',
  title: 'Top talkers',
  summary: 'Who moves the most bytes, packets or flows.',
  needs,
  file: talkersFile,
  follow: ({ top }, scope) => ({ reverse: reverseQuery(scope, top.rows) }),
  ends: ({ top }, { request }) => namedEnds(top.rows, talkerChoice(request).columns),
  analyze({ top, whole, skipped, reverse }, scope) {
    const { measure } = talkerChoice(scope.request);
    const [all] = whole.rows;
    const found = talkersListing(top.rows, all?.[measure] ?? 0, reverseOf(scope, reverse), scope);
    const unreversed = found.rows.some((row) => row['reverse'] === null);
    return {
      findings: [
        {
          verdict: 'listing',
          confidence: 1,
          summary: talkersSummary(found, scope, top.cutOff),
          blocker: null,
          evidence: [],
          nextCheck: nextCheckOf(found, scope),
        },
      ],
      listing: found,
      coverage: {
        completeUntil: all?.last ?? null,
        skipData: skippedOf(skipped.rows),
        interfacesNotLogged: [],
        cutOff: false,
        notes: [
          ...(found.rows.length > 0 ? [COUNTED_TWICE] : []),
          ...(unreversed ? [`What runs the other way is told for the first ${ROWS_REVERSED} rows.`] : []),
        ],
      },
    };
  },
});
