/** From a typed text to an answer: the one way in for Slack, the terminal, mentions and alerts. */
import type { Answer, MistakeAnswer } from '../diagnosis/answer.ts';
import type { Spending } from '../investigation/question-spending.ts';
import type { Source } from '../investigation/source.ts';
import { investigateWithin } from '../investigation/within-budgets.ts';
import type { Progress } from '../query/engine.ts';
import { nearest } from '../query/nearest.ts';
import type { Request } from '../query/request.ts';
import { SourceError } from '../query/source-error.ts';
import type { AddressLookup } from '../record/address-facts.ts';
import { shown } from './grammar/problem.ts';
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
  /** At least one; the first is asked when the question names none. */
  readonly sources: readonly Source[];
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
  /** Who asks: a Slack user id, `terminal`. Queries of different people take turns. */
  readonly asker?: string;
  /** What may be scanned, and who is asked before more is. Without it, there is no limit. */
  readonly spending?: Spending;
  /** Tells who public addresses are, where something can. */
  readonly lookUp?: AddressLookup;
}

/** Reads a text such as `reject 10.0.1.5 last 2h`. Pure and quick; a text that cannot be understood is an immediate mistake with help. */
export function understand(text: string, reading: Reading): Understood {
  return understandText(text, reading, VERBS);
}

/** Answers what was understood. Never rejects: a source that fails or a question that is cancelled is an answer too. */
export async function answer(understood: Understood, asking: Asking): Promise<Answer> {
  if (understood.kind === 'immediate') return understood.answer;
  const { request, verb } = understood;
  const source = chosenSource(request, asking.sources);
  return source ? investigated(request, verb, source, asking) : unknownSource(request, asking.sources);
}

function chosenSource({ source: name }: Request, sources: readonly Source[]): Source | undefined {
  if (name === undefined) return sources[0];
  return sources.find((one) => one.name.toLowerCase() === name.toLowerCase());
}

async function investigated(
  request: Request,
  { analyzers }: QuestionVerb,
  source: Source,
  { now, monotonic, signal, onProgress, asker, spending, lookUp }: Asking,
): Promise<Answer> {
  const question = request.text;
  try {
    signal.throwIfAborted();
    const optional = { ...(onProgress ? { onProgress } : {}), ...(lookUp ? { lookUp } : {}) };
    const outcome = await investigateWithin(
      { request, analyzers, source, now, monotonic, signal, asker, ...optional },
      spending,
    );
    return outcome.kind === 'stopped'
      ? { kind: 'cancelled', question, because: outcome.because }
      : { ...outcome, question };
  } catch (error) {
    if (signal.aborted) return { kind: 'cancelled', question, because: reasonOf(signal.reason) };
    if (error instanceof SourceError) {
      const { attempted, happened, todo } = error;
      return { kind: 'failure', question, attempted, happened, todo };
    }
    return {
      kind: 'failure',
      question,
      attempted: `answer from ${source.name}`,
      happened: `flows itself failed: ${reasonOf(error)}`,
      todo: 'This is a defect in flows: please report it with the question, the version and this sentence.',
    };
  }
}

function reasonOf(reason: unknown): string {
  return reason instanceof Error ? reason.message || reason.name : String(reason);
}

function unknownSource({ text, source = '' }: Request, sources: readonly Source[]): MistakeAnswer {
  const names = sources.map(({ name }) => name);
  const near = nearest(source, names) ?? names[0];
  return {
    kind: 'mistake',
    text,
    problem: `There is no source ${shown(source)}.`,
    allowed: names.length > 0 ? `\`in\` one of: ${names.join(', ')}` : 'no source is configured',
    example: correctedSource(text, source, near),
  };
}

/** The question with another source's name in the place of the wrong one; without the clause where there is no other. */
function correctedSource(text: string, wrong: string, right: string | undefined): string {
  const words = wordsOf(text);
  const at = words.findIndex(
    ({ text: word, quoted }, index) =>
      !quoted && word.toLowerCase() === 'in' && words[index + 1]?.text === wrong,
  );
  return right === undefined
    ? replaced(words, at, 2)
    : replaced(words, at + 1, 1, /\s/.test(right) ? quote(right) : right);
}
