/** Everything that can come back to a person who asked: a closed union, so that every presenter must know every kind. */
import type { Explanation } from '../record/explain.ts';
import type { Diagnosis, SourceOutcome } from './diagnosis.ts';
import type { Overspend } from './overspend.ts';

/** What flow logs say about a question. */
export interface DiagnosisAnswer {
  readonly kind: 'diagnosis';
  /** The question as it was typed, without the command's own name: untrusted text. */
  readonly question: string;
  readonly diagnosis: Diagnosis;
}

/** One record in words. */
export interface ExplanationAnswer {
  readonly kind: 'explanation';
  readonly explanation: Explanation;
}

export interface VerbGuide {
  readonly name: string;
  /** One line: what it answers. */
  readonly summary: string;
  /** `reject <subject> [port …] [last …]` */
  readonly usage: string;
  /** Texts that work when pasted after the command's name. */
  readonly examples: readonly string[];
}

/** What can be asked: all verbs in short, or one in full. */
export interface HelpAnswer {
  readonly kind: 'help';
  /** One verb: its help in full. Several: an overview. None: the notes say all. */
  readonly verbs: readonly VerbGuide[];
  /** Paragraphs after the verbs: subjects, clauses, times. */
  readonly notes: readonly string[];
}

/** The question cannot be understood. */
export interface MistakeAnswer {
  readonly kind: 'mistake';
  /** The text as it was typed: untrusted. */
  readonly text: string;
  /** What is wrong, with the word that was found. */
  readonly problem: string;
  /** What is allowed in its place. */
  readonly allowed: string;
  /** A text that works when pasted, as near to what was meant as can be told. */
  readonly example: string;
}

/** A source could not be read, or what was asked could not be done, so there is no answer. */
export interface FailureAnswer {
  readonly kind: 'failure';
  readonly question: string;
  readonly attempted: string;
  readonly happened: string;
  readonly todo: string;
  /** What became of the sources it was put to, where there are several to choose from. */
  readonly sources?: readonly SourceOutcome[];
  /** It says nothing of the source, which may well answer. */
  readonly isOfSource?: false;
}

/** The question would have scanned more than it may without somebody saying so, and nobody could be asked. No more was run than is spent. */
export interface OverBudgetAnswer {
  readonly kind: 'over-budget';
  readonly question: string;
  readonly overspend: Overspend;
}

/** The person, or the end of the process, stopped the question before it was answered. */
interface CancelledAnswer {
  readonly kind: 'cancelled';
  readonly question: string;
  readonly because: string;
}

export type Answer =
  | DiagnosisAnswer
  | ExplanationAnswer
  | HelpAnswer
  | MistakeAnswer
  | FailureAnswer
  | OverBudgetAnswer
  | CancelledAnswer;
