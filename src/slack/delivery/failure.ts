/** What became of a call to Slack that did not succeed: whether it was carried out decides whether it may be made again. */
import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api';

export type Failure =
  /** Slack answered that it will not. `needed` is the scope it misses. */
  | { readonly kind: 'refused'; readonly code: string; readonly needed: string | null }
  /** Not carried out, and not before so many seconds have passed. */
  | { readonly kind: 'rate-limited'; readonly seconds: number }
  /** It never left. */
  | { readonly kind: 'not-sent'; readonly reason: string }
  /** It may have been carried out: the connection broke or timed out, or Slack failed inside. */
  | { readonly kind: 'unclear'; readonly reason: string };

/** Codes with which Slack says that it failed itself; of these its reference says that parts may have been carried out. */
const INNER_FAILURES: ReadonlySet<string> = new Set([
  'fatal_error',
  'internal_error',
  'request_timeout',
  'service_unavailable',
]);

const RATE_LIMITS: ReadonlySet<string> = new Set(['rate_limited', 'ratelimited', 'message_limit_exceeded']);

/** Codes of node:net, node:dns and undici for connections that never stood. */
const NEVER_CONNECTED: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
]);

function refusal(code: string, needed: unknown): Failure {
  if (RATE_LIMITS.has(code)) return { kind: 'rate-limited', seconds: 1 };
  // What is no code is a page of some proxy, and says nothing about Slack.
  if (INNER_FAILURES.has(code) || !/^[a-z0-9_]{1,80}$/i.test(code))
    return { kind: 'unclear', reason: code.slice(0, 200) };
  return { kind: 'refused', code, needed: typeof needed === 'string' ? needed : null };
}

function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const isConnecting = 'syscall' in error && error.syscall === 'connect';
  return (isConnecting && code === 'ETIMEDOUT' ? 'UND_ERR_CONNECT_TIMEOUT' : code) ?? codeOf(error.cause);
}

function broken(original: Error): Failure {
  const code = codeOf(original);
  const reason = code ? `${original.message} (${code})` : original.message;
  return code !== undefined && NEVER_CONNECTED.has(code)
    ? { kind: 'not-sent', reason }
    : { kind: 'unclear', reason };
}

/** What Slack says outside its Web API where it is asked too often, such as of the bytes of a file. */
export class TooOften extends Error {
  override readonly name = 'TooOften';
  readonly seconds: number;

  /** @param retryAfter the header of that name, as it came */
  constructor(retryAfter: string | null) {
    const seconds = Number(retryAfter ?? '');
    super(`HTTP status 429, Retry-After: ${retryAfter ?? 'not told'}`);
    this.seconds = Number.isFinite(seconds) && seconds > 0 ? seconds : 1;
  }
}

export function failureOf(error: unknown): Failure {
  if (error instanceof TooOften) return { kind: 'rate-limited', seconds: error.seconds };
  if (error instanceof WebAPIPlatformError)
    return refusal(error.data.error, Reflect.get(error.data, 'needed'));
  if (error instanceof WebAPIRateLimitedError) return { kind: 'rate-limited', seconds: error.retryAfter };
  if (error instanceof WebAPIHTTPError) {
    const status = `HTTP status ${error.statusCode}`;
    return error.statusCode >= 500
      ? { kind: 'unclear', reason: status }
      : { kind: 'refused', code: `http_${error.statusCode}`, needed: null };
  }
  if (error instanceof WebAPIRequestError) return broken(error.original);
  return { kind: 'unclear', reason: error instanceof Error ? error.message : String(error) };
}

/** The failure in a few words, for logs and for people. */
export function failureText(failure: Failure): string {
  switch (failure.kind) {
    case 'refused':
      return failure.needed ? `${failure.code}, needed: ${failure.needed}` : failure.code;
    case 'rate-limited':
      return `rate limited for ${failure.seconds} s`;
    case 'not-sent':
      return `not sent: ${failure.reason}`;
    case 'unclear':
      return `no clear answer: ${failure.reason}`;
  }
}
