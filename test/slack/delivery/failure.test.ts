import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRequestError } from '@slack/web-api';
import { describe, expect, it } from 'vitest';
import { failureOf, failureText, TooOften } from '../../../src/slack/delivery/failure.ts';

function platform(error: string, more: object = {}): WebAPIPlatformError {
  return new WebAPIPlatformError({ ok: false, error, response_metadata: {}, ...more });
}

/** As `fetch` of Node fails. */
function fetchFailed(code: string, more: object = {}): WebAPIRequestError {
  const cause = Object.assign(new Error(`${code} happened`), { code, ...more });
  return new WebAPIRequestError(new TypeError('fetch failed', { cause }));
}

describe('a call to Slack that failed', () => {
  it.each([
    ['was refused', platform('not_in_channel'), 'refused'],
    ['was refused for its address', new WebAPIHTTPError(404, 'Not Found', {}), 'refused'],
    ['came too early', platform('ratelimited'), 'rate-limited'],
    ['came too early with the bytes of a file', new TooOften('3'), 'rate-limited'],
    ['never left, for want of a server', fetchFailed('ECONNREFUSED'), 'not-sent'],
    ['never left, for want of a name', fetchFailed('ENOTFOUND'), 'not-sent'],
    ['never left, for want of time to connect', fetchFailed('ETIMEDOUT', { syscall: 'connect' }), 'not-sent'],
    [
      'may have been carried out: the answer timed out',
      fetchFailed('ETIMEDOUT', { syscall: 'read' }),
      'unclear',
    ],
    ['may have been carried out: the connection broke', fetchFailed('ECONNRESET'), 'unclear'],
    ['may have been carried out: Slack failed inside', platform('fatal_error'), 'unclear'],
    ['may have been carried out: the server failed', new WebAPIHTTPError(503, 'Unavailable', {}), 'unclear'],
    ['may have been carried out: who knows', new Error('who knows'), 'unclear'],
  ])('%s', (_, error, kind) => {
    expect(failureOf(error).kind).toBe(kind);
  });

  it('says which scope it misses', () => {
    expect(failureText(failureOf(platform('missing_scope', { needed: 'users:read' })))).toBe(
      'missing_scope, needed: users:read',
    );
  });
});
