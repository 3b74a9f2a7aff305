/** What the flow logs of a source record, and whether they deliver: what decides how much an answer can say. */
import type { FlowLogSettings } from '../../investigation/source.ts';
import type { FlowLog } from '../../network/flow-log.ts';
import { counted } from '../../present/quantities.ts';
import { type Check, fine, problem, warning } from './check.ts';

/** Without them it is not known at which packet a connection began, and where a packet was NATed. */
const WANTED = ['tcp-flags', 'pkt-srcaddr', 'pkt-dstaddr', 'flow-direction'] as const;

function named({ flowLogId, resourceId }: FlowLog): string {
  return `${flowLogId} (${resourceId})`;
}

function flowLogChecks(about: string, one: FlowLog): readonly Check[] {
  const { deliveryError, active, keeps, format, aggregationInterval, flowLogId } = one;
  const missing = WANTED.filter((name) => !format.includes(name));
  const again = `a flow log’s settings cannot be changed: make another beside ${flowLogId}, then delete that`;
  return [
    ...(deliveryError === null
      ? []
      : [
          problem(
            about,
            `${named(one)} does not deliver: ${deliveryError}.`,
            `aws ec2 describe-flow-logs --flow-log-ids ${flowLogId}, and see its role and its destination`,
          ),
        ]),
    ...(active ? [] : [problem(about, `${named(one)} is not active.`, again)]),
    ...(keeps === 'ALL'
      ? []
      : [
          warning(
            about,
            `${named(one)} keeps ${keeps} alone: of the rest nothing can be said.`,
            `Traffic type ALL; ${again}.`,
          ),
        ]),
    ...(missing.length === 0
      ? []
      : [
          warning(
            about,
            `${named(one)} lacks the fields ${missing.join(', ')}, so less is told apart.`,
            `All fields of version 5; ${again}.`,
          ),
        ]),
    ...(aggregationInterval <= 60
      ? []
      : [
          warning(
            about,
            `${named(one)} aggregates over ${aggregationInterval} s, so records come later.`,
            `60 s; ${again}.`,
          ),
        ]),
  ];
}

/** Each different thing once: a hundred flow logs of one format are one line. */
function together(checks: readonly Check[], flowLogs: readonly FlowLog[]): readonly Check[] {
  const byRest = new Map<string, { readonly check: Check; readonly of: string[] }>();
  for (const check of checks) {
    const one = flowLogs.find((flowLog) => check.says.startsWith(named(flowLog)));
    const rest = one ? check.says.slice(named(one).length) : check.says;
    const known = byRest.get(rest);
    if (known && one) known.of.push(one.flowLogId);
    else byRest.set(rest, { check, of: [] });
  }
  return [...byRest.values()].map(({ check, of }) =>
    of.length === 0
      ? check
      : {
          ...check,
          says: `${check.says} So do ${of.slice(0, 3).join(', ')}${of.length > 3 ? ` and ${of.length - 3} more` : ''}.`,
        },
  );
}

/** @param isTold whether files tell them, which is nobody's duty */
export function flowLogsChecks(
  about: string,
  { flowLogs, notes }: FlowLogSettings,
  isTold: boolean,
): readonly Check[] {
  if (flowLogs === null)
    return isTold
      ? []
      : notes.map((note) => problem(about, note, `flows iam-policy ${about.replace('source ', '')}`));
  if (flowLogs.length === 0)
    return isTold
      ? []
      : [problem(about, 'No flow log delivers to it.', 'flows coverage shows which VPCs have one.')];
  const found = together(
    flowLogs.flatMap((one) => flowLogChecks(about, one)),
    flowLogs,
  );
  return [
    fine(
      about,
      `${counted(flowLogs.length, 'flow log')} ${flowLogs.length === 1 ? 'delivers' : 'deliver'} to it.`,
    ),
    ...found,
  ];
}
