/** How long anything is waited for: what does not answer is a line as well, and whatever comes after it is looked at all the same. */
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

/** Rejects with the signal's reason, for a race that leaves no listener behind. */
function aborted(signal: AbortSignal): { readonly reason: Promise<never>; readonly forget: () => void } {
  let forget = () => {};
  const reason = new Promise<never>((_, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) return stop();
    signal.addEventListener('abort', stop, { once: true });
    forget = () => signal.removeEventListener('abort', stop);
  });
  return { reason, forget };
}

/** @throws the signal's reason when who looks aborts it, and what `look` throws */
export async function bounded(
  { about, who, todo }: Looked,
  { signal, timeout }: Patience,
  look: (signal: AbortSignal) => Promise<readonly Check[]>,
): Promise<readonly Check[]> {
  const over = timeout(LONGEST);
  const either = AbortSignal.any([signal, over]);
  const { reason, forget } = aborted(either);
  try {
    return await Promise.race([look(either), reason]);
  } catch (error) {
    signal.throwIfAborted();
    if (!over.aborted) throw error;
    return [problem(about, `${who} did not answer within ${LONGEST / 1000} s.`, todo)];
  } finally {
    forget();
  }
}
