/** How Slack reaches the bot: over a socket that the bot opens, or over HTTP. */
import type { App, Receiver } from '@slack/bolt';
import type { Logger } from 'pino';
import type { wait } from '../wait.ts';
import type { Route } from './route.ts';
import type { SlackSettings } from './settings.ts';

export interface Transport {
  readonly mode: 'socket' | 'http';
  readonly receiver: Receiver;
  isConnected(): boolean;
  /**
   * Answers on its routes before Slack knows of it, or can be reached at all: whoever asks whether the process is alive is not to kill it for that. What
   * Slack posts is not taken yet, so that it brings it again, or says to who typed it that it failed.
   *
   * @returns the port that is listened on; null for none
   * @throws StartError
   */
  listen(): Promise<number | null>;
  /** Once it listens. Resolves once Slack can reach the bot. @throws StartError. */
  start(app: App): Promise<void>;
  /**
   * Slack brings what comes from now on to other processes, as far as that is in its hands; what has come is gone on with. A socket is closed; over
   * HTTP, whoever shares out requests hears that it is not ready.
   */
  hangUp(): Promise<void>;
  /** Resolves once Slack cannot reach it any more. */
  stop(app: App): Promise<void>;
}

export interface TransportParts {
  readonly settings: SlackSettings;
  /** In Socket Mode, the port of the routes; null for none. */
  readonly healthPort: number | null;
  /** What else is answered on the port that is listened on. */
  readonly routes: readonly Route[];
  readonly log: Logger;
  /** Milliseconds of a clock that only goes forward. */
  readonly monotonic: () => number;
  readonly waitFor: typeof wait;
}
