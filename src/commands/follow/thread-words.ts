/** The words of a follow-up made such that the grammar reads them as they are meant beside a question that was asked before. */
import { nearest } from '../../query/nearest.ts';
import { clauseAt } from '../grammar/clause-words.ts';
import { isService } from '../grammar/port.ts';
import { isProblem } from '../grammar/problem.ts';
import { readSubject } from '../grammar/subject.ts';
import type { Clock } from '../grammar/time-point.ts';
import type { Word } from '../grammar/words.ts';
import type { QuestionVerb } from '../verb.ts';
import { plain } from './polite.ts';
import { timesAmong } from './times.ts';

/** What no machine is called, and people write to each other. */
const NO_NAMES: ReadonlySet<string> = new Set(
  'what why who whom when where which how is are was were do does did going happened happening thanks thank thx cheers yes no nice great good cool wow sure done never nothing else other others one ones all everything more less'.split(
    ' ',
  ),
);
/** What follows these is their value already. */
const TAKING: ReadonlySet<string> = new Set(
  'port ports proto protocol from to -> → => in by top as'.split(' '),
);
const PORT: Word = { text: 'port', quoted: false };

/** Where words stand that name something: a machine, or a service. */
function namesAmong(words: readonly Word[], clock: Clock): ReadonlySet<number> {
  const times = timesAmong(words, clock);
  return new Set([...words.keys()].filter((at) => !times.has(at) && isName(words, at)));
}

function isName(words: readonly Word[], at: number): boolean {
  const word = words[at];
  if (!word || word.quoted || clauseAt(words, at) !== undefined || TAKING.has(plain(words[at - 1])))
    return false;
  const read = readSubject(word);
  return !isProblem(read) && read.subject.kind === 'name';
}

/** `and 443?`, `and https?`: beside a subject that is known, a bare number or service is a port. */
export function withPortsNamed(
  words: readonly Word[],
  { clauses }: QuestionVerb,
  clock: Clock,
): readonly Word[] {
  if (!clauses.includes('port')) return words;
  const names = namesAmong(words, clock);
  return words.flatMap((word, at) => {
    const isBare = names.has(at) && (/^\d{1,5}(?:-\d{1,5})?$/.test(word.text) || isService(word.text));
    return isBare ? [PORT, word] : [word];
  });
}

/**
 * Whether the words can be what a question of the thread is to be asked about instead: only then are they read beside it. Where nothing says that
 * the thread is meant, a plain word is no machine's name: it is a slip, or was written to somebody else.
 */
export function areAbout(
  words: readonly Word[],
  connects: boolean,
  verbs: readonly string[],
  clock: Clock,
): boolean {
  const places = namesAmong(words, clock);
  const names = words.filter((_, at) => places.has(at)).map(({ text }) => text);
  const isTold = (name: string) => !NO_NAMES.has(name.toLowerCase()) && nearest(name, verbs) === undefined;
  const looksNamed = (name: string) => /[\d._-]/.test(name);
  const plainNames = names.filter((name) => !looksNamed(name));
  return (
    words.length > 0 &&
    names.every(isTold) &&
    (connects ? plainNames.length <= 1 : plainNames.length === 0 && names.length <= 1)
  );
}
