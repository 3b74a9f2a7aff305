/** What became of a question at each source: a source that fails is left out from then on, and the others answer without it. */
import type { SourceOutcome } from '../../diagnosis/diagnosis.ts';
import { SourceError } from '../../query/source-error.ts';

const DEFECT =
  'This is a defect in flows: please report it with the question, the version and this sentence.';

/** What a source rejected with, as what a person can act on. */
function asSourceError(source: string, error: unknown): SourceError {
  if (error instanceof SourceError) return error;
  const reason = error instanceof Error ? error.message || error.name : String(error);
  return new SourceError({
    code: 'unavailable',
    attempted: `answer from ${source}`,
    happened: `flows itself failed: ${reason}.`,
    todo: DEFECT,
    cause: error,
    isOfSource: false,
  });
}

function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}

export interface Outcomes {
  failed(source: string): boolean;
  /** @throws SourceError where no source is left */
  fail(source: string, error: unknown): void;
  list(): readonly SourceOutcome[];
}

/** @param asked the names of the sources that the question goes to */
export function createOutcomes(asked: readonly string[], notAsked: readonly SourceOutcome[]): Outcomes {
  const failures = new Map<string, SourceError>();

  function throwIfNoneIsLeft(): void {
    const [first, ...others] = failures.values();
    if (!first || failures.size < asked.length) return;
    if (others.length === 0) throw first;
    const todos = new Set([...failures.values()].map(({ todo }) => todo));
    throw new SourceError({
      code: first.code,
      attempted: `ask ${listed(asked)}`,
      happened: [...failures]
        .map(([name, { attempted, happened }]) => `${name}: could not ${attempted}: ${happened}`)
        .join(' '),
      todo:
        todos.size === 1 ? first.todo : [...failures].map(([name, { todo }]) => `${name}: ${todo}`).join(' '),
      cause: first,
      isOfSource: [...failures.values()].some(({ isOfSource }) => isOfSource),
    });
  }

  return {
    failed: (source) => failures.has(source),
    fail(source, error) {
      // The first reason is why it was left out.
      if (!failures.has(source)) failures.set(source, asSourceError(source, error));
      throwIfNoneIsLeft();
    },
    list: () => [
      ...asked.map((name): SourceOutcome => {
        const failure = failures.get(name);
        return failure
          ? {
              ...{ name, outcome: 'failed', because: failure.message },
              ...(failure.isOfSource ? {} : { isOfSource: false }),
            }
          : { name, outcome: 'answered', because: null };
      }),
      ...notAsked,
    ],
  };
}
