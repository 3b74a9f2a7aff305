/** A text in a thread, beside the question that was asked there before: `top`, `and yesterday?`, `what about web-2?`. */
import type { MistakeAnswer } from '../diagnosis/answer.ts';
import type { Request } from '../query/request.ts';
import { type Reading, understand } from './answer.ts';
import { completing, countOfEnds, endsIn, keptByOther, keptBySame, replacing } from './follow/inherit.ts';
import { type Gist, gistOf, plain } from './follow/polite.ts';
import { requestText } from './follow/request-text.ts';
import { areAbout, withPortsNamed } from './follow/thread-words.ts';
import { withTimesWrittenOut } from './follow/times.ts';
import type { Asked } from './grammar/clause.ts';
import type { SoFar } from './grammar/part.ts';
import { deliveredText, plainText, typedText } from './grammar/plain-text.ts';
import { isProblem, type Problem, shown } from './grammar/problem.ts';
import { readParts, requestOf } from './grammar/question.ts';
import type { Clock } from './grammar/time-point.ts';
import { LONGEST_TEXT, mistaken, type Read } from './grammar/understand.ts';
import { spread } from './grammar/window.ts';
import { type Word, wordsOf } from './grammar/words.ts';
import { VERBS } from './index.ts';
import type { QuestionVerb, Understood } from './verb.ts';

/** The question that a thread is about. */
interface Thread {
  readonly previous: Request;
  readonly verb: QuestionVerb;
  readonly clock: Clock;
}

/** As always: the text says all by itself, or nothing that has to do with the thread. */
type AsAlways = null;

/**
 * Understands a text beside the question before it in the same thread; without one, as `understand` does. What it takes from the thread is in the
 * request's text, which can be typed in full. Takes any text and never throws.
 */
export function understandIn(text: string, reading: Reading, previous: Request | null): Understood {
  const asAlways = understand(text, reading);
  const verb = questionVerb(previous?.verb ?? '');
  if (previous === null || !verb || text.length > LONGEST_TEXT || isSettled(asAlways)) return asAlways;
  const thread = { previous, verb, clock: { ...reading, now: Math.floor(reading.now) } };
  const typed = plainText(text);
  const read = followUp(typed, thread);
  // A whole question that makes no sense beside the thread is about something else.
  if (read === null || (isProblem(read) && asAlways.kind === 'question')) return asAlways;
  return isProblem(read) ? mistakenIn(typed, read, thread) : read;
}

function questionVerb(name: string): QuestionVerb | undefined {
  const verb = VERBS.find((one) => one.name === name);
  return verb?.kind === 'question' ? verb : undefined;
}

/** What is no question about records stands by itself: help, a record to explain, an incident's note. */
function isSettled(understood: Understood): boolean {
  return (
    understood.kind === 'action' || (understood.kind === 'immediate' && understood.answer.kind !== 'mistake')
  );
}

function followUp(text: string, thread: Thread): Read | AsAlways {
  const said = spread(wordsOf(text));
  const gist = gistOf(said);
  const [first] = gist.words;
  if (!first) return gist.again ? again(thread) : null;
  const named = questionVerb(['vs', 'versus', 'against'].includes(plain(first)) ? 'diff' : plain(first));
  if (!named && VERBS.some(({ name }) => name === plain(first))) return null;
  if (plain(first) === 'why' && gist.words.length === 1) return why(thread);
  if (!named) return same(gist, thread);
  const words = named.name === plain(first) ? gist.words.slice(1) : gist.words;
  return other(words, named, thread, said.length > gist.words.length);
}

/** The same question with what is named in the place of what it was. */
function same({ words, connects }: Gist, thread: Thread): Read | AsAlways {
  const { verb, previous, clock } = thread;
  const written = withPortsNamed(withTimesWrittenOut(words, previous.window, clock), verb, clock);
  const names = VERBS.map(({ name }) => name);
  if (!areAbout(written, connects, names, clock)) return null;
  const asked = askedOf(written, thread, verb);
  const parts = readParts(asked);
  if (isProblem(parts)) return parts;
  const isSaid = parts.subjects.length > 0 || Object.keys(parts.settings).length > 0;
  return isSaid ? combined(asked, replacing(parts, keptBySame(previous, verb)), thread) : null;
}

