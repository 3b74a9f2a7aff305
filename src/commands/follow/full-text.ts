/** A question as one would type it in full, whatever it left to the thread that it was asked in. */
import type { Request, Subject } from '../../query/request.ts';
import { protocolName } from '../../record/protocols.ts';
import { clauseAt, nearestKeyword } from '../grammar/clause-words.ts';
import { isService } from '../grammar/port.ts';
import { isProblem } from '../grammar/problem.ts';
import { readSubject } from '../grammar/subject.ts';
import type { Clock } from '../grammar/time-point.ts';
import { quote } from '../grammar/words.ts';
import type { QuestionVerb } from '../verb.ts';
import { windowText } from './window-text.ts';

/** A name as it stands where nothing else can be meant by it. */
const PLAIN_NAME = /^[a-z][a-z0-9]*(?:[-.][a-z0-9]+)+$/i;

function isPlain(name: string, verb: QuestionVerb): boolean {
  const word = { text: name, quoted: false };
  const read = readSubject(word);
  return (
    PLAIN_NAME.test(name) &&
    !isProblem(read) &&
    read.subject.kind === 'name' &&
    clauseAt([word], 0) === undefined &&
    nearestKeyword(name, verb, 2) === undefined &&
    !isService(name)
  );
}

function subjectText(subject: Subject, verb: QuestionVerb): string {
  switch (subject.kind) {
    case 'address':
    case 'cidr':
      return subject.text;
    case 'name':
      return isPlain(subject.name, verb) ? subject.name : quote(subject.name);
    default:
      return subject.id;
  }
}

function portText({ low, high }: NonNullable<Request['port']>): string {
  return low === high ? `${low}` : `${low}-${high}`;
}

/** @returns a text that is read as the same request in the clock's time zone. */
export function fullText(request: Request, verb: QuestionVerb, clock: Clock): string {
  const { subjects, from, to, port, protocol, action, by, limit, versus, source } = request;
  return [
    verb.name,
    ...subjects.map((subject) => subjectText(subject, verb)),
    ...(from ? ['from', subjectText(from, verb)] : []),
    ...(to ? ['to', subjectText(to, verb)] : []),
    ...(port ? ['port', portText(port)] : []),
    ...(protocol === undefined ? [] : ['proto', protocolName(protocol).toLowerCase()]),
    ...(action ? [action.toLowerCase()] : []),
    ...(by === undefined ? [] : by.split(' ').flatMap((word) => ['by', word])),
    ...(limit === undefined ? [] : ['top', `${limit}`]),
    ...(verb.clauses.includes('window') ? [windowText(request.window, clock)] : []),
    ...(versus ? ['vs', windowText(versus, clock)] : []),
    ...(source === undefined ? [] : ['in', /\s/.test(source) ? quote(source) : source]),
    ...(request.file ? ['as', request.file] : []),
    ...(request.flowLog ? [request.flowLog] : []),
    ...(request.firehose ? ['firehose'] : []),
    ...(request.fresh ? ['fresh'] : []),
  ].join(' ');
}
