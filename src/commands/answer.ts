/** From a typed text to an answer: the one way in for Slack, the terminal, mentions and alerts. */
import { DEFAULT_DETECTION, type DetectionSettings } from '../analyzers/detection/detecting.ts';
import type { Answer, MistakeAnswer } from '../diagnosis/answer.ts';
import { chooseSources } from '../investigation/choose-sources.ts';
import {
  isUnknownSource,
  namedSources,
  sourceForms,
  type UnknownSource,
} from '../investigation/name-sources.ts';
import type { Spending } from '../investigation/question-spending.ts';
import type { SaveFile } from '../investigation/result-file.ts';
import type { Source } from '../investigation/source.ts';
import { investigateWithin } from '../investigation/within-budgets.ts';
import type { Progress } from '../query/engine.ts';
import { type Observer, observed } from '../query/observer.ts';
import type { Request } from '../query/request.ts';
import { SourceError } from '../query/source-error.ts';
import type { AddressLookup } from '../record/address-facts.ts';
import { doneInSlack } from './action.ts';
import { shown } from './grammar/problem.ts';
import { sourceChoiceAt } from './grammar/source-choice.ts';
import { understandText } from './grammar/understand.ts';
import { quote, replaced, wordsOf } from './grammar/words.ts';
import { VERBS } from './index.ts';
import type { QuestionVerb, Understood } from './verb.ts';

/** What a text is read against. */
export interface Reading {
  /** Seconds since the epoch. */
  readonly now: number;
  /** IANA name of the asker's time zone: `Europe/Berlin`, `UTC`. */
  readonly timeZone: string;
}

export interface Asking {
  /** Seconds since the epoch. */
  readonly now: number;
  /** Milliseconds of a clock that only goes forward. */
  readonly monotonic: () => number;
  /** At least one; those that can hold what is asked about are asked when the question names none. */
  readonly sources: readonly Source[];
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
  /** Who asks: a Slack user id, `terminal`. Queries of different people take turns. */
  readonly asker?: string;
  /** Hears of what is done for it. */
  readonly observer?: Observer | undefined;
  /** What may be scanned, and who is asked before more is. Without it, there is no limit. */
  readonly spending?: Spending;
  /** Tells who public addresses are, where something can. */
  readonly lookUp?: AddressLookup;
  /** Writes a result to a file, for questions that want one. */
  readonly save?: SaveFile;
  /** What detectors are set to; their defaults without it. */
  readonly detection?: DetectionSettings;
}

/** Reads a text such as `reject 10.0.1.5 last 2h`. Pure and quick; a text that cannot be understood is an immediate mistake with help. */
export function understand(text: string, reading: Reading): Understood {
  return understandText(text, reading, VERBS);
}

/** Answers what was understood. Never rejects: a source that fails or a question that is cancelled is an answer too. */
export async function answer(understood: Understood, asking: Asking): Promise<Answer> {
  if (understood.kind === 'immediate') return understood.answer;
  if (understood.kind === 'action') return doneInSlack(understood.action);
  const { request, verb } = understood;
  const { source: choice } = request;
  if (choice === undefined && asking.sources.length > 0)
    return investigated(request, verb, asking.sources, asking);
  const named = namedSources(choice ?? '', asking.sources);
  return isUnknownSource(named)
    ? unknownSource(request, named, asking.sources)
    : investigated(request, verb, named, asking);
}

/** One source answers as itself; several as one that tells what became of each. */
async function sourceOf(
  request: Request,
  sources: readonly Source[],
  signal: AbortSignal,
): Promise<Source | undefined> {
  const [only, ...others] = sources;
  if (others.length === 0) return only;
  // Most have one source, and need not load what puts several together.
  const { createFanOutSource } = await import('../investigation/fan-out/source.ts');
  const isNamed = request.source !== undefined;
  return createFanOutSource(
    isNamed ? { asked: sources, notAsked: [], notes: [] } : await chooseSources(request, sources, signal),
  );
}

async function investigated(
  request: Request,
  { analyzers, conclude, detects }: QuestionVerb,
  sources: readonly Source[],
  { sources: _all, spending, detection = DEFAULT_DETECTION, ...asking }: Asking,
): Promise<Answer> {
  const question = request.text;
  const { signal } = asking;
  let source: Source | undefined;
  try {
    signal.throwIfAborted();
    source = await sourceOf(request, sources, signal);
    if (!source) throw new TypeError('no source was chosen');
    const investigation = {
      ...{ request, analyzers, source, ...asking },
      ...(conclude ? { conclude } : {}),
      ...(detects ? { detecting: { settings: detection, history: null } } : {}),
    };
    const { observer } = asking;
    const outcome = await observed({ observer, kind: 'answer', facts: {}, signal }, ({ within }) =>
      investigateWithin({ ...investigation, observer: within }, spending),
    );
    return outcome.kind === 'stopped'
      ? { kind: 'cancelled', question, because: outcome.because }
      : { ...outcome, question };
  } catch (error) {
    if (signal.aborted) return { kind: 'cancelled', question, because: reasonOf(signal.reason) };
    if (error instanceof SourceError) {
      const { attempted, happened, todo } = error;
      const sources = source?.outcomes ? { sources: source.outcomes() } : {};
      const own = error.isOfSource ? {} : ({ isOfSource: false } as const);
      return { kind: 'failure', question, attempted, happened, todo, ...sources, ...own };
    }
    return {
      kind: 'failure',
      question,
      attempted: `answer from ${source?.name ?? 'its sources'}`,
      happened: `flows itself failed: ${reasonOf(error)}`,
      todo: 'This is a defect in flows: please report it with the question, the version and this sentence.',
      isOfSource: false,
    };
  }
}

function reasonOf(reason: unknown): string {
  return reason instanceof Error ? reason.message || reason.name : String(reason);
}

function unknownSource(
  { text, source = '' }: Request,
  { unknown, instead }: UnknownSource,
  sources: readonly Source[],
): MistakeAnswer {
  return {
    kind: 'mistake',
    text,
    problem: `There is no source ${shown(unknown)}.`,
    allowed: sources.length > 0 ? `\`in\` ${sourceForms(sources)}` : 'no source is configured',
    example: correctedSource(text, source, instead),
  };
}

/** The question with another source's name in the place of the wrong one; without the clause where there is no other. */
function correctedSource(text: string, wrong: string, right: string | undefined): string {
  const words = wordsOf(text);
  const at = words.findIndex(
    ({ text: word, quoted }, index) =>
      !quoted && word.toLowerCase() === 'in' && wrong === sourceChoiceAt(words, index + 1)?.choice,
  );
  const count = sourceChoiceAt(words, at + 1)?.words ?? 1;
  return right === undefined
    ? replaced(words, at, 1 + count)
    : replaced(words, at + 1, count, /\s/.test(right) ? quote(right) : right);
}
