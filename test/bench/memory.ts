/** The most memory that the process holds while something runs. */

const EVERY_MILLISECONDS = 10;

/** Bytes of resident memory: at the beginning, and at the most. */
export interface Held {
  readonly before: number;
  readonly peak: number;
}

export async function holding<T>(run: () => Promise<T>): Promise<{ value: T; held: Held }> {
  globalThis.gc?.();
  const before = process.memoryUsage.rss();
  let peak = before;
  const look = () => {
    peak = Math.max(peak, process.memoryUsage.rss());
  };
  const timer = setInterval(look, EVERY_MILLISECONDS);
  try {
    const value = await run();
    look();
    return { value, held: { before, peak } };
  } finally {
    clearInterval(timer);
  }
}
