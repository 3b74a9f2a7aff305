/** What a question passes on its way, told to whoever listens. What tells it knows nothing of logs or traces: those are at the edge. */
import { SourceError } from './source-error.ts';

/** `answer`: a question of its sources. `ask`: one query of ours at one source, or its `estimate`. `query`: one that the service runs for it. */
export type StepKind = 'answer' | 'ask' | 'estimate' | 'query' | 'network' | 'analysis';

/** What is told of a step: kinds, amounts, and names out of the configuration or of AWS. Nothing that anybody typed, and no record. */
export interface Facts {
  /** As the configuration calls it. */
  readonly source?: string;
  /** `insights`, `athena`, `files`: the id of an engine. */
  readonly backend?: string;
  /** As AWS names the query: the id of Logs Insights, or the execution of Athena. */
  readonly queryId?: string;
  readonly region?: string | null;
  /** The id of an analyzer or a detector. */
  readonly analyzer?: string;
  /** As the service says that it ended. */
  readonly status?: string;
  /** Nothing was run: the answer was remembered, or came with the run of somebody else. */
  readonly kept?: boolean;
  readonly rows?: number;
  readonly bytes?: number | null;
  readonly records?: number | null;
  /** US dollars. */
  readonly usd?: number | null;
  /** Calls of an API. */
  readonly calls?: number;
  /** Absent where it succeeded: the code of a SourceError, `cancelled`, or the name of another error. */
  readonly failure?: string;
}

export interface Step {
  /** Hears of the steps within it. */
  readonly within: Observer;
  /** More of it is known. */
  note(facts: Facts): void;
  /** Once. */
  end(facts: Facts): void;
}

export interface Observer {
  begin(kind: StepKind, facts: Facts): Step;
}

const NOBODY: Observer = {
  begin: () => ({ within: NOBODY, note: () => undefined, end: () => undefined }),
};

/** The kind of an error, in a word. @param signal aborted where the work was given up */
export function failureOf(error: unknown, signal: AbortSignal | undefined): string {
  if (signal?.aborted) return 'cancelled';
  if (error instanceof SourceError) return error.code;
  return error instanceof Error ? error.name : 'Error';
}

interface Observed {
  readonly observer: Observer | undefined;
  readonly kind: StepKind;
  readonly facts: Facts;
  /** Aborted when the work is given up. */
  readonly signal?: AbortSignal;
}

/**
 * Does the work as a step that somebody hears of.
 *
 * @param told what is known of it when it has succeeded
 * @throws what the work throws
 */
export async function observed<T>(
  { observer = NOBODY, kind, facts, signal }: Observed,
  work: (step: Step) => Promise<T>,
  told: (value: T) => Facts = () => ({}),
): Promise<T> {
  const step = observer.begin(kind, facts);
  try {
    const value = await work(step);
    step.end(told(value));
    return value;
  } catch (error) {
    step.end({ failure: failureOf(error, signal) });
    throw error;
  }
}
