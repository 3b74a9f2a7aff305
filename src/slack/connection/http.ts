/** Slack calls the bot over HTTP, and signs what it sends. */
import type { IncomingMessage, ServerOptions } from 'node:http';
import { HTTPModuleFunctions, HTTPReceiver, type ReceiverProcessEventErrorHandlerArgs } from '@slack/bolt';
import { boltLogger } from './bolt-logger.ts';
import { objectBodies } from './object-bodies.ts';
import { PATIENCE } from './patience.ts';
import { notYet, pathOf } from './route.ts';
import { portError } from './start-error.ts';
import type { Transport, TransportParts } from './transport.ts';

/** Commands, events and buttons all arrive here; the app's settings in Slack name it as request URL. */
export const EVENTS_PATH = '/slack/events';

/** Bytes. What a person submits in a dialog comes back whole, with the view; no view is half as large. */
const LARGEST = 1_048_576;

/** When Slack sent it, seconds since the epoch, for listeners as `context.sentAt`. */
function sentAt({ headers }: IncomingMessage): Record<string, number> {
  const seconds = Number(headers['x-slack-request-timestamp']);
  return Number.isFinite(seconds) ? { sentAt: seconds } : {};
}

/**
 * What Slack signed and Bolt could not read is a bad request, such as a shortcut that nobody took: Bolt takes for granted that all parts are there.
 * What a listener throws does not come here.
 *
 * @returns whether there is an answer
 */
async function refuseUnread(failed: ReceiverProcessEventErrorHandlerArgs): Promise<boolean> {
  const { error, response, logger } = failed;
  const isUnread = error instanceof TypeError && !response.headersSent;
  if (!isUnread) return HTTPModuleFunctions.defaultProcessEventErrorHandler(failed);
  logger.warn('What was signed by Slack lacks a part that Bolt needs, and is refused');
  HTTPModuleFunctions.buildNoBodyResponse(response, 400);
  return true;
}

export function httpTransport(
  { routes, log }: TransportParts,
  { signingSecret, port }: { readonly signingSecret: string; readonly port: number },
  patience: ServerOptions = PATIENCE,
): Transport {
  let [isListening, isStarted, isLeaving] = [false, false, false];
  const logger = boltLogger(log);
  const receiver = new HTTPReceiver({
    signingSecret,
    port,
    endpoints: EVENTS_PATH,
    bodyLimit: LARGEST,
    logger,
    logLevel: logger.getLevel(),
    customPropertiesExtractor: sentAt,
    customRoutes: routes.map(({ path, method, handle }) => ({ path, method, handler: handle })),
    // An address that cannot even be read is as little found as any other.
    dispatchErrorHandler: ({ response }) => void response.writeHead(404).end(),
    processEventErrorHandler: refuseUnread,
  });
  const listener = objectBodies(receiver.requestListener, { path: EVENTS_PATH, most: LARGEST });
  const isOfRoute = (request: IncomingMessage) => routes.some(({ path }) => path === pathOf(request));
  receiver.requestListener = (request, response) =>
    isStarted || isOfRoute(request) ? listener(request, response) : notYet(response);
  return {
    mode: 'http',
    receiver,
    isConnected: () => isListening && isStarted && !isLeaving,
    async listen() {
      try {
        const server = await receiver.start(port, patience);
        isListening = true;
        const address = server.address();
        return typeof address === 'object' && address !== null ? address.port : port;
      } catch (error) {
        throw portError(`listen on port ${port}`, error, 'PORT (or slack.port)');
      }
    },
    async start() {
      isStarted = true;
    },
    async hangUp() {
      isLeaving = true;
    },
    async stop() {
      if (!isListening) return;
      isListening = false;
      await receiver.stop();
    },
  };
}
