/**
 * Work that heeds a signal for as long as it lasts, and not longer. A listener that stays on a signal made of others (`AbortSignal.any`) keeps that
 * signal, and all that the listener holds, for as long as the process lives: Node.js may not collect one that somebody listens to.
 */

/** @param onAbort is called when the signal is aborted before the work has settled. @returns what the work comes to */
export function heed<T>(signal: AbortSignal, onAbort: () => void, work: Promise<T>): Promise<T> {
  signal.addEventListener('abort', onAbort, { once: true });
  return work.finally(() => signal.removeEventListener('abort', onAbort));
}

/** The work's end, or the signal's reason as soon as it is aborted: the work itself goes on. */
export function abortable<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  // A signal of its own, because Node warns of more than ten listeners on one, and a question asks more queries than that.
  const own = AbortSignal.any([signal]);
  return new Promise((resolve, reject) => {
    if (own.aborted) reject(own.reason);
    heed(own, () => reject(own.reason), work).then(resolve, reject);
  });
}
