/**
 * Opens the socket to Slack anew when it is closed: at once, since what people type meanwhile fails before their eyes, and later and later where it
 * does not last. The library would wait five seconds each time, and in Slack's own words a socket is refreshed every few hours
 * (Slack's "Using Socket Mode", "Disconnect").
 */
import type { Logger } from 'pino';
import type { wait } from '../wait.ts';

/** What is used of the library's client, which must not reconnect by itself. */
interface SocketClient {
  on(event: 'disconnected', listener: () => void): unknown;
  /** Resolves when Slack has said hello. */
  start(): Promise<unknown>;
}

export interface StayConnectedParts {
  readonly client: SocketClient;
  readonly log: Logger;
  /** Aborted when the connection is no longer wanted. */
  readonly ending: AbortSignal;
  /** Milliseconds of a clock that only goes forward. */
  readonly monotonic: () => number;
  readonly waitFor: typeof wait;
}

/** A connection that lasted so long was a good one, milliseconds. */
const LASTING = 30_000;
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 15_000;

/** From now on until it ends. The first connection is opened by whoever starts. */
export function stayConnected({ client, log, ending, monotonic, waitFor }: StayConnectedParts): void {
  let isOpening = false;
  let attempts = 0;
  let openedAt = Number.NEGATIVE_INFINITY;

  /** None before the first attempt after a connection that lasted. */
  function pause(): number {
    if (monotonic() - openedAt > LASTING) attempts = 0;
    attempts += 1;
    return attempts === 1 ? 0 : Math.min(FIRST_PAUSE * 2 ** (attempts - 2), LONGEST_PAUSE);
  }

  async function open(): Promise<void> {
    for (let isOpen = false; !isOpen && !ending.aborted; ) {
      await waitFor(pause(), ending);
      if (ending.aborted) return;
      openedAt = monotonic();
      isOpen = await client.start().then(
        () => true,
        (error: unknown) => {
          log.warn({ err: error }, 'the connection to Slack could not be opened; it is tried again');
          return false;
        },
      );
    }
  }

  client.on('disconnected', () => {
    // An attempt that fails says so here too.
    if (isOpening || ending.aborted) return;
    isOpening = true;
    void open().finally(() => {
      isOpening = false;
    });
  });
}
