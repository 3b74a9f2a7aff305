/** What a question is about, in words: who asks about one port must not be told that there is nothing at all. */
import type { Request } from '../query/request.ts';
import { protocolName } from '../record/protocols.ts';
import { subjectText } from './subject.ts';

/** `rejected ` where only that is asked for; else empty. */
export function kindWords({ action }: Request): string {
  if (action === undefined) return '';
  return action === 'ACCEPT' ? 'accepted ' : 'rejected ';
}

function serviceWords({ port, protocol }: Request): string {
  const kind = protocol === undefined ? undefined : protocolName(protocol);
  if (!port) return kind === undefined ? '' : ` over ${kind}`;
  return ` on ${kind ?? 'port'} ${port.low === port.high ? port.low : `${port.low}–${port.high}`}`;
}

/** ` on tcp 443 from 10.0.2.9`; empty where no clause narrows it. */
export function clauseWords(request: Request): string {
  const { from, to } = request;
  return `${serviceWords(request)}${from ? ` from ${subjectText(from)}` : ''}${to ? ` to ${subjectText(to)}` : ''}`;
}

/** ` of 10.0.1.5 and 10.0.2.9 on port 443`; empty where the question is about everything. */
export function askedWords(request: Request): string {
  const { subjects } = request;
  const of = subjects.length > 0 ? ` of ${subjects.map(subjectText).join(' and ')}` : '';
  return `${of}${clauseWords(request)}`;
}
