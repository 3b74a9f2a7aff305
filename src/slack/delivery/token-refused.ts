/** Slack does not take the bot's token any more: what was to be delivered is left to the process that is started with another one. */
import type { Failure } from './failure.ts';
import { Interrupted } from './interrupted.ts';
import { tokenProblem } from './problems.ts';

export class TokenRefused extends Interrupted {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super();
    this.failure = failure;
  }
}

/** @throws TokenRefused where it failed for the token alone, of which nothing is to be remembered: with another one it can be delivered */
export function passUnlessToken(failure: Failure): void {
  if (tokenProblem(failure)) throw new TokenRefused(failure);
}
