/** How Slack's Web API is called. */
import type { AppOptions } from '@slack/bolt';
import type { SlackSettings } from './settings.ts';

type ClientOptions = NonNullable<AppOptions['clientOptions']>;

/** Slack answers within a second or two, or not at all; milliseconds. */
const TIMEOUT = 10_000;

/**
 * The library's own retries are off: it would post a second time what may have been posted already, and a rate limit in one channel would hold
 * back every other call. The outbox waits and repeats instead.
 */
export function clientOptions(
  { apiUrl }: Pick<SlackSettings, 'apiUrl'>,
  call: typeof fetch = fetch,
): ClientOptions {
  return {
    ...(apiUrl === null ? {} : { slackApiUrl: apiUrl }),
    timeout: TIMEOUT,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    // Also response URLs are called through this, which have no timeout of their own.
    fetch: (url, init) => call(url, { ...init, signal: init?.signal ?? AbortSignal.timeout(TIMEOUT) }),
  };
}
