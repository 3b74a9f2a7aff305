/** What a verb is: a name, its help, and either what it asks of flow logs or what it says at once. */
import type { Analyzer } from '../analyzers/analyzer.ts';
import type { Conclude } from '../analyzers/conclude.ts';
import type { ExplanationAnswer, HelpAnswer, MistakeAnswer, VerbGuide } from '../diagnosis/answer.ts';
import type { Request } from '../query/request.ts';
import type { Action } from './action.ts';
import type { Clock } from './grammar/time-point.ts';

export type ClauseName =
  | 'port'
  | 'proto'
  | 'from'
  | 'to'
  | 'action'
  | 'window'
  | 'versus'
  | 'by'
  | 'top'
  | 'in'
  | 'fresh'
  | 'as'
  | 'flow-log';

/** A verb that is answered from records. */
export interface QuestionVerb extends VerbGuide {
  readonly kind: 'question';
  readonly subjects: { readonly min: number; readonly max: number };
  readonly clauses: readonly ClauseName[];
  /** What the `by` clauses take, where the verb has them. */
  readonly by?: {
    /** At most one of them. */
    readonly measures: readonly string[];
    readonly groupings: readonly string[];
    /** AWS's names of fields, which group too. */
    readonly fields?: readonly string[];
    /** So many groupings and fields together; one unless it is said. */
    readonly most?: number;
  };
  readonly analyzers: readonly Analyzer[];
  /** What the findings of several analyzers come to together; without it, the first one's first is the answer. */
  readonly conclude?: Conclude;
  /** Its analyzers are detectors, which are told the operator's settings. */
  readonly detects?: true;
  /** What its help tells beside its clauses, a line each. */
  readonly more?: readonly string[];
}

/** What is known at once, without a source. */
export type Immediate = ExplanationAnswer | HelpAnswer | MistakeAnswer;

/** A verb that is answered from its own text alone. */
export interface TextVerb extends VerbGuide {
  readonly kind: 'text';
  /** `argument` is everything after the verb, as typed. */
  answer(argument: string, verbs: readonly Verb[]): Immediate;
}

/** A verb that works with what is remembered (an incident, the audit log) instead of asking records. It is read here and done at the edges. */
export interface ActionVerb extends VerbGuide {
  readonly kind: 'action';
  /** `argument` is everything after the verb, as typed, with people as `<@U123>`. Pure and quick. */
  read(argument: string, clock: Clock): Action | MistakeAnswer;
}

export type Verb = QuestionVerb | TextVerb | ActionVerb;

/** A text that was understood. */
export type Understood =
  | { readonly kind: 'question'; readonly verb: QuestionVerb; readonly request: Request }
  | { readonly kind: 'action'; readonly action: Action }
  | { readonly kind: 'immediate'; readonly answer: Immediate };
