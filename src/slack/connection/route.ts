/** An HTTP route beside Slack's own, on the port that the bot listens on anyway. */
import type { IncomingMessage, ServerResponse } from 'node:http';

export interface Route {
  readonly path: string;
  readonly method: 'GET' | 'POST';
  handle(request: IncomingMessage, response: ServerResponse): void;
}

/** Bytes: what SNS posts has at most 256 KiB, its text escaped once more (SNS quotas). */
const LARGEST = 1_048_576;

/** The body of a request as text; null where it is longer than anything that is meant for us, or broke off. */
export async function bodyOf(request: IncomingMessage): Promise<string | null> {
  const parts: Buffer[] = [];
  let size = 0;
  try {
    for await (const part of request as AsyncIterable<Buffer>) {
      size += part.byteLength;
      if (size > LARGEST) return null;
      parts.push(part);
    }
  } catch {
    // Whoever sent it has gone.
    return null;
  }
  return Buffer.concat(parts).toString('utf8');
}
