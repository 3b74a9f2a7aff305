/** What is said of a gap: who fell silent, since when, and what nobody can know until it is over. */
import { subjectWords } from '../../diagnosis/detection.ts';
import type { Evidence } from '../../diagnosis/evidence.ts';
import { extentOf } from '../../network/find/extent.ts';
import { resourceId } from '../../record/resource-id.ts';
import type { Detected } from '../detection/detector.ts';
import { interfaceSubject } from '../detection/named-subject.ts';
import { counted, listed } from '../flow-logs/phrases.ts';
import { flowLogEvidence } from '../not-logged.ts';
import type { GapScope } from './parameters.ts';
import type { Rhythm } from './rhythm.ts';
import type { Silence } from './silent.ts';

export const DELIVERY =
  'aws ec2 describe-flow-logs --query "FlowLogs[].[FlowLogId, FlowLogStatus, DeliverLogsStatus, DeliverLogsErrorMessage]" --output table';

/** Of a source, part of whose interfaces fell silent: it is another gap than that of all. */
export const PART = 'some-interfaces';

export function sourceSubject(scope: GapScope): Detected['subject'] {
  return { kind: 'source', id: scope.source ?? 'source', name: null };
}

export function subjectOf({ of, id }: Pick<Silence, 'of' | 'id'>, scope: GapScope): Detected['subject'] {
  const { network } = scope;
  if (of === 'source' || of === 'part' || id === null) return sourceSubject(scope);
  if (of === 'network-interface') return interfaceSubject(id, network);
  const name = of === 'subnet' ? (network?.subnets.get(id)?.name ?? null) : null;
  return { kind: of, id, name };
}

function whoText({ of, members, among }: Silence, words: string): string {
  const all = counted(members.length, 'network interface');
  if (of === 'part')
    return `No record of ${members.length} of the ${counted(among, 'network interface')} of ${words}, which stopped at the same time,`;
  if (of === 'source') return `No record of any of the ${all} of ${words}`;
  return of === 'network-interface' ? `No record of ${words}` : `No record of any of the ${all} of ${words}`;
}

function evidenceOf({ of, id, members }: Silence, scope: GapScope): readonly Evidence[] {
  const ids = members.map(({ interfaceId }) => interfaceId);
  const flowLogs = (scope.flowLogs ?? []).filter(({ flowLogId }) => of !== 'flow-log' || flowLogId === id);
  return [
    { kind: 'absence', lookedFor: `records of ${listed(ids)}`, where: 'what was delivered since' },
    ...flowLogEvidence(flowLogs),
  ];
}

/** What the subject does not say by itself: the interfaces of a subnet, and the addresses of them. */
export function hiddenBy(
  { of, members }: Pick<Silence, 'of'> & { readonly members: readonly Pick<Rhythm, 'interfaceId'>[] },
  { network }: GapScope,
): readonly string[] {
  if (of === 'source' || of === 'flow-log') return [];
  const ids = members.map(({ interfaceId }) => interfaceId);
  const interfaces = ids.flatMap((id) => network?.interfaces.get(id) ?? []);
  return [...ids, ...extentOf(interfaces).addresses];
}

/** Where nothing but the moment connects them, only the configuration tells that they were not terminated together. */
function areKnownToBeThere({ of }: Silence, { network }: GapScope): boolean {
  return of !== 'part' || network !== null;
}

function confidenceIn(silence: Silence, scope: GapScope): number {
  if (silence.of === 'source') return 0.9;
  if (scope.network) return 0.85;
  return areKnownToBeThere(silence, scope) ? 0.7 : 0.6;
}

export function silenceDetection(silence: Silence, scope: GapScope): Omit<Detected, 'benign'> {
  const { of, id, members, level, age, last } = silence;
  const subject = subjectOf(silence, scope);
  const minutes = Math.round(age / 60);
  const usual = Math.max(1, Math.round(Math.min(...members.map(({ between }) => between)) / 60));
  const isAlone = of === 'network-interface';
  return {
    subject,
    class: of === 'part' ? PART : '',
    severity: isAlone ? 'low' : 'high',
    level,
    size: members.length,
    measured: {
      ...{ what: 'minutes without a record', value: minutes, unit: 'count', normal: usual },
      basis: 'how often they wrote before',
    },
    first: last,
    last: scope.request.window.end,
    packets: 0,
    ongoing: true,
    unseen: [
      `What ${isAlone ? 'it' : 'they'} did since is not known: that nothing is reported does not mean that nothing happened.`,
    ],
    others: [],
    hides: hiddenBy(silence, scope),
    ask: isAlone || of === 'subnet' ? `coverage ${id}` : 'coverage',
    confidence: confidenceIn(silence, scope),
    summary: `${whoText(silence, subjectWords(subject))} for ${minutes} minutes, where one comes about every ${counted(usual, 'minute')}: the flow log has a gap${areKnownToBeThere(silence, scope) ? '' : ', or they were terminated together'}`,
    evidence: evidenceOf(silence, scope),
    nextCheck:
      isAlone && resourceId(id) !== null
        ? `aws ec2 describe-network-interfaces --network-interface-ids ${id} --query "NetworkInterfaces[].[Status, Attachment.InstanceId]" --output table`
        : DELIVERY,
  };
}
