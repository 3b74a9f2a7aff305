/**
 * Gives up a socket that is opened and over which Slack never says hello. The library waits for that without end, and closes a socket by itself only
 * where its pings are not answered, which whatever stands between may do (Slack's "Using Socket Mode", "Connect to the WebSocket").
 */
import type { Logger } from 'pino';
import type { wait } from '../wait.ts';

/** What is used of the library's client. */
interface SocketClient {
  on(event: 'connecting' | 'connected' | 'disconnected', listener: () => void): unknown;
  disconnect(): Promise<unknown>;
}

export interface HelloParts {
  readonly client: SocketClient;
  readonly log: Logger;
  /** Aborted when the connection is no longer wanted. */
  readonly ending: AbortSignal;
  readonly waitFor: typeof wait;
}

/** Slack says it at once, milliseconds. */
const PATIENCE = 10_000;

/** From now on until it ends: each socket that is opened. Whoever stays connected opens the next one. */
export function giveUpWithoutHello({ client, log, ending, waitFor }: HelloParts): void {
  let awaited = new AbortController();

  async function insist({ signal: heard }: AbortController): Promise<void> {
    await waitFor(PATIENCE, AbortSignal.any([heard, ending]));
    if (heard.aborted || ending.aborted) return;
    log.warn(
      { seconds: PATIENCE / 1000 },
      'a socket to Slack was opened, and Slack has said no hello over it; it is closed, and opened anew',
    );
    // Asked once it waits half a minute for the other end to close, too; asked twice it does not.
    void client.disconnect();
    void client.disconnect();
  }

  client.on('connecting', () => {
    awaited.abort();
    awaited = new AbortController();
    void insist(awaited);
  });
  for (const event of ['connected', 'disconnected'] as const) client.on(event, () => awaited.abort());
}
