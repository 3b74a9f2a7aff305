/** Socket Mode: the bot opens a socket to Slack, so nothing of it has to be reachable from outside. */
import type { Server } from 'node:http';
import { type App, SocketModeReceiver } from '@slack/bolt';
import { abortable } from '../../query/heed.ts';
import { within } from '../wait.ts';
import { boltLogger } from './bolt-logger.ts';
import { clientOptions } from './client.ts';
import { giveUpWithoutHello } from './hello.ts';
import { serve } from './serve.ts';
import { portError, startErrorOf } from './start-error.ts';
import { stayConnected } from './stay-connected.ts';
import type { Transport, TransportParts } from './transport.ts';

/** The port of the health routes where none is set: as Bolt has it. */
const DEFAULT_PORT = 3000;
/** The closing handshake may take so many milliseconds. */
const CLOSING = 2000;

/**
 * Reconnecting asks for a new address until it has one: the library gives up for good after a call that failed, and by default would wait longer
 * and longer.
 */
const RECONNECT = { forever: true, factor: 1.3, minTimeout: 1000, maxTimeout: 15_000 };

export function socketTransport(
  parts: TransportParts,
  { appToken }: { readonly appToken: string },
): Transport {
  const { settings, healthPort, routes, log, monotonic, waitFor } = parts;
  const logger = boltLogger(log);
  const receiver = new SocketModeReceiver({
    appToken,
    logger,
    logLevel: logger.getLevel(),
    autoReconnectEnabled: false,
    installerOptions: {
      clientOptions: { ...clientOptions(settings), rejectRateLimitedCalls: false, retryConfig: RECONNECT },
    },
  });
  const ending = new AbortController();
  let isConnected = false;
  let isStopping = false;
  let server: Server | null = null;
  let hungUp: Promise<void> | null = null;
  receiver.client.on('connected', () => {
    isConnected = true;
    log.info('connected to Slack');
  });
  for (const event of ['close', 'disconnecting', 'reconnecting', 'disconnected']) {
    receiver.client.on(event, () => {
      if (isConnected && !isStopping) log.warn({ event }, 'the connection to Slack is down');
      isConnected = false;
    });
  }

  const keeping = { client: receiver.client, log, ending: ending.signal, monotonic, waitFor };

  /** @throws the reason of its end where that comes before */
  function connected(): Promise<void> {
    const hello = new Promise<void>((resolve) => receiver.client.once('connected', () => resolve()));
    return abortable(hello, ending.signal);
  }

  /** Resolves once Slack has said hello. @throws why Slack does not let it in */
  async function connect(app: App): Promise<void> {
    giveUpWithoutHello(keeping);
    stayConnected(keeping);
    try {
      await app.start();
    } catch (error) {
      // Of a socket that was closed before a hello the library says nothing: the next one is being opened.
      if (error !== undefined) throw error;
      log.warn('the first connection to Slack was closed before a hello; it is tried again');
      await connected();
    }
  }

  async function listen(): Promise<number | null> {
    if (healthPort === null) return null;
    try {
      const serving = await serve(healthPort, routes);
      server = serving.server;
      return serving.port;
    } catch (error) {
      if (settings.port === null) {
        log.warn(
          { port: healthPort, err: error },
          'there are no health routes: their port is taken; set PORT',
        );
        return null;
      }
      throw portError(`serve the health routes on port ${healthPort}`, error, 'PORT (or slack.port)');
    }
  }

  // Not the app's own stop, which does not wait for the socket to close.
  async function close(): Promise<void> {
    isStopping = true;
    ending.abort();
    await within(CLOSING, receiver.client.disconnect(), null);
    isConnected = false;
  }

  function hangUp(): Promise<void> {
    hungUp ??= close();
    return hungUp;
  }

  return {
    mode: 'socket',
    receiver,
    isConnected: () => isConnected,
    listen,
    async start(app: App) {
      try {
        await connect(app);
      } catch (error) {
        server?.close();
        throw startErrorOf(
          'open a socket to Slack',
          error,
          'SLACK_APP_TOKEN, with the scope connections:write',
        );
      }
    },
    hangUp,
    async stop() {
      server?.close();
      await hangUp();
    },
  };
}

/** What is listened on for health in Socket Mode. */
export function defaultHealthPort(port: number | null): number {
  return port ?? DEFAULT_PORT;
}
