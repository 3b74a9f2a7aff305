/** The page in a sentence, and what of it is rejected. */
import type { Finding } from '../../diagnosis/diagnosis.ts';
import type { Subject } from '../../query/request.ts';
import type { Scope } from '../analyzer.ts';
import { clauseWords } from '../asked-words.ts';
import { neverCaptured } from '../never-captured.ts';
import { onlyKept } from '../only-kept.ts';
import { partyLabel } from '../party.ts';
import { serviceText } from '../service-text.ts';
import { extentOf, subjectText } from '../subject.ts';
import { distinct, type Flow, flowsBy, totalOf } from './flows.ts';
import { accepted, rejectedOf } from './sections.ts';

/** `web-1 (10.0.1.5)`. */
function subjectLabel({ request, network }: Scope): string {
  const [subject] = request.subjects;
  if (!subject) return 'it';
  if (subject.kind === 'address') return partyLabel(network, subject.text);
  const [only, ...others] = extentOf(subject, network)?.interfaces ?? [];
  const address = only?.ipv4[0]?.address;
  return others.length === 0 && address !== undefined && subject.kind !== 'cidr'
    ? `${subjectText(subject)} (${address})`
    : subjectText(subject);
}

function counted(amount: number, one: string, many = `${one}s`): string {
  return `${amount.toLocaleString('en')} ${amount === 1 ? one : many}`;
}

function peersIn(flows: readonly Flow[]): number {
  return distinct(flows.map(({ peer }) => peer)).length;
}

/** What can be said where none of the flows is accepted, or rejected: only that it was not among what is kept and was read. */
function nothingOf(scope: Scope, cutOff: boolean): { readonly accepted: string; readonly rejected: string } {
  const only = onlyKept(scope);
  const read = cutOff ? ' among the largest groups of records, which are those that were read' : '';
  return {
    accepted:
      only === 'rejected'
        ? 'may exchange accepted traffic, which the flow log does not keep'
        : `exchanged no accepted traffic${clauseWords(scope.request)}${read}`,
    rejected:
      only === 'accepted' ? 'the flow log does not keep what is rejected' : `nothing was rejected${read}`,
  };
}

/** @param nothing what is said where there are no flows */
function talkText(flows: readonly Flow[], label: string, nothing: string): string {
  if (flows.length === 0) return `${label} ${nothing}`;
  const called = peersIn(flows.filter(({ serving }) => serving === 'there'));
  const callers = peersIn(flows.filter(({ serving }) => serving === 'here'));
  const parts = [
    ...(called > 0 ? [`called ${counted(called, 'peer')}`] : []),
    ...(callers > 0 ? [`was called by ${counted(callers, 'peer')}`] : []),
  ];
  return parts.length > 0
    ? `${label} ${parts.join(' and ')}`
    : `${label} talked with ${counted(peersIn(flows), 'peer')}`;
}

function throughPort({ way, protocol, port, serving }: Flow): string {
  if (port === null) return '';
  const isReply = serving === (way === 'sent' ? 'here' : 'there');
  return isReply ? `, replies from ${serviceText(protocol, port)}` : ` on ${serviceText(protocol, port)}`;
}

/** What of it is rejected, and which part is more than half: `212 packets were rejected, most of them sent to 10.0.2.9 on tcp 5432`. */
function rejectedText(
  flows: readonly Flow[],
  label: (address: string) => string,
  { atLeast, nothing }: { readonly atLeast: string; readonly nothing: string },
): string {
  const packets = totalOf(flows, 'packets');
  const [largest] = flowsBy(flows, ({ way, peer, protocol, port }) =>
    JSON.stringify([way, peer, protocol, port]),
  ).toSorted((a, b) => totalOf(b, 'packets') - totalOf(a, 'packets'));
  if (!largest) return nothing;
  const were = packets === 1 ? 'was' : 'were';
  const [one] = largest;
  const share = totalOf(largest, 'packets') / packets;
  const those = share < 1 ? 'most of them ' : packets > 1 ? 'all of them ' : '';
  if (share <= 0.5)
    return `${atLeast}${counted(packets, 'packet')} from or to ${atLeast}${counted(peersIn(flows), 'peer')} ${were} rejected`;
  const part = `${one.way === 'sent' ? 'sent to' : 'received from'} ${label(one.peer)}${throughPort(one)}`;
  return `${atLeast}${counted(packets, 'packet')} ${were} rejected, ${those}${part}`;
}

const DNS = 53;

/** Where flow logs never hold the subject's traffic, that and what would tell instead. */
function neverCapturedText({ request, network }: Scope): Finding | undefined {
  const [subject] = request.subjects;
  if (subject?.kind !== 'address') return undefined;
  // Which address the VPC's resolver has follows from the configuration alone; what else is asked of it is not worth a word.
  const port = request.port?.low ?? (network ? DNS : null);
  return neverCaptured(
    { source: null, destination: subject.text, port, protocol: request.protocol ?? null },
    network,
  );
}

/** What was found of the subject. */
interface Talk {
  readonly flows: readonly Flow[];
  /** There are records of which it cannot be told which end is the subject's. */
  readonly undecided: boolean;
}

/** @param cutOff there was more than the flows */
export function talkSummary({ flows, undecided }: Talk, scope: Scope, cutOff: boolean): string {
  const label = subjectLabel(scope);
  const clauses = clauseWords(scope.request);
  if (flows.length === 0 && undecided)
    return `Traffic of ${label} is recorded, but which end of it ${label} is cannot be told`;
  if (flows.length === 0) {
    const none = `No traffic of ${label}${clauses} is recorded in this window`;
    return neverCapturedText(scope)?.summary ?? none;
  }
  const atLeast = cutOff ? 'at least ' : '';
  const nothing = nothingOf(scope, cutOff);
  const text = rejectedText(rejectedOf(flows), (address) => partyLabel(scope.network, address), {
    atLeast,
    nothing: nothing.rejected,
  });
  return `${talkText(accepted(flows), label, nothing.accepted)}; ${text}`;
}

function lengthText(minutes: number): string {
  if (minutes % 1440 === 0) return `${minutes / 1440}d`;
  return minutes % 60 === 0 ? `${minutes / 60}h` : `${minutes}m`;
}

/** The window as a clause; nothing for the last hour, which goes without saying, or where it does not end now. */
function windowClause({ request: { window }, now }: Scope): string {
  const minutes = Math.round((window.end - window.start) / 60);
  return window.end !== now || minutes === 60 || minutes < 1 ? '' : ` last ${lengthText(minutes)}`;
}

/** The subject as a command can have it unquoted; its interface's id for a name that would need quotes. */
function commandText(subject: Subject, { network }: Scope): string | undefined {
  if (subject.kind !== 'name' || /^[\w.-]+$/.test(subject.name)) return subjectText(subject);
  return extentOf(subject, network)?.interfaces[0]?.id;
}

export function talkNextCheck({ flows, undecided }: Talk, scope: Scope): string {
  const [subject] = scope.request.subjects;
  if (flows.length === 0 && undecided) return 'Ask again with its IP address.';
  if (flows.length === 0) {
    const instead = neverCapturedText(scope)?.nextCheck;
    if (instead !== undefined) return instead;
    return 'Widen the window with `last 24h`, or ask `coverage` whether its network interface is logged.';
  }
  const named = subject && commandText(subject, scope);
  if (rejectedOf(flows).length > 0 && named !== undefined) {
    return `flows reject ${named}${windowClause(scope)}   (what rejects it, and how sure that is)`;
  }
  return 'Ask `trace` from one of these ends to the other to see whether a connection gets through.';
}
