/** Notices that Slack does not take the bot's token any more. Only a process with another token can go on then, as the token comes from the environment. */
import type { Logger } from 'pino';
import { type Failure, failureOf, failureText } from '../delivery/failure.ts';
import { tokenProblem } from '../delivery/problems.ts';
import { type StartError, tokenLost } from './start-error.ts';

export interface TokenWatchParts {
  /** Asks Slack whose token it is (`auth.test`). @throws what Slack's client does */
  readonly ask: () => Promise<unknown>;
  readonly log: Logger;
}

export interface TokenWatch {
  /** Told of every call of Slack's Web API that failed. */
  readonly onFailure: (failure: Failure) => void;
  readonly isLost: () => boolean;
  /** Resolves with what is to be done once the token is lost; never otherwise. */
  readonly lost: Promise<StartError>;
}

export function watchToken({ ask, log }: TokenWatchParts): TokenWatch {
  let state: 'good' | 'in-doubt' | 'lost' = 'good';
  let tell: (error: StartError) => void = () => undefined;
  const lost = new Promise<StartError>((resolve) => {
    tell = resolve;
  });

  /** One call that is refused may be refused for that call: whether the token is good is what `auth.test` says. */
  async function makeSure(): Promise<void> {
    state = 'in-doubt';
    const failure = await ask().then(() => null, failureOf);
    if (failure === null || !tokenProblem(failure)) {
      state = 'good';
      return;
    }
    state = 'lost';
    const error = tokenLost(failure);
    log.fatal(
      { failure: failureText(failure), todo: error.todo },
      'Slack does not take the bot’s token any more',
    );
    tell(error);
  }

  return {
    onFailure(failure) {
      if (state === 'good' && tokenProblem(failure)) void makeSure();
    },
    isLost: () => state === 'lost',
    lost,
  };
}
