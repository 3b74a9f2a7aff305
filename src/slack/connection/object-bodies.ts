/**
 * What is posted for Slack, read before Bolt looks at it: Bolt takes for granted that a body is an object once its signature is right, and nobody catches
 * what it throws for `null`.
 */
import type { IncomingMessage, RequestListener } from 'node:http';
import { HTTPModuleFunctions } from '@slack/bolt';
import { pathOf } from './route.ts';

const { bufferIncomingMessage, buildNoBodyResponse, isRawBodyError, parseHTTPRequestBody } =
  HTTPModuleFunctions;

export interface Posts {
  /** Where they arrive. */
  readonly path: string;
  /** Bytes. What is longer is refused. */
  readonly most: number;
}

/** @param listen goes on with what is not refused; the body stays on the request, where Bolt looks for it first */
export function objectBodies(listen: RequestListener, { path, most }: Posts): RequestListener {
  return (request, response) => {
    const isPost = request.method === 'POST' && pathOf(request) === path;
    if (!isPost) return listen(request, response);
    void refusal(request, most).then((status) => {
      if (status === null) listen(request, response);
      else buildNoBodyResponse(response, status);
    });
  };
}

/** As Bolt refuses; null for what it may look at. */
async function refusal(request: IncomingMessage, most: number): Promise<400 | 401 | 413 | null> {
  try {
    const read = await bufferIncomingMessage(request, most);
    return isObject(() => parseHTTPRequestBody(read)) ? null : 400;
  } catch (error) {
    // It is too long, or whoever sent it has gone.
    return isRawBodyError(error) && error.statusCode === 413 ? 413 : 401;
  }
}

function isObject(parse: () => unknown): boolean {
  try {
    const parsed = parse();
    return typeof parsed === 'object' && parsed !== null;
  } catch {
    // Bolt refuses by itself what cannot be parsed, and asks for its signature first.
    return true;
  }
}
