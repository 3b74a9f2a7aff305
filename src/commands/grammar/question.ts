/** From the words of a question to a Request: subjects and clauses in any order. */
import { Request, type Subject } from '../../query/request.ts';
import type { QuestionVerb } from '../verb.ts';
import { mostGroupings } from './by.ts';
import type { Asked, Settings } from './clause.ts';
import { compared } from './comparison.ts';
import { readPart, type SoFar } from './part.ts';
import { isProblem, type Problem, shown } from './problem.ts';
import { formedSubject, SUBJECT_FORMS } from './subject.ts';
import type { Clock } from './time-point.ts';
import { spread } from './window.ts';
import { replaced, type Word } from './words.ts';

/** Without a clause of time a question is about the last hour. */
const DEFAULT_SECONDS = 3600;
const SETTING_WORDS: Readonly<Record<keyof Settings, string>> = {
  port: 'port',
  protocol: 'protocol',
  from: '`from`',
  to: '`to`',
  action: 'action',
  window: 'window of time',
  versus: 'window to compare with',
  measure: 'measure after `by`',
  groupings: 'grouping after `by`',
  limit: 'number of rows',
  source: 'source',
  fresh: '`fresh`',
  file: 'form of file after `as`',
  flowLog: 'flow log',
  firehose: '`firehose`',
};

/** Reads the words of a question, the verb first. `text` is the question as it was typed. */
export function readQuestion(
  text: string,
  typed: readonly Word[],
  verb: QuestionVerb,
  clock: Clock,
): Request | Problem {
  const asked: Asked = { words: spread(typed), verb, clock };
  const parts = readParts(asked);
  return isProblem(parts) ? parts : requestOf(text, asked, parts);
}

/** Reads everything after the verb, which is the first word. */
export function readParts(asked: Asked): SoFar | Problem {
  const subjects: Subject[] = [];
  let settings: Settings = {};
  let at = 1;
  while (at < asked.words.length) {
    const part = readPart(asked, at, { subjects, settings });
    if (isProblem(part)) return part;
    const set = withGroupings(settings, part.set);
    const twice = setTwice(settings, set, mostGroupings(asked.verb.by));
    if (twice) return secondValue(asked, at, part.next, twice);
    if (part.subject) subjects.push(part.subject);
    settings = { ...settings, ...set };
    at = part.next;
  }
  return { subjects, settings };
}

/** What was read as a request; a problem where a subject is missing or two windows share time. */
export function requestOf(text: string, asked: Asked, { subjects, settings }: SoFar): Request | Problem {
  return (
    missingSubject(asked, subjects, settings) ??
    sameEnds(asked, subjects, settings) ??
    request(text, asked, subjects, settings)
  );
}

/** A path is from one host to another: what one sends to itself does not leave it. */
function sameEnds(
  { words, verb }: Asked,
  subjects: readonly Subject[],
  { from, to }: Settings,
): Problem | undefined {
  if (verb.subjects.min < 2) return undefined;
  const [one, other] = [from, to, ...subjects].flatMap((end) => (end ? [JSON.stringify(end)] : []));
  if (one === undefined || one !== other) return undefined;
  return {
    problem: `\`${verb.name}\` needs two ends, and both are the same.`,
    allowed: verb.usage,
    fixes: [replaced(words, 2, 1, '10.0.2.9'), ...verb.examples],
  };
}

/** Groupings add up, each once; everything else is said once. */
function withGroupings({ groupings: before = [] }: Settings, set: Settings): Settings {
  return set.groupings ? { ...set, groupings: [...new Set([...before, ...set.groupings])] } : set;
}

function setTwice(settings: Settings, set: Settings, mostGroupings: number): keyof Settings | undefined {
  if ((set.groupings?.length ?? 0) > mostGroupings) return 'groupings';
  const names = Object.keys(SETTING_WORDS) as readonly (keyof Settings)[];
  return names.find(
    (name) =>
      name !== 'groupings' &&
      settings[name] !== undefined &&
      set[name] !== undefined &&
      JSON.stringify(settings[name]) !== JSON.stringify(set[name]),
  );
}

function secondValue({ words, verb }: Asked, at: number, next: number, name: keyof Settings): Problem {
  const said = words
    .slice(at, next)
    .map(({ text }) => text)
    .join(' ');
  const most = name === 'groupings' ? mostGroupings(verb.by) : 1;
  const what =
    most === 1
      ? `a second ${SETTING_WORDS[name]}; a question has one`
      : `one ${SETTING_WORDS[name]} too many; a question has up to ${most}`;
  return {
    problem: `${shown(said)} is ${what}.`,
    allowed: verb.usage,
    fixes: [...(name === 'port' ? withoutPortBefore(words, at) : []), replaced(words, at, next - at)],
  };
}

/** Of `10.0.1.5:44321 10.0.2.9:443` the port of the one that is contacted is meant: the other's is whichever was free. */
function withoutPortBefore(words: readonly Word[], at: number): readonly string[] {
  const bare = words.slice(0, at + 1).map(formedSubject);
  const hasPort = (index: number) => bare[index] !== undefined && bare[index] !== words[index]?.text;
  const before = bare.findIndex((_, index) => hasPort(index));
  return before < 1 || before === at || !hasPort(at) ? [] : [replaced(words, before, 1, bare[before] ?? '')];
}

/** A place for the end that is missing: behind the one that there is, whichever word it follows. */
function withOtherEnd(words: readonly Word[], { from, to }: Settings): string {
  if (to) return replaced(words, 1, 0, '10.0.1.5');
  return from ? replaced(words, words.length, 0, 'to 10.0.2.9') : replaced(words, 2, 0, '10.0.2.9');
}

function missingSubject(
  { words, verb }: Asked,
  subjects: readonly Subject[],
  settings: Settings,
): Problem | undefined {
  const ends = [settings.from, settings.to].filter((end) => end !== undefined);
  if (subjects.length + ends.length >= verb.subjects.min) return undefined;
  if (verb.subjects.min > 1) {
    return {
      problem: `\`${verb.name}\` needs a source and a destination: who opens the connection, and to whom.`,
      allowed: `${verb.usage}; each is ${SUBJECT_FORMS}`,
      fixes: [ends.length + subjects.length === 1 ? withOtherEnd(words, settings) : '', ...verb.examples],
    };
  }
  return {
    problem: `\`${verb.name}\` needs a subject: whom it is about.`,
    allowed: SUBJECT_FORMS,
    fixes: [replaced(words, 1, 0, '10.0.1.5')],
  };
}

function request(
  text: string,
  { words, verb, clock }: Asked,
  subjects: readonly Subject[],
  { window, versus, measure, groupings = [], limit, source, ...settings }: Settings,
): Request | Problem {
  const own = window ?? { start: clock.now - DEFAULT_SECONDS, end: clock.now };
  const windows = verb.clauses.includes('versus')
    ? compared(own, versus ?? { kind: 'before', seconds: null }, words, clock)
    : { window: own };
  if (isProblem(windows)) return windows;
  const by = [measure, ...groupings].filter((word) => word !== undefined).join(' ');
  return Request.parse({
    text,
    verb: verb.name,
    subjects,
    ...windows,
    ...settings,
    ...(by === '' ? {} : { by }),
    ...(limit === undefined ? {} : { limit }),
    ...(source === undefined ? {} : { source }),
  });
}
