/** The clauses of a question: what each takes after the word that begins it, and what it sets. */
import { nearest } from '../../query/nearest.ts';
import type { Subject } from '../../query/request.ts';
import type { Window } from '../../query/window.ts';
import type { ClauseName, QuestionVerb } from '../verb.ts';
import { byForms, readByWords } from './by.ts';
import { CLAUSE_FORMS, clauseAt, FILE_FORMS, type FileForm, LARGEST_LIMIT } from './clause-words.ts';
import { COMPARED_AROUND, readVersus, type Versus } from './comparison.ts';
import { nearestPort, nearestProtocol, readPorts, readProtocol } from './port.ts';
import { isProblem, type Problem, shown } from './problem.ts';
import { sourceChoiceAt } from './source-choice.ts';
import { readSubject, SUBJECT_FORMS } from './subject.ts';
import type { Clock } from './time-point.ts';
import { readWindow } from './window.ts';
import { replaced, type Word } from './words.ts';

/** What a part of a question sets. */
export interface Settings {
  readonly port?: { readonly low: number; readonly high: number };
  readonly protocol?: number;
  readonly from?: Subject;
  readonly to?: Subject;
  readonly action?: 'ACCEPT' | 'REJECT';
  readonly window?: Window;
  readonly versus?: Versus;
  readonly measure?: string;
  readonly groupings?: readonly string[];
  readonly limit?: number;
  readonly source?: string;
  readonly fresh?: true;
  readonly file?: FileForm;
  readonly flowLog?: string;
  readonly firehose?: true;
}

export interface Clause {
  readonly set: Settings;
  /** The word after the clause. */
  readonly next: number;
}

export interface Asked {
  readonly words: readonly Word[];
  readonly verb: QuestionVerb;
  readonly clock: Clock;
}

const READERS: Readonly<Record<ClauseName, (asked: Asked, at: number) => Clause | Problem>> = {
  port: readPort,
  proto: readProto,
  from: (asked, at) => readEnd(asked, at, 'from'),
  to: (asked, at) => readEnd(asked, at, 'to'),
  action: readAction,
  window: readTime,
  versus: readOther,
  by: readBy,
  top: readTop,
  in: readSource,
  fresh: (_, at) => ({ set: { fresh: true }, next: at + 1 }),
  as: readFileForm,
  'flow-log': readFlowLog,
};

/** Reads the clause of that name which begins at a word. */
export function readClause(name: ClauseName, asked: Asked, at: number): Clause | Problem {
  return READERS[name](asked, at);
}

function readPort(asked: Asked, at: number): Clause | Problem {
  const value = asked.words[at + 1]?.text;
  const ports = value === undefined ? undefined : readPorts(value);
  if (ports) return { set: ports, next: at + 2 };
  const wrong = wrongValue(asked, at, 'a port', CLAUSE_FORMS.port, nearestPort, '443');
  const grouping = asked.verb.by?.groupings.includes('port') ? [replaced(asked.words, at, 0, 'by')] : [];
  return { ...wrong, fixes: [...grouping, ...wrong.fixes] };
}

function readProto(asked: Asked, at: number): Clause | Problem {
  const value = asked.words[at + 1]?.text;
  const protocol = value === undefined ? undefined : readProtocol(value);
  if (protocol !== undefined) return { set: { protocol }, next: at + 2 };
  return wrongValue(asked, at, 'a protocol', CLAUSE_FORMS.proto, nearestProtocol, 'tcp');
}

function readEnd(asked: Asked, at: number, end: 'from' | 'to'): Clause | Problem {
  const value = asked.words[at + 1];
  if (!value || clauseAt(asked.words, at + 1) !== undefined) {
    return wrongValue(asked, at, 'a subject', SUBJECT_FORMS, () => undefined, '10.0.1.5');
  }
  const read = readSubject(value);
  if (isProblem(read))
    return { ...read, fixes: read.fixes.map((fix) => replaced(asked.words, at + 1, 1, fix)) };
  const { subject, port } = read;
  const set = { [end]: subject, ...(port === undefined ? {} : { port: { low: port, high: port } }) };
  return { set, next: at + 2 };
}

function readAction({ words }: Asked, at: number): Clause {
  const accepted = words[at]?.text.toLowerCase().startsWith('accept');
  return { set: { action: accepted ? 'ACCEPT' : 'REJECT' }, next: at + 1 };
}

