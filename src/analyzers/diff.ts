/** `diff`: what is different between two windows of time: conversations that came, went, changed between ACCEPT and REJECT, or changed volume. */
import type { Finding, Listing, ListingColumn } from '../diagnosis/diagnosis.ts';
import { MAX_EVIDENCE } from '../diagnosis/evidence.ts';
import { type Conclusion, type Coverage, defineAnalyzer, type Scope } from './analyzer.ts';
import { type CoverageRow, coverageQuery, newest, newestQuery, skippedOf } from './coverage.ts';
import { type Change, changesIn } from './diff/change.ts';
import { caveats, doubt } from './diff/doubt.ts';
import { flipShown } from './diff/flip.ts';
import { skippedOfBoth, watched } from './diff/presence.ts';
import { seenIn, TRAFFIC_ROWS, type TrafficRow, trafficQuery } from './diff/traffic.ts';
import { bothWindows, type Compared, slotSeconds, slotsOf } from './diff/windows.ts';
import { changeSentence, changeText, factorText, nextOf, summaryText } from './diff/words.ts';
import { flowEvidence } from './flow-evidence.ts';
import { partyLabel } from './party.ts';
import { serviceText } from './service-text.ts';

const DEFAULT_LIMIT = 50;
/** Changes that are findings of their own, beside the list. */
const FINDINGS = 5;
/** AWS's shortest, and what interfaces on Nitro instances always keep to (VPC User Guide, "Aggregation interval"). Seconds. */
const SHORTEST_AGGREGATION = 60;

function aggregationOf({ flowLogs }: Scope): number {
  return Math.max(
    SHORTEST_AGGREGATION,
    ...(flowLogs ?? []).map(({ aggregationInterval }) => aggregationInterval),
  );
}

function widthOf(scope: Scope): number {
  const { before, after } = bothWindows(scope.request);
  return slotSeconds([before, after], aggregationOf(scope));
}

function needs(scope: Scope) {
  const { before, after } = bothWindows(scope.request);
  const width = widthOf(scope);
  return {
    before: trafficQuery(scope, before, width),
    after: trafficQuery(scope, after, width),
    coverageBefore: coverageQuery(before),
    coverageAfter: coverageQuery(after),
  };
}

interface RowsOf<Row> {
  readonly rows: readonly Row[];
  readonly cutOff: boolean;
}

interface Asked {
  readonly before: RowsOf<TrafficRow>;
  readonly after: RowsOf<TrafficRow>;
  readonly coverageBefore: RowsOf<CoverageRow>;
  readonly coverageAfter: RowsOf<CoverageRow>;
}

/** The windows as far as records reach: what began less than an aggregation interval before the newest record may still be on its way. */
function reached(scope: Scope, coverage: readonly CoverageRow[]): Compared {
  const { before, after } = bothWindows(scope.request);
  const width = widthOf(scope);
  const until = newest(coverage);
  const isWhole = until !== null && until >= after.end;
  const end =
    isWhole || until === null ? after.end : Math.floor((until - SHORTEST_AGGREGATION) / width) * width;
  return { before, after: { start: after.start, end: Math.min(after.end, end) }, slotSeconds: width };
}

function found(
  rows: Asked,
  scope: Scope,
): { readonly changes: readonly Change[]; readonly compared: Compared } {
  const compared = reached(scope, rows.coverageAfter.rows);
  const { before, after, slotSeconds: width } = compared;
  const starts = { before: slotsOf(before, width), after: slotsOf(after, width) };
  // A record that began before a window is the other one's, though it reaches into it.
  const all = [
    ...seenIn('before', rows.before.rows).filter(({ first }) => first >= before.start && first < before.end),
    ...seenIn('after', rows.after.rows).filter(({ first }) => first >= after.start),
  ];
  const enough = (start: number, end: number) => start + (end - start) / 2;
  const changes = changesIn(all, {
    counted: {
      slots: starts,
      seconds: { before: before.end - before.start, after: after.end - after.start },
    },
    slots: { before: starts.before.length, after: starts.after.length },
    cutOff: { before: rows.before.cutOff, after: rows.after.cutOff },
    watched: {
      before: watched({ ...rows.coverageBefore, until: before.start }),
      after: watched({ ...rows.coverageAfter, until: enough(after.start, after.end) }),
    },
  });
  return { changes, compared };
}

function isTold({ what }: Change): boolean {
  return what.kind !== 'untold';
}

