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

/** The body of a request as text; null where it is longer than anything that is meant for us, or broke off. */
export async function bodyOf(request: IncomingMessage): Promise<string | null> {
  try {
    return await textWithin(request, LARGEST);
  } catch {
    // Whoever sent it has gone.
    return null;
  }
}
