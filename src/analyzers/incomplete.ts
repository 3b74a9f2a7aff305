/** The log ends too early, or AWS skipped records, so that what is not there may have been lost. */
import type { Finding } from '../diagnosis/diagnosis.ts';
import type { Evidence } from '../diagnosis/evidence.ts';
import type { Scope } from './analyzer.ts';
import { type CoverageRow, newest } from './coverage.ts';

export interface CompletenessFacts {
  readonly scope: Scope;
  readonly coverage: readonly CoverageRow[];
  /** The interfaces that matter; empty: all. */
  readonly interfaceIds: ReadonlySet<string | null>;
  /** The newest record before or in the window, seconds since the epoch; null where there is none in the hours before either. */
  readonly newestEver: number | null;
  /** What the rest shows, as the end of a sentence. */
  readonly otherwise: string;
}

/** CloudWatch Logs delivers in about 5 minutes and S3 in about 10, plus an aggregation interval and up to a minute: later than this is late (VPC User Guide). */
const DELIVERY_SECONDS = 20 * 60;
/** SKIPDATA in at most this share of what an interface wrote leaves the rest believable. */
const TOLERABLE_SKIP_SHARE = 0.1;

export function statusEvidence(rows: readonly CoverageRow[]): readonly Evidence[] {
  return rows.flatMap(({ interfaceId, logStatus, first, last, records }) =>
    logStatus === null || logStatus === 'OK'
      ? []
      : [{ kind: 'status' as const, interfaceId, status: logStatus, first, last, records }],
  );
}

function finding(
  confidence: number,
  summary: string,
  nextCheck: string,
  evidence: readonly Evidence[],
): Finding {
  return { verdict: 'logs-incomplete', confidence, summary, blocker: null, evidence, nextCheck };
}

function nothingDelivered({ scope, newestEver }: CompletenessFacts): Finding {
  const age = newestEver === null ? null : Math.round((scope.request.window.end - newestEver) / 60);
  return finding(
    0.9,
    age === null
      ? 'There is no record at all in this window or the hours before it: nothing was delivered, or this is not where the flow log writes'
      : `The newest record of any interface is ${age} minutes older than the end of the window: delivery is late or has failed`,
    'aws ec2 describe-flow-logs --query "FlowLogs[].[FlowLogId, DeliverLogsStatus, DeliverLogsErrorMessage]" --output table',
    [{ kind: 'absence', lookedFor: 'any record', where: 'the window' }],
  );
}

function skipped({ coverage, interfaceIds, otherwise }: CompletenessFacts): Finding | undefined {
  const own =
    interfaceIds.size === 0 ? coverage : coverage.filter(({ interfaceId }) => interfaceIds.has(interfaceId));
  const gaps = own.filter(({ logStatus }) => logStatus === 'SKIPDATA');
  const records = own.reduce((total, row) => total + row.records, 0);
  const skips = gaps.reduce((total, row) => total + row.records, 0);
  if (skips === 0 || skips / Math.max(1, records) <= TOLERABLE_SKIP_SHARE) return undefined;
  const where = gaps.length === 1 ? (gaps[0]?.interfaceId ?? 'an interface') : `${gaps.length} interfaces`;
  return finding(
    interfaceIds.size === 0 ? 0.7 : 0.75,
    `AWS skipped records of ${where} in this window, and what is left shows ${otherwise}`,
    'Ask again for a window without SKIPDATA, or look from the other end of the connection.',
    statusEvidence(gaps).slice(0, 5),
  );
}

function late({ scope, coverage, otherwise }: CompletenessFacts): Finding | undefined {
  const { window } = scope.request;
  const until = newest(coverage);
  const missing = until === null ? 0 : Math.min(window.end, scope.now) - until;
  if (missing <= DELIVERY_SECONDS || missing <= (window.end - window.start) / 2) return undefined;
  return finding(
    0.8,
    `Records end ${Math.round(missing / 60)} minutes before the end of the window, so most of it cannot be judged; the rest shows ${otherwise}`,
    'Ask again in ten minutes; if the end does not move, check the delivery status of the flow log.',
    [],
  );
}

/** A source that was to be asked could not be read. */
function unread({ scope: { missing = [] }, otherwise }: CompletenessFacts): Finding | undefined {
  if (missing.length === 0) return undefined;
  const names = missing.join(', ');
  return finding(
    0.85,
    `${names} could not be read, so records may be missing; what the other sources have shows ${otherwise}`,
    `Put right what the small print says of ${names}, and ask again.`,
    [],
  );
}

/** Undefined where the records can be believed. */
export function incomplete(facts: CompletenessFacts): Finding | undefined {
  const missing = unread(facts);
  if (missing) return missing;
  if (facts.coverage.length === 0) return nothingDelivered(facts);
  return skipped(facts) ?? late(facts);
}