/** For a verb that compares, a moment parts two windows: what lies before it and what lies after it. */
function readTime({ words, verb, clock }: Asked, at: number): Clause | Problem {
  if (!verb.clauses.includes('versus')) {
    const read = readWindow(words, at, clock);
    return isProblem(read) ? read : { set: { window: read.window }, next: read.next };
  }
  const read = readWindow(words, at, clock, { reach: COMPARED_AROUND });
  if (isProblem(read)) return read;
  const { window, middle, next } = read;
  if (middle === undefined || middle >= window.end) return { set: { window }, next };
  const before = { start: window.start, end: middle };
  return {
    set: { window: { start: middle, end: window.end }, versus: { kind: 'window', window: before } },
    next,
  };
}

function readOther({ words, clock }: Asked, at: number): Clause | Problem {
  const read = readVersus(words, at, clock);
  return isProblem(read) ? read : { set: { versus: read.versus }, next: read.next };
}

function readBy(asked: Asked, at: number): Clause | Problem {
  const by = asked.verb.by ?? { measures: [], groupings: [] };
  const read = readByWords(asked.words[at + 1]?.text ?? '', by);
  if (!('wrong' in read)) return { set: read, next: at + 2 };
  const wrong = wrongValue(
    asked,
    at,
    'a measure or grouping',
    byForms(by),
    () => read.instead,
    by.measures[0] ?? '',
  );
  // Of several words with commas, the one that is wrong is named.
  return read.wrong === '' ? wrong : { ...wrong, problem: notA(read.wrong, 'a measure or grouping') };
}

function readTop(asked: Asked, at: number): Clause | Problem {
  const value = asked.words[at + 1]?.text ?? '';
  const limit = /^\d{1,9}$/.test(value) ? Number(value) : 0;
  if (limit >= 1 && limit <= LARGEST_LIMIT) return { set: { limit }, next: at + 2 };
  const near = () => (limit > LARGEST_LIMIT ? String(LARGEST_LIMIT) : undefined);
  return wrongValue(asked, at, 'a number of rows', CLAUSE_FORMS.top, near, '20');
}

function readFileForm(asked: Asked, at: number): Clause | Problem {
  const value = asked.words[at + 1]?.text.toLowerCase();
  const file = FILE_FORMS.find((form) => form === value);
  if (file) return { set: { file }, next: at + 2 };
  return wrongValue(
    asked,
    at,
    'a form of file',
    CLAUSE_FORMS.as,
    (word) => nearest(word, FILE_FORMS),
    FILE_FORMS[0],
  );
}

/** By its own id, or that of the transit gateway it is attached to: other resources are subjects. */
const FLOW_LOG = /^(?:fl|tgw)-[0-9a-f]{1,17}$/i;

/** Whether a word is one that only verbs about flow logs themselves take. */
export function namesFlowLog(word: string): boolean {
  return FLOW_LOG.test(word) || word.toLowerCase() === 'firehose';
}

function readFlowLog(asked: Asked, at: number): Clause {
  const word = asked.words[at]?.text.toLowerCase() ?? '';
  return { set: word === 'firehose' ? { firehose: true } : { flowLog: word }, next: at + 1 };
}

function readSource(asked: Asked, at: number): Clause | Problem {
  const chosen = sourceChoiceAt(asked.words, at + 1);
  if (chosen) return { set: { source: chosen.choice }, next: at + 1 + chosen.words };
  return {
    problem: 'After “in” a source is missing.',
    allowed: CLAUSE_FORMS.in,
    fixes: [replaced(asked.words, at, 1)],
  };
}

function notA(found: string, wanted: string): string {
  return `${shown(found)} is not ${wanted}.`;
}

/** The value after a keyword is missing or wrong; the fixes put the nearest right one in its place, else a stock one, else drop the clause. */
function wrongValue(
  { words }: Asked,
  at: number,
  wanted: string,
  allowed: string,
  near: (value: string) => string | undefined,
  stock: string,
): Problem {
  const value = words[at + 1];
  if (value === undefined || (clauseAt(words, at + 1) !== undefined && !/^\d/.test(value.text))) {
    const problem = `After ${shown(words[at]?.text ?? '')} ${wanted} is missing.`;
    return { problem, allowed, fixes: [replaced(words, at + 1, 0, stock), replaced(words, at, 1)] };
  }
  const instead = near(value.text) ?? stock;
  return {
    problem: notA(value.text, wanted),
    allowed,
    fixes: [replaced(words, at + 1, 1, instead), replaced(words, at, 2)],
  };
}
