/** What the flow logs of a source record, and whether they deliver: what decides how much an answer can say. */
import { createFlowLogs, type FlowLogResources, MOST_IDS } from '../../analyzers/flow-logs/create-command.ts';
import type { FlowLogSettings } from '../../investigation/source.ts';
import { type FlowLog, isOfTransitGateway } from '../../network/flow-log.ts';
import { counted } from '../../present/quantities.ts';
import { FIELDS, type FieldDefinition, type FieldKey } from '../../record/fields.ts';
import { type Check, fine, problem, warning } from './check.ts';
import { ANSWERS_WRONG, lackingBasics, lackingFields } from './wanted-fields.ts';

/** What is done where flow logs of another account write to a place of the source. */
export const TELL_THEM =
  'aws ec2 describe-flow-logs > flow-logs.json, as the account that writes there, and name that file in `flowLogs` of the source';

interface Finding extends Pick<Check, 'standing' | 'says'> {
  readonly todo: (of: readonly FlowLog[]) => string;
}

function ids(of: readonly FlowLog[]): string {
  return of.map(({ flowLogId }) => flowLogId).join(' ');
}

function typeOf({ resourceId }: FlowLog): FlowLogResources['type'] {
  if (resourceId.startsWith('subnet-')) return 'Subnet';
  return resourceId.startsWith('eni-') ? 'NetworkInterface' : 'VPC';
}

/** The settings of a flow log cannot be changed (VPC User Guide, "Work with flow logs"), so another one takes its place. */
function replaced(of: readonly FlowLog[]): string {
  const [first] = of;
  if (!first) return '';
  const alike = of
    .filter((one) => typeOf(one) === typeOf(first) && one.destinationName === first.destinationName)
    .slice(0, MOST_IDS);
  const resources = [...new Set(alike.map(({ resourceId }) => resourceId))];
  const others = alike.length < of.length ? '; the others alike' : '';
  return `${createFlowLogs({ type: typeOf(first), ids: resources }, first)}, and when it delivers: aws ec2 delete-flow-logs --flow-log-ids ${ids(alike)}${others}`;
}

function deliveryFindings({ deliveryError, active }: FlowLog): readonly Finding[] {
  const todo = (of: readonly FlowLog[]) =>
    `aws ec2 describe-flow-logs --flow-log-ids ${ids(of.slice(0, MOST_IDS))} shows the role and the destination: see that the one may write to the other`;
  const failing = deliveryError === null ? [] : [`Delivery fails with “${deliveryError}”`];
  return [...failing, ...(active ? [] : ['Not active'])].map((says) => ({ standing: 'problem', says, todo }));
}

/** One finding, since another format mends both. */
function formatFindings({ format }: FlowLog): readonly Finding[] {
  const has = (key: FieldKey) => format.includes(FIELDS[key].name);
  const named = (fields: readonly FieldDefinition[]) => fields.map(({ name }) => name).join(', ');
  const basics = lackingBasics(has);
  if (basics.length > 0)
    return [
      {
        standing: 'problem',
        says: `Without the fields ${named(basics)}, ${ANSWERS_WRONG}`,
        todo: replaced,
      },
    ];
  const missing = lackingFields(has);
  if (missing.length === 0) return [];
  const says = `Without the fields ${named(missing)}, less is told apart`;
  return [{ standing: 'warning', says, todo: replaced }];
}

/** Those of a transit gateway have no traffic type, other fields, and always 60 s (EC2 API Reference, CreateFlowLogs). */
function settingFindings(flowLog: FlowLog): readonly Finding[] {
  if (isOfTransitGateway(flowLog)) return [];
  const { keeps, aggregationInterval } = flowLog;
  const warned = (says: string): Finding => ({ standing: 'warning', says, todo: replaced });
  return [
    ...(keeps === 'ALL' ? [] : [warned(`Keeps ${keeps} alone, so of the rest nothing can be said`)]),
    ...formatFindings(flowLog),
    ...(aggregationInterval <= 60
      ? []
      : [warned(`Aggregates over ${aggregationInterval} s, so records come later`)]),
  ];
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
    for (const finding of [...deliveryFindings(flowLog), ...settingFindings(flowLog)]) {
      const known = found.get(finding.says);
      if (known) known.of.push(flowLog);
      else found.set(finding.says, { finding, of: [flowLog] });
    }
  return [...found.values()].map(({ finding: { standing, says, todo }, of }) => ({
    ...{ about, standing, says: `${says}: ${named(of)}.` },
    todo: todo(of),
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
      TELL_THEM,
    ),
  ];
}
