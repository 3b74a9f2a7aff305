/** One part of a question: the subject, clause or bare value that begins at a word, and what is wrong where none does. */
import type { Subject } from '../../query/request.ts';
import { type Asked, type Clause, namesFlowLog, readClause, type Settings } from './clause.ts';
import { CLAUSE_FORMS, clauseAt, nearestKeyword } from './clause-words.ts';
import { isService, nearestPort, readPorts, readProtocol } from './port.ts';
import { isProblem, type Problem, shown } from './problem.ts';
import { formedSubject, readSubject, SUBJECT_FORMS } from './subject.ts';
import { quote, replaced, type Word } from './words.ts';

export interface Part extends Clause {
  readonly subject?: Subject;
}

/** Words between subjects that say nothing. */
const FILLERS: ReadonlySet<string> = new Set(['and', 'for', 'on', 'of', 'with', 'between']);
/** Words for times that have no records yet; a Name tag like that goes in quotes. */
const FUTURE: ReadonlySet<string> = new Set(['tomorrow', 'next', 'upcoming', 'soon']);
/** Protocols that may stand alone; other names of protocols are rather names of machines. */
const BARE_PROTOCOLS: ReadonlySet<string> = new Set(['tcp', 'udp', 'icmp', 'icmpv6']);

/** What was read before it. */
export interface SoFar {
  readonly subjects: readonly Subject[];
  readonly settings: Settings;
}

/** Reads the part that begins at a word. */
export function readPart(asked: Asked, at: number, { subjects, settings }: SoFar): Part | Problem {
  const { words, verb } = asked;
  const clause = clauseAt(words, at);
  if (clause && !verb.clauses.includes(clause)) return clauseNotTaken(asked, at, clause);
  if (clause) return readClause(clause, asked, at);
  const bareFlowLog = verb.clauses.includes('flow-log') && namesFlowLog(words[at]?.text ?? '');
  if (bareFlowLog && !words[at]?.quoted) return readClause('flow-log', asked, at);

  const word = words[at];
  if (!word || (!word.quoted && FILLERS.has(word.text.toLowerCase()))) return { set: {}, next: at + 1 };
  const full = subjects.length >= verb.subjects.max;
  const enough = subjects.length >= Math.max(verb.subjects.min, 1);
  if (!word.quoted) {
    const bare = readBareValue(
      word.text,
      asked,
      at,
      enough,
      subjects.length === 0 && settings.limit === undefined,
    );
    if (bare) return bare;
  }
  if (!word.quoted && /^\d+$/.test(word.text)) return noPort(asked, at);
  if (!word.quoted && FUTURE.has(word.text.toLowerCase())) return notYet(asked, at);
  const meant = word.quoted ? undefined : nearestKeyword(word.text, verb, enough ? 2 : 1);
  const read = readSubject(word);
  if (isProblem(read)) return { ...read, fixes: read.fixes.map((fix) => replaced(words, at, 1, fix)) };
  if (meant && read.subject.kind === 'name') return misspelt(asked, at, meant);
  if (full) return tooMany(asked, at);
  const { subject, port } = read;
  return { subject, set: port === undefined ? {} : { port: { low: port, high: port } }, next: at + 1 };
}

/** A value that says by itself what it is: `443`, `8000-8100`, `tcp`, `443/tcp`; a service's name only once there are subjects enough. */
function readBareValue(
  text: string,
  { verb }: Asked,
  at: number,
  enough: boolean,
  mayLimit: boolean,
): Part | undefined {
  const next = at + 1;
  if (verb.clauses.includes('top') && mayLimit && /^[1-9]\d{0,2}$/.test(text))
    return { set: { limit: Number(text) }, next };
  if (verb.clauses.includes('proto') && BARE_PROTOCOLS.has(text.toLowerCase())) {
    const protocol = readProtocol(text);
    return protocol === undefined ? undefined : { set: { protocol }, next };
  }
  if (!verb.clauses.includes('port')) return undefined;
  const ports =
    /^\d/.test(text) || text.includes('/') || (enough && isService(text)) ? readPorts(text) : undefined;
  return ports && { set: ports, next };
}

