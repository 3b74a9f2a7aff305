/** Tells one person something through the URL that came with what they did: also where the bot is no member. Slack takes five of them within half an hour. */
import type { Logger } from 'pino';
import type { Whisper } from '../questions/question.ts';

/** Slack answers within a second or two, or not at all; milliseconds. */
const TIMEOUT = 10_000;

/** The URL is a secret as long as it lasts: it is in no log. */
export function whisperThrough(url: string, log: Logger): Whisper {
  return async ({ text, blocks }) => {
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ response_type: 'ephemeral', replace_original: false, text, blocks }),
        signal: AbortSignal.timeout(TIMEOUT),
      });
      if (!response.ok)
        log.error({ status: response.status }, 'a person could not be told through the response URL');
    } catch (error) {
      log.error({ err: error }, 'a person could not be told through the response URL');
    }
  };
}
