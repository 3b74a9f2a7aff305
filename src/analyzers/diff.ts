/** `diff`: what is different between two windows of time: conversations that came, went, changed between ACCEPT and REJECT, or changed volume. */
import { type Conclusion, type Coverage, defineAnalyzer } from './analyzer.ts';
import { newest, newestQuery, skippedOf } from './coverage.ts';
import type { Change } from './diff/change.ts';
import { comparison, comparisonQueries, type FirstRows, foldedComparison } from './diff/compare.ts';
import { caveats, doubt } from './diff/doubt.ts';
import { changeFindings } from './diff/findings.ts';
import { changeListing } from './diff/listing.ts';
import { skippedOfBoth } from './diff/presence.ts';

/** About a screen. */
const DEFAULT_LIMIT = 20;
/** As much as can be asked for. */
const MOST_LIMIT = 1000;
/** What the records cannot tell fills a short list up, and is else left to who asks for more rows. */
const SHORT = 5;

function listed(changes: readonly Change[], limit: number | undefined): readonly Change[] {
  const told = changes.filter(({ what }) => what.kind !== 'untold').length;
  return changes.slice(0, limit ?? Math.min(DEFAULT_LIMIT, Math.max(told, SHORT)));
}

/** Changes that the list has no room for. */
function leftOut(changes: readonly Change[], shown: readonly Change[]): readonly string[] {
  const isTold = ({ what }: Change) => what.kind !== 'untold';
  const [all, told] = [changes.filter(isTold).length, shown.filter(isTold).length];
  return all > told
    ? [
        `The ${told} most telling changes of ${all} are listed: \`top ${Math.min(all, MOST_LIMIT)}\` lists more.`,
      ]
    : [];
}

function coverageOfBoth(rows: FirstRows, cutOff: boolean, notes: readonly string[]): Coverage {
  const skipped = (of: FirstRows['coverageAfter']) =>
    skippedOf(of.rows.filter(({ logStatus }) => logStatus === 'SKIPDATA'));
  return {
    completeUntil: newest(rows.coverageAfter.rows),
    skipData: skippedOfBoth(skipped(rows.coverageBefore), skipped(rows.coverageAfter)),
    interfacesNotLogged: [],
    cutOff,
    notes,
  };
}

export const diff = defineAnalyzer({
  id: 'diff',
  title: 'What changed',
  summary: 'What is different between two windows of time, beyond what varies by itself.',
  needs: comparisonQueries,
  follow: (first, scope) => ({
    newest: newestQuery(scope.request.window, first.coverageAfter.rows.length === 0),
    ...foldedComparison(first, scope),
  }),
  ends(rows, scope) {
    const shown = listed(comparison(rows, scope).changes, scope.request.limit);
    const addresses = shown.flatMap(({ exchange }) => [exchange.initiator, exchange.responder]);
    return { addresses: [...new Set(addresses)], interfaceIds: [] };
  },
  analyze(rows, scope): Conclusion {
    const { changes, compared, cutOff, isSeen } = comparison(rows, scope);
    const facts = {
      scope,
      compared,
      before: rows.coverageBefore.rows,
      after: rows.coverageAfter.rows,
      newestEver: newest(rows.newest.rows),
      isSeen,
    };
    const coverage = coverageOfBoth(rows, cutOff, caveats(facts, cutOff));
    const none = doubt(facts);
    if (none) return { findings: [none], coverage };
    const shown = listed(changes, scope.request.limit);
    return {
      findings: changeFindings(changes, compared, scope.network),
      listing: changeListing(shown, scope),
      coverage: { ...coverage, notes: [...coverage.notes, ...leftOut(changes, shown)] },
    };
  },
});
