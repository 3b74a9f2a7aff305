/** No flow log keeps what was looked for: by the flow logs' settings, and by the configuration that says whom they cover. */
import type { Finding } from '../diagnosis/diagnosis.ts';
import type { Evidence } from '../diagnosis/evidence.ts';
import { flowLogsOf, keptBy } from '../network/find/flow-log-cover.ts';
import { ec2Command } from '../network/fix/command.ts';
import { type FlowLog, isOfTransitGateway } from '../network/flow-log.ts';
import type { NetworkInterface } from '../network/network-interface.ts';
import type { Subject } from '../query/request.ts';
import type { Scope } from './analyzer.ts';
import { everySubject, extentOf, subjectField, subjectText } from './subject.ts';

/** What is missed when a flow log does not keep it. */
type LookedFor = 'rejections' | 'traffic';

export interface LoggingFacts {
  readonly scope: Scope;
  readonly lookedFor: LookedFor;
  /** Some records of what was asked about were found. */
  readonly isSeen: boolean;
  /** Records of any interface in the window. */
  readonly hasRecords: boolean;
  /** Records that have the field by which the subject is found, where it is not an address; null where that does not apply. */
  readonly recordsWithField: number | null;
}

const NEEDED: Readonly<Record<LookedFor, { readonly action: string; readonly but: FlowLog['keeps'] }>> = {
  rejections: { action: 'rejected', but: 'ACCEPT' },
  traffic: { action: 'accepted', but: 'REJECT' },
};

const RECOMMENDED =
  'Create a flow log with TrafficType ALL for this network; the type of an existing one cannot be changed.';

export function flowLogEvidence(flowLogs: readonly FlowLog[]): readonly Evidence[] {
  return flowLogs.slice(0, 3).map(({ flowLogId, resourceId, keeps, deliveryError }) => ({
    kind: 'flow-log',
    flowLogId,
    resourceId,
    keeps,
    deliveryError,
  }));
}

function finding(
  confidence: number,
  summary: string,
  nextCheck: string,
  evidence: readonly Evidence[],
): Finding {
  return { verdict: 'not-logged', confidence, summary, blocker: null, evidence, nextCheck };
}

/** The network interfaces of the question's subjects that the configuration has. */
export function interfacesAsked({ request, network }: Scope): readonly NetworkInterface[] {
  return everySubject(request).flatMap((subject) => extentOf(subject, network)?.interfaces ?? []);
}

/** The interfaces of the subjects that no active flow log covers; empty where it is not known who is covered. */
export function uncovered(scope: Scope): readonly NetworkInterface[] {
  const { flowLogs } = scope;
  return flowLogs ? interfacesAsked(scope).filter((of) => flowLogsOf(of, flowLogs).length === 0) : [];
}

function about(scope: Scope): string {
  const subjects = everySubject(scope.request);
  return subjects.length === 0 ? 'anything' : subjects.map(subjectText).join(' and ');
}

/** A flow log that could have shown it is attached to the subject, as far as ids tell. */
function mayCover(flowLogs: readonly FlowLog[], subject: Subject): boolean {
  if (!('id' in subject)) return true;
  const kind = subject.id.split('-')[0];
  const sameKind = flowLogs.filter(({ resourceId }) => resourceId.split('-')[0] === kind);
  return sameKind.length < flowLogs.length || sameKind.some(({ resourceId }) => resourceId === subject.id);
}

function createCommand(of: NetworkInterface): string {
  return `aws ec2 create-flow-logs --resource-type NetworkInterface --resource-ids ${of.id} --traffic-type ALL --max-aggregation-interval 60 …   (flows coverage ${of.id} prints the whole command)`;
}

function noneCovered(scope: Scope): Finding | undefined {
  const missing = uncovered(scope);
  const [first] = missing;
  if (!first || missing.length < interfacesAsked(scope).length) return undefined;
  const where = missing.map(({ id }) => id).slice(0, 3);
  return finding(
    0.95,
    `No flow log covers ${about(scope)}: ${where.join(', ')} is in no VPC, subnet or interface that an active flow log is attached to, so nothing could have been recorded`,
    createCommand(first),
    [
      {
        kind: 'absence',
        lookedFor: `an active flow log for ${where.join(', ')}`,
        where: 'the flow logs of this source',
      },
      ...flowLogEvidence(scope.flowLogs ?? []),
    ],
  );
}

/** The flow logs that matter: those of the subjects' interfaces where that is known, else all. */
function relevant(scope: Scope, active: readonly FlowLog[]): readonly FlowLog[] {
  const own = interfacesAsked(scope).flatMap((of) => flowLogsOf(of, active));
  return own.length > 0 ? [...new Set(own)] : active;
}

/** Undefined where a flow log could have shown it, as far as is known. */
export function notLogged(facts: LoggingFacts): Finding | undefined {
  const { scope, lookedFor, isSeen, hasRecords, recordsWithField } = facts;
  const active = scope.flowLogs?.filter((flowLog) => flowLog.active && !isOfTransitGateway(flowLog));
  if (active?.length === 0) {
    return finding(
      0.93,
      'No active flow log covers this network, so nothing could have been recorded',
      'aws ec2 describe-flow-logs --query "FlowLogs[].[FlowLogId, ResourceId, FlowLogStatus, TrafficType]" --output table',
      [{ kind: 'absence', lookedFor: 'an active flow log', where: 'the flow logs of this source' }],
    );
  }
  const { action, but } = NEEDED[lookedFor];
  const own = active && relevant(scope, active);
  if (own && keptBy(own) === but) {
    return finding(
      0.95,
      `The flow log keeps ${but === 'ACCEPT' ? 'accepted' : 'rejected'} traffic only (TrafficType ${but}), so ${action} traffic leaves no record in it`,
      RECOMMENDED,
      flowLogEvidence(own),
    );
  }
  if (isSeen) return undefined;
  const unlogged = noneCovered(scope);
  if (unlogged) return unlogged;
  if (active && !scope.network && everySubject(scope.request).some((subject) => !mayCover(active, subject))) {
    return finding(
      0.85,
      `No flow log of this source is attached to ${about(scope)}`,
      ec2Command('describe-flow-logs', [
        ['filter', `Name=resource-id,Values=${everySubject(scope.request).map(subjectText).join(',')}`],
      ]),
      flowLogEvidence(active),
    );
  }
  const fieldNeeded = everySubject(scope.request)
    .map(subjectField)
    .find((name) => name !== undefined);
  if (fieldNeeded && recordsWithField === 0 && hasRecords) {
    return finding(
      0.8,
      `The flow log's format has no value for ${about(scope)} to be found by (${fieldNeeded}), so these records cannot be told apart`,
      'Ask by address, CIDR block or network interface instead.',
      [],
    );
  }
  return undefined;
}