function notYet({ words, verb }: Asked, at: number): Problem {
  return {
    problem: `${shown(words[at]?.text ?? '')} is in the future; flow logs know only the past.`,
    allowed: verb.clauses.includes('window') ? CLAUSE_FORMS.window : verb.usage,
    fixes: [replaced(words, at, words.length - at, 'last 1h'), replaced(words, at, words.length - at)],
  };
}

function noPort({ words }: Asked, at: number): Problem {
  const problem = `${shown(words[at]?.text ?? '')} is neither a subject nor a port.`;
  return { problem, allowed: `${SUBJECT_FORMS}; ${CLAUSE_FORMS.port}`, fixes: [replaced(words, at, 1)] };
}

function clauseNotTaken({ words, verb }: Asked, at: number, clause: keyof typeof CLAUSE_FORMS): Problem {
  return {
    problem: `\`${verb.name}\` has no clause ${shown(words[at]?.text ?? '')}.`,
    allowed: verb.clauses.map((name) => CLAUSE_FORMS[name]).join('; '),
    fixes: [
      replaced(words, at, clause === 'action' || clause === 'fresh' ? 1 : 2),
      replaced(words, at, words.length - at),
    ],
  };
}

function misspelt({ words, verb }: Asked, at: number, meant: string): Problem {
  const text = words[at]?.text ?? '';
  return {
    problem: `${shown(text)} is no word of \`${verb.name}\`; \`${meant}\` is.`,
    allowed: `${verb.usage}; a Name tag like that in quotes`,
    fixes: [replaced(words, at, 1, meant), replaced(words, at, 1, quote(text))],
  };
}

function tooMany(asked: Asked, at: number): Problem {
  const { words, verb } = asked;
  const { max } = verb.subjects;
  const most = max === 0 ? 'no subject' : max === 1 ? 'one subject' : `at most ${max} subjects`;
  return {
    problem: `${shown(words[at]?.text ?? '')} is one subject too many: \`${verb.name}\` takes ${most}.`,
    allowed: verb.usage,
    fixes: [
      ...nearService(asked, at),
      ...formedAlone(asked, at),
      ...nameOfSeveralWords(words, at),
      replaced(words, at, 1),
      replaced(words, at, words.length - at),
    ],
  };
}

/** `trace web-1 db-1 posgresql`: behind as many subjects as there may be, a word is rather a service than one more. */
function nearService({ words, verb }: Asked, at: number): readonly string[] {
  const near =
    verb.clauses.includes('port') && verb.subjects.max > 1 ? nearestPort(words[at]?.text ?? '') : undefined;
  return near === undefined ? [] : [replaced(words, at, 1, near)];
}

/** `reject why is 10.0.1.5 blocked`: what says by its form what it is, without the words around it. */
function formedAlone({ words, verb }: Asked, at: number): readonly string[] {
  const formed = words.slice(1).flatMap((word) => formedSubject(word) ?? []);
  const isAmongOthers = words.slice(1, at).some((word) => formedSubject(word) === undefined);
  const { min, max } = verb.subjects;
  const areAsMany = formed.length >= Math.max(min, 1) && formed.length <= max;
  return isAmongOthers && areAsMany ? [[verb.name, ...formed].join(' ')] : [];
}

/** `reject my web server`: the plain words around one as a single name in quotation marks. */
function nameOfSeveralWords(words: readonly Word[], at: number): readonly string[] {
  const isPlain = (index: number) => {
    const word = words[index];
    if (index < 1 || !word || word.quoted || clauseAt(words, index)) return false;
    const read = readSubject(word);
    return !isProblem(read) && read.subject.kind === 'name';
  };
  if (!isPlain(at) || !isPlain(at - 1)) return [];
  let [from, end] = [at, at + 1];
  while (isPlain(from - 1)) from -= 1;
  while (isPlain(end)) end += 1;
  const name = words.slice(from, end).map(({ text }) => text);
  return [replaced(words, from, end - from, quote(name.join(' ')))];
}
