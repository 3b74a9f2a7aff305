/** The Bolt app, which listens to Slack, and the client that calls it: both with the bot's own token, address and log. */
import { App, type Receiver } from '@slack/bolt';
import { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import { boltLogger } from './bolt-logger.ts';
import { clientOptions } from './client.ts';
import type { Identity } from './identity.ts';
import type { SlackSettings } from './settings.ts';

export interface Connected {
  readonly app: App;
  readonly client: WebClient;
}

export interface ConnectingParts {
  readonly settings: SlackSettings;
  readonly receiver: Receiver;
  /** Null before the bot has started. */
  readonly identity: () => Identity | null;
  readonly log: Logger;
  /** How Slack's Web API is called. */
  readonly call: typeof fetch;
}

/** Calls nobody before it is started. */
export function connectedTo({ settings, receiver, identity, log, call }: ConnectingParts): Connected {
  const { botToken } = settings;
  const logger = boltLogger(log);
  const app = new App({
    receiver,
    // Bolt would ask Slack in its constructor, and nobody would hear it fail.
    authorize: async () => ({ ...identity(), botToken }),
    clientOptions: clientOptions(settings, call),
    logger,
    logLevel: logger.getLevel(),
    convoStore: false,
    extendedErrorHandler: true,
  });
  return { app, client: new WebClient(botToken, { ...clientOptions(settings, call), logger }) };
}
