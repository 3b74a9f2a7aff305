/** Loaded into the bot's process beside it: tells what it holds when it is asked. The bot knows nothing of it. */

export interface Probed {
  /** Bytes: of objects that are in use, of what the process holds, and of it outside the heap. */
  readonly heapUsed: number;
  readonly rss: number;
  readonly external: number;
}

process.on('message', () => {
  globalThis.gc?.();
  const { heapUsed, rss, external } = process.memoryUsage();
  process.send?.({ heapUsed, rss, external } satisfies Probed);
});
// Being asked is no reason to go on living.
process.channel?.unref();
