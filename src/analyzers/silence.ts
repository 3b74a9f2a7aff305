/**
 * What it means that nothing is rejected. It never means "not blocked" by itself: first it is settled whether the log could have shown it.
 */
import type { Finding } from '../diagnosis/diagnosis.ts';
import type { Evidence } from '../diagnosis/evidence.ts';
import type { FlowLog } from '../network/flow-log.ts';
import type { Subject } from '../query/request.ts';
import { neverLogged } from '../record/never-logged.ts';
import type { Scope } from './analyzer.ts';
import { type CoverageRow, newest } from './coverage.ts';
import { flowEvidence } from './rejection-finding.ts';
import type { Sighting } from './sighting.ts';
import { subjectField, subjectText } from './subject.ts';

export interface SilenceFacts {
  readonly scope: Scope;
  readonly coverage: readonly CoverageRow[];
  /** Accepted traffic of the subject, the busiest first. */
  readonly traffic: readonly Sighting[];
  /** The newest record before or in the window, seconds since the epoch; null where there is none in the hours before either. */
  readonly newestEver: number | null;
  /** Records that have the field by which the subject is found, where it is not an address; null where that does not apply. */
  readonly recordsWithField: number | null;
}

/** CloudWatch Logs delivers in about 5 minutes and S3 in about 10, plus an aggregation interval and up to a minute: later than this is late (VPC User Guide). */
const DELIVERY_SECONDS = 20 * 60;
/** SKIPDATA in at most this share of what an interface wrote leaves the rest believable. */
const TOLERABLE_SKIP_SHARE = 0.1;

function about(scope: Scope): string {
  const { subjects } = scope.request;
  return subjects.length === 0 ? 'anything' : subjects.map(subjectText).join(' and ');
}

function finding(
  parts: Omit<Finding, 'blocker' | 'evidence'> & { readonly evidence?: readonly Evidence[] },
): Finding {
  return { blocker: null, evidence: [], ...parts, confidence: Math.round(parts.confidence * 100) / 100 };
}

function flowLogEvidence(flowLogs: readonly FlowLog[]): readonly Evidence[] {
  return flowLogs.slice(0, 3).map(({ flowLogId, resourceId, keeps, deliveryError }) => ({
    kind: 'flow-log',
    flowLogId,
    resourceId,
    keeps,
    deliveryError,
  }));
}

function statusEvidence(rows: readonly CoverageRow[]): readonly Evidence[] {
  return rows.flatMap(({ interfaceId, logStatus, first, last, records }) =>
    logStatus === null || logStatus === 'OK'
      ? []
      : [{ kind: 'status' as const, interfaceId, status: logStatus, first, last, records }],
  );
}

/** Traffic that no flow log ever holds. */
function neverCaptured({ scope }: SilenceFacts): Finding | undefined {
  for (const subject of scope.request.subjects) {
    const { port, protocol } = scope.request;
    const entry =
      subject.kind === 'address' ? neverLogged(null, subject.text, port?.low, protocol) : undefined;
    if (entry?.certainty !== 'certain') continue;
    return finding({
      verdict: 'not-captured',
      confidence: 0.95,
      summary: `Flow logs never record traffic to ${subjectText(subject)} (${entry.what}), so its absence says nothing`,
      evidence: [
        {
          kind: 'absence',
          lookedFor: `rejected traffic of ${subjectText(subject)}`,
          where: 'what flow logs can record',
        },
      ],
      nextCheck: entry.instead,
    });
  }
  return undefined;
}

/** A flow log that could have shown a rejection covers the subject. */
function covers(flowLogs: readonly FlowLog[], subject: Subject): boolean {
  if (!('id' in subject)) return true;
  const sameKind = flowLogs.filter(({ resourceId }) => resourceId.split('-')[0] === subject.id.split('-')[0]);
  return sameKind.length < flowLogs.length || sameKind.some(({ resourceId }) => resourceId === subject.id);
}

/** No flow log keeps what was asked for. */
function notLogged({ scope, traffic, coverage, recordsWithField }: SilenceFacts): Finding | undefined {
  const { flowLogs, request } = scope;
  const active = flowLogs?.filter((flowLog) => flowLog.active);
  if (active && active.length === 0) {
    return finding({
      verdict: 'not-logged',
      confidence: 0.93,
      summary: 'No active flow log covers this network, so nothing could have been recorded',
      evidence: [{ kind: 'absence', lookedFor: 'an active flow log', where: 'the flow logs of this source' }],
      nextCheck:
        'aws ec2 describe-flow-logs --query "FlowLogs[].[FlowLogId,ResourceId,FlowLogStatus,TrafficType]" --output table',
    });
  }
  if (active?.every(({ keeps }) => keeps === 'ACCEPT')) {
    return finding({
      verdict: 'not-logged',
      confidence: 0.95,
      summary:
        'The flow log keeps accepted traffic only (TrafficType ACCEPT), so a rejection leaves no record in it',
      evidence: flowLogEvidence(active),
      nextCheck:
        'Create a flow log with TrafficType ALL for this network; the type of an existing one cannot be changed.',
    });
  }
  if (active && traffic.length === 0 && request.subjects.some((subject) => !covers(active, subject))) {
    return finding({
      verdict: 'not-logged',
      confidence: 0.85,
      summary: `No flow log of this source is attached to ${about(scope)}`,
      evidence: flowLogEvidence(active),
      nextCheck: `aws ec2 describe-flow-logs --filter Name=resource-id,Values=${about(scope)}`,
    });
  }
  const fieldNeeded = request.subjects.map(subjectField).find((name) => name !== undefined);
  if (fieldNeeded && recordsWithField === 0 && coverage.length > 0) {
    return finding({
      verdict: 'not-logged',
      confidence: 0.8,
      summary: `The flow log's format has no value for ${about(scope)} to be found by (${fieldNeeded}), so these records cannot be told apart`,
      nextCheck: 'Ask by address, CIDR block or network interface instead.',
    });
  }
  return undefined;
}

