import { setImmediate } from 'node:timers/promises';
import { WebAPIPlatformError } from '@slack/web-api';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { watchToken } from '../../../src/slack/connection/token-watch.ts';
import type { Failure } from '../../../src/slack/delivery/failure.ts';

const refused = (code: string): Failure => ({ kind: 'refused', code, needed: null });

/** @param answers what `auth.test` says, one time after the other: a code of a refusal, or null where the token is good */
function watched(answers: readonly (string | null)[]) {
  const left = [...answers];
  const said: string[] = [];
  const watch = watchToken({
    ask: async () => {
      const error = left.shift();
      if (error) throw new WebAPIPlatformError({ ok: false, error, response_metadata: {} });
    },
    log: pino({ level: 'warn' }, { write: (line) => void said.push(line) }),
  });
  return {
    ...{ watch, said },
    asked: () => answers.length - left.length,
    async fails(failure: Failure) {
      watch.onFailure(failure);
      await setImmediate();
    },
  };
}

describe('a call that Slack refuses for the token', () => {
  it('makes sure of the token, and tells in the log and to who waits what is to be done', async () => {
    const { watch, fails, said } = watched(['token_revoked']);

    await fails(refused('token_revoked'));

    expect(watch.isLost()).toBe(true);
    expect(await watch.lost).toMatchObject({ name: 'StartError' });
    expect((await watch.lost).message).toMatch(/token_revoked[\s\S]*OAuth & Permissions[\s\S]*start flows/);
    expect(said).toHaveLength(1);
    expect(said[0]).toContain('OAuth & Permissions');
  });

  it.each([
    ['the token is good', null],
    ['Slack cannot say', 'internal_error'],
  ])('costs nothing where %s, and is asked about again with the next one', async (_, answer) => {
    const { watch, fails, said, asked } = watched([answer, answer]);

    await fails(refused('invalid_auth'));
    await fails(refused('invalid_auth'));

    expect([watch.isLost(), said, asked()]).toEqual([false, [], 2]);
  });

  it('is asked about once where many are refused together, and no more once the token is lost', async () => {
    const { watch, fails, asked } = watched(['token_revoked', null]);

    watch.onFailure(refused('token_revoked'));
    await fails(refused('token_revoked'));
    await fails(refused('token_revoked'));

    expect(asked()).toBe(1);
  });

  it('is told from one that is refused for something else', async () => {
    const { fails, asked } = watched([null]);

    await fails(refused('channel_not_found'));

    expect(asked()).toBe(0);
  });
});
