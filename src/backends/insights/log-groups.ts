/** Which log groups are asked, and what their lines look like, from the flow logs that write to them. */
import type { FlowLog } from '../../network/flow-log.ts';
import { SourceError } from '../../query/source-error.ts';
import { LONGEST_AGGREGATION } from '../../record/aggregation.ts';
import { DEFAULT_FORMAT, formatNames, formatOfNames, type RecordFormat } from '../../record/format.ts';
import type { LoadedFlowLogs } from '../ec2/flow-logs.ts';

export interface LogGroups {
  /** Names, or ARNs where they were named so. */
  readonly names: readonly string[];
  /** Of the lines that are written there: at least one. */
  readonly formats: readonly RecordFormat[];
  /** The longest of the flow logs, seconds. */
  readonly aggregationInterval: number;
  readonly notes: readonly string[];
}

/** StartQuery takes that many. */
const MOST_LOG_GROUPS = 50;

const ARN = /^arn:[^:]*:logs:[^:]*:[^:]*:log-group:([^:]+)/;

function nameOf(group: string): string {
  return ARN.exec(group)?.[1] ?? group;
}

/** The flow logs that write to these groups, or all that write to CloudWatch Logs where none is named. */
function writingTo(flowLogs: readonly FlowLog[], named: readonly string[] | undefined): readonly FlowLog[] {
  const names = named && new Set(named.map(nameOf));
  return flowLogs.filter(
    ({ destination, destinationName }) =>
      destination === 'cloud-watch-logs' &&
      destinationName !== null &&
      (names === undefined || names.has(destinationName)),
  );
}

/** Each once, by its name. @param writing flow logs that deliver to CloudWatch Logs */
export function groupsWrittenTo(writing: readonly FlowLog[]): readonly string[] {
  return [...new Set(writing.flatMap(({ destinationName }) => destinationName ?? []))];
}

/** The named groups that no known flow log writes to: it may belong to another account. */
function notWrittenTo(named: readonly string[], writing: readonly FlowLog[]): readonly string[] {
  const written = new Set(writing.map(({ destinationName }) => destinationName));
  return named.filter((name) => !written.has(nameOf(name)));
}

/** What is known of the flow logs of a source: nothing, where one of its groups is written to by flow logs that are not known. */
export function settingsOf(
  named: readonly string[] | undefined,
  { flowLogs, notes }: LoadedFlowLogs,
): LoadedFlowLogs {
  if (flowLogs === null) return { flowLogs, notes };
  const writing = writingTo(flowLogs, named);
  const unknown = notWrittenTo(named ?? [], writing);
  if (unknown.length === 0) return { flowLogs: writing, notes };
  const note = `No flow log of this account writes to ${unknown.join(', ')}, so what is recorded there, and of which interfaces, is not known.`;
  return { flowLogs: null, notes: [...notes, note], unwritten: unknown };
}

function distinct(formats: readonly RecordFormat[]): readonly RecordFormat[] {
  return [...new Map(formats.map((format) => [formatNames(format), format])).values()];
}

function noneFound(notes: readonly string[], known: boolean): SourceError {
  return new SourceError({
    code: known ? 'not-found' : 'misconfigured',
    attempted: 'find the log groups that flow logs write to',
    happened: known
      ? 'no flow log of this account and region writes to CloudWatch Logs.'
      : `no log group is named, and the flow logs could not be asked. ${notes.join(' ')}`,
    todo: known
      ? 'Check the region and the account, or name the log groups (--log-group, or `logGroups` of the source).'
      : 'Put that right, or name the log groups (--log-group, or `logGroups` of the source).',
  });
}

function tooMany(count: number): SourceError {
  return new SourceError({
    code: 'misconfigured',
    attempted: `query ${count} log groups`,
    happened: `a query takes ${MOST_LOG_GROUPS} log groups at most.`,
    todo: 'Name those that matter (--log-group, or `logGroups` of the source), or make several sources of them.',
  });
}

/** @throws SourceError where there is nothing to ask */
export function logGroupsOf(
  named: readonly string[] | undefined,
  { flowLogs, notes }: LoadedFlowLogs,
): LogGroups {
  const writing = writingTo(flowLogs ?? [], named);
  const names = named ?? groupsWrittenTo(writing);
  if (names.length === 0) throw noneFound(notes, flowLogs !== null);
  if (names.length > MOST_LOG_GROUPS) throw tooMany(names.length);

  const unknown = notWrittenTo(names, writing);
  const formats = writing
    .map(({ format }) => formatOfNames(format))
    .filter(({ fields }) => fields.some(({ key }) => key !== null));
  const assumed = unknown.length > 0 || formats.length === 0;
  const intervals = writing.map(({ aggregationInterval }) => aggregationInterval);
  return {
    names,
    formats: distinct([...formats, ...(assumed ? [DEFAULT_FORMAT] : [])]),
    aggregationInterval: assumed ? LONGEST_AGGREGATION : Math.max(...intervals),
    notes: unknown.length === 0 ? [] : [unknownFormatNote(unknown, flowLogs !== null)],
  };
}

function unknownFormatNote(groups: readonly string[], flowLogsKnown: boolean): string {
  const why = flowLogsKnown
    ? 'No flow log of this account writes to'
    : 'It is not known which flow logs write to';
  return `${why} ${groups.join(', ')}, so the records there are read in AWS's default format; records of another format are not found.`;
}