/** The log ends too early, or AWS skipped records. */
function incomplete({ scope, coverage, traffic, newestEver }: SilenceFacts): Finding | undefined {
  const { window } = scope.request;
  if (coverage.length === 0) {
    const age = newestEver === null ? null : Math.round((window.end - newestEver) / 60);
    return finding({
      verdict: 'logs-incomplete',
      confidence: 0.9,
      summary:
        age === null
          ? 'There is no record at all in this window or the hours before it: nothing was delivered, or this is not where the flow log writes'
          : `The newest record of any interface is ${age} minutes older than the end of the window: delivery is late or has failed`,
      evidence: [{ kind: 'absence', lookedFor: 'any record', where: 'the window' }],
      nextCheck:
        'aws ec2 describe-flow-logs --query "FlowLogs[].[FlowLogId,DeliverLogsStatus,DeliverLogsErrorMessage]" --output table',
    });
  }
  const interfaces = new Set(traffic.map(({ interfaceId }) => interfaceId));
  for (const subject of scope.request.subjects)
    if (subject.kind === 'network-interface') interfaces.add(subject.id);
  const own =
    interfaces.size === 0 ? coverage : coverage.filter(({ interfaceId }) => interfaces.has(interfaceId));
  const skipped = own.filter(({ logStatus }) => logStatus === 'SKIPDATA');
  const records = own.reduce((total, row) => total + row.records, 0);
  const skips = skipped.reduce((total, row) => total + row.records, 0);
  if (skips > 0 && skips / Math.max(1, records) > TOLERABLE_SKIP_SHARE) {
    return finding({
      verdict: 'logs-incomplete',
      confidence: interfaces.size === 0 ? 0.7 : 0.85,
      summary: `AWS skipped records of ${skipped.length === 1 ? (skipped[0]?.interfaceId ?? 'an interface') : `${skipped.length} interfaces`} in this window, and what is left shows nothing rejected`,
      evidence: statusEvidence(skipped).slice(0, 5),
      nextCheck: 'Ask again for a window without SKIPDATA, or look from the other end of the connection.',
    });
  }
  const until = newest(coverage);
  const missing = until === null ? 0 : Math.min(window.end, scope.now) - until;
  if (missing > DELIVERY_SECONDS && missing > (window.end - window.start) / 2) {
    return finding({
      verdict: 'logs-incomplete',
      confidence: 0.8,
      summary: `Records end ${Math.round(missing / 60)} minutes before the end of the window, so most of it cannot be judged; nothing is rejected in the rest`,
      nextCheck:
        'Ask again in ten minutes; if the end does not move, check the delivery status of the flow log.',
    });
  }
  return undefined;
}

/** Some traffic ran both ways. */
function isAnswered(traffic: readonly Sighting[]): boolean {
  const ways = new Set(traffic.map(({ source, destination }) => `${source} ${destination}`));
  return traffic.some(({ source, destination }) => ways.has(`${destination} ${source}`));
}

/** The log could have shown it, and nothing is rejected. */
function nothingRejected({ scope, coverage, traffic }: SilenceFacts): Finding {
  const idle = coverage.filter(
    ({ interfaceId, logStatus }) =>
      logStatus === 'NODATA' &&
      scope.request.subjects.some(
        (subject) => subject.kind === 'network-interface' && subject.id === interfaceId,
      ),
  );
  const late = coverage.some(({ logStatus }) => logStatus === 'SKIPDATA') ? 0.1 : 0;
  if (traffic.length > 0 || scope.request.subjects.length === 0) {
    const answered = scope.request.subjects.length === 0 || isAnswered(traffic);
    return finding({
      verdict: 'healthy',
      confidence: (answered ? 0.92 : 0.8) - late,
      summary:
        scope.request.subjects.length === 0
          ? 'Nothing is rejected in this window'
          : `Nothing of ${about(scope)} is rejected in this window, and its traffic is accepted${answered ? '' : ', though no reply to it was recorded'}`,
      evidence: traffic.slice(0, 3).map(flowEvidence),
      nextCheck: 'If it still fails, name the other end: ask for the pair, and look at the application.',
    });
  }
  if (idle.length > 0) {
    return finding({
      verdict: 'healthy',
      confidence: 0.85 - late,
      summary: `${about(scope)} had no traffic at all in this window (NODATA), so nothing was rejected`,
      evidence: statusEvidence(idle).slice(0, 3),
      nextCheck: 'If traffic was expected, check on the sending host that it is sent, and to which address.',
    });
  }
  return finding({
    verdict: 'no-records',
    confidence: 0.75 - late,
    summary: `Other traffic is logged, and there is no trace of ${about(scope)}: nothing was sent, or its network interface is not logged by this source`,
    evidence: [
      {
        kind: 'absence',
        lookedFor: `traffic of ${about(scope)}`,
        where: 'every interface that wrote records in the window',
      },
    ],
    nextCheck: `aws ec2 describe-network-interfaces --filters Name=addresses.private-ip-address,Values=${about(scope)} --query 'NetworkInterfaces[].[NetworkInterfaceId,SubnetId,VpcId]'`,
  });
}

export function silence(facts: SilenceFacts): Finding {
  return neverCaptured(facts) ?? notLogged(facts) ?? incomplete(facts) ?? nothingRejected(facts);
}
