/** Asks several sources at once, and goes on without those that fail. */
import PQueue from 'p-queue';
import type { Engine, QueryResult, RunOptions } from '../../query/engine.ts';
import type { FlowQuery } from '../../query/flow-query.ts';
import type { ScalarRow } from '../../query/ordered.ts';
import type { Outcomes } from './outcomes.ts';
import type { SharedProgress } from './progress.ts';

/** Sources that are asked at once; what one source runs at once is its own limit. */
const AT_ONCE = 8;

export interface Asked {
  readonly name: string;
  readonly engine: Engine;
}

export interface Answered {
  readonly source: string;
  readonly result: QueryResult<ScalarRow>;
}

export interface Asking {
  readonly options: RunOptions;
  readonly outcomes: Outcomes;
  readonly progress: SharedProgress;
}

async function askOne(
  { name, engine }: Asked,
  query: FlowQuery<ScalarRow>,
  { options, outcomes, progress }: Asking,
): Promise<Answered | undefined> {
  const { signal } = options;
  if (outcomes.failed(name)) return undefined;
  signal.throwIfAborted();
  progress.begin(name);
  try {
    return { source: name, result: await engine.run(query, reporting(name, options, progress)) };
  } catch (error) {
    signal.throwIfAborted();
    outcomes.fail(name, error);
    return undefined;
  } finally {
    progress.end(name);
  }
}

/** The options as one of the sources is given them. */
export function reporting(source: string, options: RunOptions, shared: SharedProgress): RunOptions {
  const { onProgress } = options;
  if (!onProgress) return options;
  return { ...options, onProgress: (progress) => onProgress(shared.note(source, progress)) };
}

/**
 * The answers in the order of the sources, without those of sources that failed.
 * @throws SourceError where no source is left, the signal's reason when it is aborted
 */
export async function askAll(
  sources: readonly Asked[],
  query: FlowQuery<ScalarRow>,
  asking: Asking,
): Promise<readonly Answered[]> {
  const queue = new PQueue({ concurrency: AT_ONCE });
  const answers = await Promise.all(sources.map((source) => queue.add(() => askOne(source, query, asking))));
  return answers.filter((answer) => answer !== undefined);
}
