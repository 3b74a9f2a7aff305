/** What the flow logs of a source record, and whether they deliver: what decides how much an answer can say. */
import type { FlowLogSettings } from '../../investigation/source.ts';
import type { FlowLog } from '../../network/flow-log.ts';
import { counted } from '../../present/quantities.ts';
import { type Check, fine, problem, warning } from './check.ts';

/** Without them it is not known at which packet a connection began, and where a packet was NATed. */
const WANTED = ['tcp-flags', 'pkt-srcaddr', 'pkt-dstaddr', 'flow-direction'] as const;

/** The settings of a flow log cannot be changed (VPC User Guide, "Work with flow logs"). */
const ANOTHER = 'make another beside it, then delete it';

type Finding = Pick<Check, 'standing' | 'says'> & { readonly todo: string };

function findingsAbout({ deliveryError, active, keeps, format, aggregationInterval, ...one }: FlowLog) {
  const missing = WANTED.filter((name) => !format.includes(name));
  const found: Finding[] = [];
  if (deliveryError !== null)
    found.push({
      standing: 'problem',
      says: `Delivery fails with “${deliveryError}”`,
      todo: `aws ec2 describe-flow-logs --flow-log-ids ${one.flowLogId}, and see its role and its destination`,
    });
  if (!active) found.push({ standing: 'problem', says: 'Not active', todo: ANOTHER });
  if (keeps !== 'ALL')
    found.push({
      standing: 'warning',
      says: `Keeps ${keeps} alone, so of the rest nothing can be said`,
      todo: `Traffic type ALL: ${ANOTHER}`,
    });
  if (missing.length > 0)
    found.push({
      standing: 'warning',
      says: `Without the fields ${missing.join(', ')}, less is told apart`,
      todo: `All fields of version 5: ${ANOTHER}`,
    });
  if (aggregationInterval > 60)
    found.push({
      standing: 'warning',
      says: `Aggregates over ${aggregationInterval} s, so records come later`,
      todo: `60 s: ${ANOTHER}`,
    });
  return found;
}

/** So many are named. */
const NAMED = 3;

function named(flowLogs: readonly FlowLog[]): string {
  const names = flowLogs.slice(0, NAMED).map(({ flowLogId, resourceId }) => `${flowLogId} (${resourceId})`);
  const more = flowLogs.length - names.length;
  return `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** Each different thing once: a hundred flow logs of one format are one line. */
function together(about: string, flowLogs: readonly FlowLog[]): readonly Check[] {
  const found = new Map<string, { readonly finding: Finding; readonly of: FlowLog[] }>();
  for (const flowLog of flowLogs)
    for (const finding of findingsAbout(flowLog)) {
      const known = found.get(finding.says);
      if (known) known.of.push(flowLog);
      else found.set(finding.says, { finding, of: [flowLog] });
    }
  return [...found.values()].map(({ finding, of }) => ({
    ...{ about, ...finding },
    says: `${finding.says}: ${named(of)}.`,
  }));
}

/** @param isTold whether files tell them, which is nobody's duty */
export function flowLogsChecks(
  source: string,
  { flowLogs, notes, unwritten = [] }: FlowLogSettings,
  isTold: boolean,
): readonly Check[] {
  const about = `source ${source}`;
  // What nobody writes to is told by what is in it.
  if (flowLogs === null)
    return isTold || unwritten.length > 0
      ? []
      : notes.map((note) => problem(about, note, `flows iam-policy ${source}`));
  if (flowLogs.length === 0)
    return isTold
      ? []
      : [problem(about, 'No flow log delivers to it.', 'flows coverage shows which VPCs have one.')];
  const deliver = `${counted(flowLogs.length, 'flow log')} ${flowLogs.length === 1 ? 'delivers' : 'deliver'} to it.`;
  return [fine(about, deliver), ...together(about, flowLogs)];
}

/** Places that no known flow log writes to, and of which nothing else was told. @param told of these it was */
export function unwrittenChecks(
  source: string,
  { unwritten = [] }: FlowLogSettings,
  told: readonly string[],
): readonly Check[] {
  const others = unwritten.filter((place) => !told.includes(place));
  if (others.length === 0) return [];
  return [
    warning(
      `source ${source}`,
      `No flow log of this account and region writes to ${others.join(', ')}, so what is recorded there is not known.`,
      'aws ec2 describe-flow-logs > flow-logs.json, as the account that writes there, and name that file in `flowLogs` of the source',
    ),
  ];
}
