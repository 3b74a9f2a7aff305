/** Which flow logs a table is for: those that the question names, of one place and one form of files. */
import { flowLogsAttached } from '../../network/find/flow-log-cover.ts';
import type { FlowLog, FlowLogFiles } from '../../network/flow-log.ts';
import { trimmedEnd } from '../../query/trimmed.ts';
import type { Scope } from '../analyzer.ts';
import { interfacesAsked } from '../not-logged.ts';
import { everySubject } from '../subject.ts';

/** AWS's defaults (CreateFlowLogs, DestinationOptions). */
const DEFAULT_FILES: FlowLogFiles = { fileFormat: 'plain-text', hivePartitions: false, hourly: false };

export function filesOf({ files }: FlowLog): FlowLogFiles {
  return files ?? DEFAULT_FILES;
}

/** `s3://bucket/prefix/`; null for a destination that is no bucket. */
export function placeOf({ destination, destinationName }: FlowLog): string | null {
  const path = /^arn:[^:]*:s3:::(.+)$/s.exec(destinationName ?? '')?.[1];
  if (destination !== 's3' || path === undefined) return null;
  return `s3://${trimmedEnd(path, /\//)}/`;
}

export function isTransitGateways({ resourceId, format }: FlowLog): boolean {
  return resourceId.startsWith('tgw-') || format.includes('tgw-id');
}

/** Those that the question names; all where it names none. */
function named(scope: Scope, flowLogs: readonly FlowLog[]): readonly FlowLog[] {
  const { flowLog } = scope.request;
  if (flowLog !== undefined)
    return flowLogs.filter(({ flowLogId, resourceId }) => flowLogId === flowLog || resourceId === flowLog);
  const subjects = everySubject(scope.request);
  if (subjects.length === 0) return flowLogs;
  const ids = subjects.flatMap((subject) => ('id' in subject ? [subject.id] : []));
  const attached = interfacesAsked(scope).flatMap((of) => flowLogsAttached(of, flowLogs));
  return flowLogs.filter((one) => attached.includes(one) || ids.includes(one.resourceId));
}

/** Flow logs whose files one table can read. */
function alike(one: FlowLog, other: FlowLog): boolean {
  const shape = (of: FlowLog) => JSON.stringify([placeOf(of), of.destination, of.format, filesOf(of)]);
  return shape(one) === shape(other);
}

export interface Chosen {
  /** At least one; their files are alike. */
  readonly flowLogs: readonly FlowLog[];
  /** Named as well, and in need of a table of their own. */
  readonly others: readonly FlowLog[];
  /** Not alike, and they write to the same place, so that a table of text would misread their lines. */
  readonly mixed: readonly FlowLog[];
}

/** Working ones before others. */
function firstOf(flowLogs: readonly FlowLog[]): FlowLog | undefined {
  return flowLogs.find(({ active, deliveryError }) => active && deliveryError === null) ?? flowLogs[0];
}

/** @returns undefined where none of those that the question names delivers files */
export function chosenFlowLogs(scope: Scope, all: readonly FlowLog[]): Chosen | undefined {
  const firehose = scope.request.firehose === true;
  const mayBe = named(scope, all).filter(
    (one) => firehose || placeOf(one) !== null || one.destination === 'kinesis-data-firehose',
  );
  const first = firehose
    ? (firstOf(mayBe.filter(({ destination }) => destination === 'kinesis-data-firehose')) ?? firstOf(mayBe))
    : (firstOf(mayBe.filter((one) => placeOf(one) !== null)) ?? firstOf(mayBe));
  if (!first) return undefined;
  const place = placeOf(first);
  const text = (one: FlowLog) => filesOf(one).fileFormat === 'plain-text';
  return {
    flowLogs: mayBe.filter((one) => alike(one, first)),
    others: mayBe.filter((one) => !alike(one, first)),
    mixed: all.filter(
      (one) => place !== null && placeOf(one) === place && !alike(one, first) && (text(one) || text(first)),
    ),
  };
}
