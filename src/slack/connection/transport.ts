/** How Slack reaches the bot: over a socket that the bot opens, or over HTTP. */
import type { App, Receiver } from '@slack/bolt';
import type { Logger } from 'pino';
import type { Health } from './health.ts';
import type { Route } from './route.ts';
import type { SlackSettings } from './settings.ts';

export interface Transport {
  readonly mode: Health['mode'];
  readonly receiver: Receiver;
  isConnected(): boolean;
  /** Resolves once Slack can reach the bot. @returns the port that is listened on; null for none. @throws StartError. */
  start(app: App): Promise<number | null>;
  /** Resolves once Slack cannot reach it any more. */
  stop(app: App): Promise<void>;
}

export interface TransportParts {
  readonly settings: SlackSettings;
  /** In Socket Mode, the port of the health route; null for none. */
  readonly healthPort: number | null;
  readonly health: () => Health;
  /** What else is answered on the port that is listened on. */
  readonly routes: readonly Route[];
  readonly log: Logger;
}
