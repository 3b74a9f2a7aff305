/** Waiting that can be cut short, and waiting for something no longer than it is worth. */

/** Ends after so many milliseconds, or at once when the signal is aborted. Never rejects. */
export function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal.addEventListener('abort', end, { once: true });
  });
}

/** What comes within so many milliseconds, or `late`: then it goes on, and nobody waits for it here. @throws what it rejects with in time */
export async function within<T, L>(
  milliseconds: number,
  coming: Promise<T>,
  late: L,
  waitFor = wait,
): Promise<T | L> {
  const over = new AbortController();
  const waited = waitFor(milliseconds, over.signal).then(() => late);
  return Promise.race([coming, waited]).finally(() => over.abort());
}
