/** What a question of a thread passes on to the next one, and what the next one replaces of it. */
import type { Request, Subject } from '../../query/request.ts';
import type { Settings } from '../grammar/clause.ts';
import type { SoFar } from '../grammar/part.ts';
import type { QuestionVerb } from '../verb.ts';

function endsOf({ subjects, settings: { from, to } }: SoFar): readonly Subject[] {
  return [...(from ? [from] : []), ...subjects, ...(to ? [to] : [])];
}

/** How many ends of a conversation something names. */
export function countOfEnds(parts: SoFar): number {
  return endsOf(parts).length;
}

function withoutEnds({ from: _, to: __, ...others }: Settings): Settings {
  return others;
}

/** What limits a question to some records. */
function filtersOf({ port, protocol, action, source, window }: Request): Settings {
  return {
    window,
    ...(port ? { port } : {}),
    ...(protocol === undefined ? {} : { protocol }),
    ...(action ? { action } : {}),
    ...(source === undefined ? {} : { source }),
  };
}

function sidesOf({ from, to }: Pick<Request, 'from' | 'to'>): Settings {
  return { ...(from ? { from } : {}), ...(to ? { to } : {}) };
}

/** How many ends of a conversation a question is about. */
export function endsIn(request: Request): number {
  return countOfEnds({ subjects: request.subjects, settings: sidesOf(request) });
}

/** All that was asked, for the same verb again. A file, and an answer that was wanted anew, were wanted once. */
export function keptBySame(previous: Request, verb: QuestionVerb): SoFar {
  const { subjects, by, versus, limit, flowLog, firehose } = previous;
  const words = by?.split(' ') ?? [];
  const measure = words.find((word) => verb.by?.measures.includes(word));
  const groupings = words.filter((word) => word !== measure);
  const settings = {
    ...filtersOf(previous),
    ...sidesOf(previous),
    ...(versus ? { versus: { kind: 'window', window: versus } as const } : {}),
    ...(measure === undefined ? {} : { measure }),
    ...(groupings.length > 0 ? { groupings } : {}),
    ...(limit === undefined ? {} : { limit }),
    ...(flowLog === undefined ? {} : { flowLog }),
    ...(firehose ? { firehose } : {}),
  };
  return { subjects, settings };
}

/** Subject, window and filters, as far as another verb takes them. */
export function keptByOther(previous: Request, verb: QuestionVerb): SoFar {
  const takes = (name: QuestionVerb['clauses'][number]) => verb.clauses.includes(name);
  const { port, protocol, action, source, ...settings } = filtersOf(previous);
  const filters = {
    ...settings,
    ...(port && takes('port') ? { port } : {}),
    ...(protocol !== undefined && takes('proto') ? { protocol } : {}),
    ...(action && takes('action') ? { action } : {}),
    ...(source !== undefined && takes('in') ? { source } : {}),
  };
  const { subjects } = previous;
  const { max } = verb.subjects;
  const sides = sidesOf(previous);
  return takes('from') && takes('to')
    ? { subjects: subjects.slice(0, max), settings: { ...filters, ...sides } }
    : { subjects: endsOf({ subjects, settings: sides }).slice(0, max), settings: filters };
}

/** Where several ends could be the one that is meant. */
export type Ambiguous = 'ambiguous';

type Ends = Pick<Settings, 'from' | 'to'> & { readonly subjects: readonly Subject[] };

/** Ends where a new one is named without saying which it replaces. */
function withOne(subject: Subject, { subjects, settings: { from, to } }: SoFar): Ends | Ambiguous {
  if (subjects.length + (from ? 1 : 0) + (to ? 1 : 0) > 1) return 'ambiguous';
  if (from) return { subjects, from: subject };
  return to ? { subjects, to: subject } : { subjects: [subject] };
}

/** Ends where one or both sides are named. Of two subjects the first is the side that opens the connection. */
function withSides({ from, to }: Settings, kept: SoFar): Ends {
  const [first, second] = kept.subjects;
  const opens = kept.settings.from ?? (second || kept.settings.to ? first : undefined);
  const receives = kept.settings.to ?? second ?? (kept.settings.from ? first : undefined);
  const others = opens || receives ? [] : kept.subjects;
  const [left, right] = [from ?? opens, to ?? receives];
  return { subjects: others, ...(left ? { from: left } : {}), ...(right ? { to: right } : {}) };
}

function replacedEnds(named: SoFar, kept: SoFar): Ends | Ambiguous {
  const [subject, ...others] = named.subjects;
  const { from, to } = named.settings;
  const sides = sidesOf(named.settings);
  if (subject && (others.length > 0 || from || to)) return { subjects: named.subjects, ...sides };
  if (subject) return withOne(subject, kept);
  return from && to ? { subjects: [], from, to } : withSides(named.settings, kept);
}

/** What is named in the place of what was asked before. A new window is compared with what came before it, not with what the old one was. */
export function replacing(named: SoFar, kept: SoFar): SoFar | Ambiguous {
  const { versus, ...settings } = kept.settings;
  const stays = versus && !named.settings.window ? { versus } : {};
  if (countOfEnds(named) === 0)
    return { subjects: kept.subjects, settings: { ...settings, ...stays, ...named.settings } };
  const ends = replacedEnds(named, kept);
  if (ends === 'ambiguous') return ends;
  const { subjects, ...sides } = ends;
  return { subjects, settings: { ...withoutEnds(settings), ...stays, ...named.settings, ...sides } };
}

/** The ends that a verb needs two of and one is named: the thread's only end is the other. */
export function completing(named: SoFar, kept: SoFar): SoFar | Ambiguous {
  const [subject] = named.subjects;
  if (!subject) return replacing(named, kept);
  const [other, ...more] = endsOf(kept);
  if (more.length > 0) return 'ambiguous';
  const settings = { ...withoutEnds(kept.settings), ...named.settings };
  if (!other) return { subjects: named.subjects, settings };
  return kept.settings.to
    ? { subjects: [subject, other], settings }
    : { subjects: [other, subject], settings };
}
