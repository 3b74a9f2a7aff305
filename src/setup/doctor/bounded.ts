/** How long anything is waited for: what does not answer is a line as well, and whatever comes after it is looked at all the same. */
import { abortable } from '../../query/heed.ts';
import { type Check, problem } from './check.ts';

/** As the SDK's own limit of one request, twice: a query of Athena takes some seconds of its own. Milliseconds. */
const LONGEST = 60_000;

export interface Patience {
  /** Aborted by who looks. */
  readonly signal: AbortSignal;
  /** A signal that is aborted after so many milliseconds. */
  readonly timeout: (milliseconds: number) => AbortSignal;
}

export interface Looked {
  /** `source production`, `Slack`. */
  readonly about: string;
  /** As the beginning of a sentence: `Athena`. */
  readonly who: string;
  readonly todo: string;
}

/** @throws the signal's reason when who looks aborts it, and what `look` throws */
export async function bounded(
  { about, who, todo }: Looked,
  { signal, timeout }: Patience,
  look: (signal: AbortSignal) => Promise<readonly Check[]>,
): Promise<readonly Check[]> {
  const over = timeout(LONGEST);
  const either = AbortSignal.any([signal, over]);
  try {
    return await abortable(look(either), either);
  } catch (error) {
    signal.throwIfAborted();
    if (!over.aborted) throw error;
    return [problem(about, `${who} did not answer within ${LONGEST / 1000} s.`, todo)];
  }
}
