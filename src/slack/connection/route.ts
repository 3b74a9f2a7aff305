/** An HTTP route beside Slack's own, on the port that the bot listens on anyway. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { textWithin } from '../../http/text-within.ts';

export interface Route {
  readonly path: string;
  readonly method: 'GET' | 'POST';
  handle(request: IncomingMessage, response: ServerResponse): void;
}

/** Bytes: what SNS posts has at most 256 KiB, its text escaped once more (SNS quotas). */
const LARGEST = 1_048_576;

/** It is starting, and whoever calls is to call again: Slack does so with events and SNS with alarms where the answer is this one. */
export function notYet(response: ServerResponse): void {
  response.writeHead(503, { 'cache-control': 'no-store', connection: 'close' }).end();
}

/** The same route, which takes nothing before the bot has started. */
export function onceStarted({ path, method, handle }: Route, isStarted: () => boolean): Route {
  return {
    ...{ path, method },
    handle: (request, response) => (isStarted() ? handle(request, response) : notYet(response)),
  };
}

/** The path that a request names, without what is asked for there. */
export function pathOf({ url }: IncomingMessage): string | undefined {
  return url?.split('?')[0];
}

/** The body of a request as text; null where it is longer than anything that is meant for us, or broke off. */
export async function bodyOf(request: IncomingMessage): Promise<string | null> {
  try {
    return await textWithin(request, LARGEST);
  } catch {
    // Whoever sent it has gone.
    return null;
  }
}