/** Another question about the same: or about what it names itself, and then only the window is the thread's. */
function other(
  words: readonly Word[],
  verb: QuestionVerb,
  thread: Thread,
  isTrimmed: boolean,
): Read | AsAlways {
  const { previous, clock } = thread;
  const literal = askedOf(words, thread, verb);
  const own = readParts(literal);
  if (isProblem(own)) return own;
  const ends = countOfEnds(own);
  const kept = keptByOther(previous, verb);
  if (ends >= Math.max(verb.subjects.min, 1) || own.settings.flowLog !== undefined) {
    if (own.settings.window && !isTrimmed) return null;
    const { subjects, settings } = own;
    return combined(literal, { subjects, settings: { window: previous.window, ...settings } }, thread);
  }
  const asked = askedOf(withTimesWrittenOut(words, previous.window, clock), thread, verb);
  const named = readParts(asked);
  if (isProblem(named)) return named;
  return combined(asked, ends > 0 ? completing(named, kept) : replacing(named, kept), thread);
}

function again(thread: Thread): Read {
  const { verb, previous } = thread;
  const { subjects, settings } = keptBySame(previous, verb);
  const fresh = verb.clauses.includes('fresh') ? { fresh: true as const } : {};
  return combined(askedOf([], thread, verb), { subjects, settings: { ...settings, ...fresh } }, thread);
}

/** Between two ends the path says why; about one, what rejects it. */
function why(thread: Thread): Read | AsAlways {
  const { previous } = thread;
  const ends = endsIn(previous);
  const verb = questionVerb(ends === 2 ? 'trace' : 'reject');
  // Its answer says why already.
  if (!verb || ends === 0 || verb.name === previous.verb) return null;
  return combined(askedOf([], thread, verb), keptByOther(previous, verb), thread);
}

/** Words as the grammar reads them: after a verb. */
function askedOf(words: readonly Word[], { clock }: Thread, verb: QuestionVerb): Asked {
  return { words: spread([{ text: verb.name, quoted: false }, ...words]), verb, clock };
}

function combined(asked: Asked, parts: SoFar | 'ambiguous', { previous, clock }: Thread): Read {
  if (parts === 'ambiguous') return ambiguous(asked, previous);
  const read = requestOf('', asked, parts);
  if (isProblem(read)) return read;
  // A port that is written on an address means nothing to a verb that takes none.
  const { port, ...others } = read;
  const request = port && asked.verb.clauses.includes('port') ? read : others;
  const text = requestText(request, clock);
  return { kind: 'question', verb: asked.verb, request: { ...request, text } };
}

function ambiguous({ words, clock }: Asked, previous: Request): Problem {
  return {
    problem: `${shown(words[1]?.text ?? '')} could stand for either end.`,
    allowed: '`and from <subject>` or `and to <subject>`: which of them is another one',
    fixes: [requestText(previous, clock)],
  };
}

/** What is wrong, and what of the thread it was read beside. The example can be typed anywhere. */
function mistakenIn(text: string, found: Problem, thread: Thread): Understood {
  const { previous, verb, clock } = thread;
  const [first] = gistOf(wordsOf(text)).words;
  // The fix of a text without a verb has the thread's before it.
  const isSame = plain(first) !== verb.name;
  const readFix = (fix: string): Read => {
    const words = spread(wordsOf(fix));
    const read =
      isSame && plain(words[0]) === verb.name
        ? same({ words: words.slice(1), connects: true, again: false }, thread)
        : followUp(typedText(fix), thread);
    return read ?? understand(deliveredText(fix), clock);
  };
  const understood = mistaken(text, found, readFix, VERBS);
  if (understood.kind !== 'immediate' || understood.answer.kind !== 'mistake') return understood;
  const { answer } = understood;
  const fixed = readFix(answer.example);
  const example =
    !isProblem(fixed) && fixed.kind === 'question' && fixed.request.text
      ? fixed.request.text
      : answer.example;
  const mistake: MistakeAnswer = {
    ...answer,
    problem: `${answer.problem} Read beside what this thread is about: ${requestText(previous, clock)}.`,
    example,
  };
  return { kind: 'immediate', answer: mistake };
}