const COLUMNS: readonly ListingColumn[] = [
  { key: 'change', title: 'Change', unit: 'text' },
  { key: 'from', title: 'From', unit: 'text' },
  { key: 'to', title: 'To', unit: 'text' },
  { key: 'service', title: 'Service', unit: 'text' },
  { key: 'before', title: 'A minute before', unit: 'bytes' },
  { key: 'after', title: 'A minute after', unit: 'bytes' },
  { key: 'factor', title: 'Factor', unit: 'text' },
];

function listing(changes: readonly Change[], { request, network }: Scope): Listing {
  return {
    columns: COLUMNS,
    rows: changes.slice(0, request.limit ?? DEFAULT_LIMIT).map((change) => {
      const { exchange, bytesAMinute } = change;
      const [before, after] = [Math.round(bytesAMinute.before), Math.round(bytesAMinute.after)];
      return {
        change: changeText(change),
        from: partyLabel(network, exchange.initiator),
        to: partyLabel(network, exchange.responder),
        service: serviceText(exchange.protocol, exchange.port),
        before,
        after,
        factor: factorText(before, after),
      };
    }),
  };
}

function evidenceOf({ what, seen }: Change): Finding['evidence'] {
  const shown =
    what.kind === 'flipped'
      ? flipShown(what.flip)
      : [...seen].sort((a, b) => b.packets - a.packets).slice(0, 3);
  return shown.slice(0, MAX_EVIDENCE).map(flowEvidence);
}

/** A rule does not vary by itself; whether amounts do is a matter of chance. */
function confidenceOf({ what }: Change): number {
  if (what.kind !== 'flipped') return 0.9;
  const { before, after } = what.flip;
  const few = Math.min(before.accepted + before.rejected, after.accepted + after.rejected) < 3;
  return few ? 0.75 : 0.95;
}

function changeFinding(change: Change, compared: Compared, { network }: Scope): Finding {
  return {
    verdict: 'listing',
    confidence: confidenceOf(change),
    summary: changeSentence(change, network),
    blocker: null,
    evidence: evidenceOf(change),
    nextCheck: nextOf(change, compared),
  };
}

function overview(changes: readonly Change[], compared: Compared, scope: Scope): Finding {
  const told = changes.filter(isTold);
  const [first] = told;
  return {
    verdict: 'listing',
    confidence: first ? confidenceOf(first) : 0.85,
    summary: summaryText(told, changes.length - told.length, compared, scope.network),
    blocker: null,
    evidence: first ? evidenceOf(first) : [],
    nextCheck: first
      ? nextOf(first, compared)
      : 'If something did change, name the host or the port, or move the windows closer to the moment.',
  };
}

function coverageOfBoth(rows: Asked, notes: readonly string[]): Coverage {
  const skipped = (of: RowsOf<CoverageRow>) =>
    skippedOf(of.rows.filter(({ logStatus }) => logStatus === 'SKIPDATA'));
  return {
    completeUntil: newest(rows.coverageAfter.rows),
    skipData: skippedOfBoth(skipped(rows.coverageBefore), skipped(rows.coverageAfter)),
    interfacesNotLogged: [],
    cutOff: rows.before.cutOff || rows.after.cutOff,
    notes,
  };
}

export const diff = defineAnalyzer({
  id: 'diff',
  title: 'What changed',
  summary: 'What is different between two windows of time, beyond what varies by itself.',
  needs,
  follow: ({ coverageAfter }: Asked, scope: Scope) => ({
    newest: newestQuery(scope.request.window, coverageAfter.rows.length === 0),
  }),
  ends(rows, scope) {
    const { changes } = found(rows, scope);
    const shown = changes.slice(0, scope.request.limit ?? DEFAULT_LIMIT);
    const addresses = shown.flatMap(({ exchange }) => [exchange.initiator, exchange.responder]);
    return { addresses: [...new Set(addresses)], interfaceIds: [] };
  },
  analyze(rows, scope): Conclusion {
    const { changes, compared } = found(rows, scope);
    const facts = {
      scope,
      compared,
      before: rows.coverageBefore.rows,
      after: rows.coverageAfter.rows,
      newestEver: newest(rows.newest.rows),
      isSeen: rows.before.rows.length + rows.after.rows.length > 0,
    };
    const cutOff = rows.before.cutOff || rows.after.cutOff;
    const coverage = coverageOfBoth(rows, caveats(facts, cutOff, TRAFFIC_ROWS));
    const none = doubt(facts);
    if (none) return { findings: [none], coverage };
    const told = changes.filter(isTold).slice(1, FINDINGS);
    return {
      findings: [
        overview(changes, compared, scope),
        ...told.map((change) => changeFinding(change, compared, scope)),
      ],
      listing: listing(changes, scope),
      coverage,
    };
  },
});
