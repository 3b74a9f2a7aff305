/** Tells one person something through the URL that came with what they did: also where the bot is no member. Slack takes five of them within half an hour. */

import type { RespondArguments, RespondFn } from '@slack/bolt';
import type { Logger } from 'pino';
import type { SlackMessage } from '../../present/block-kit.ts';
import type { Whisper } from '../questions/question.ts';

/** Slack answers within a second or two, or not at all; milliseconds. */
const TIMEOUT = 10_000;

/** For one person alone, beside whatever is there. */
export function ephemeral({ text, blocks }: SlackMessage): RespondArguments {
  return { response_type: 'ephemeral', replace_original: false, text, blocks };
}

/** Through the URL of what is being answered just now. */
export function whisperBy(respond: RespondFn, log: Logger): Whisper {
  return async (message) => {
    try {
      await respond(ephemeral(message));
    } catch (error) {
      log.error({ err: error }, 'a person could not be told through the response URL');
    }
  };
}

/** Later, through a URL that was kept. It is a secret as long as it lasts: it is in no log. */
export function whisperThrough(url: string, log: Logger): Whisper {
  return async (message) => {
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(ephemeral(message)),
        signal: AbortSignal.timeout(TIMEOUT),
      });
      if (!response.ok)
        log.error({ status: response.status }, 'a person could not be told through the response URL');
    } catch (error) {
      log.error({ err: error }, 'a person could not be told through the response URL');
    }
  };
}
