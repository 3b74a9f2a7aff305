/** What cannot be delivered because Slack does not take the bot's token is said to who asked alone, where that needs no token. */
import type { SlackMessage } from '../../present/block-kit.ts';
import type { Failure } from '../delivery/failure.ts';
import { TokenRefused } from '../delivery/token-refused.ts';
import type { Whisper } from './question.ts';

/** @throws what `deliver` does, also once it was said: it is delivered by the process with the next token */
export async function orAlone<T>(
  whisper: Whisper,
  message: (failure: Failure) => SlackMessage,
  deliver: () => Promise<T>,
): Promise<T> {
  try {
    return await deliver();
  } catch (error) {
    if (error instanceof TokenRefused) await whisper(message(error.failure));
    throw error;
  }
}
