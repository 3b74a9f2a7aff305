/** Loaded into the bot's process beside it: tells what it holds when it is asked. The bot knows nothing of it. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { getHeapSpaceStatistics } from 'node:v8';

export interface Probed {
  /** Bytes: of objects that are in use, of machine code among them, of what the process holds, and of it outside the heap. */
  readonly heapUsed: number;
  readonly code: number;
  readonly rss: number;
  readonly external: number;
  /** The longest that the event loop was held up since it was asked before, milliseconds. */
  readonly heldUp: number;
}

const delays = monitorEventLoopDelay({ resolution: 10 });
delays.enable();

function codeBytes(): number {
  return getHeapSpaceStatistics()
    .filter(({ space_name: name }) => name.startsWith('code_'))
    .reduce((sum, { space_used_size: size }) => sum + size, 0);
}

process.on('message', () => {
  const heldUp = delays.max / 1e6;
  globalThis.gc?.();
  const { heapUsed, rss, external } = process.memoryUsage();
  process.send?.({ heapUsed, code: codeBytes(), rss, external, heldUp } satisfies Probed);
  delays.reset();
});
// Being asked is no reason to go on living.
process.channel?.unref();
