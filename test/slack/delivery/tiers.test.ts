import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTiers } from '../../../src/slack/delivery/tiers.ts';

const UPDATES = 45;
const MINUTE = 60_000;

function tiersAt() {
  let time = 0;
  const tiers = createTiers(() => time);
  return {
    tiers,
    pass: (milliseconds: number) => {
      time += milliseconds;
    },
    spend: (times: number) => {
      for (let call = 0; call < times; call += 1) tiers.spend('chat.update');
    },
  };
}

describe('calls of a method of Slack', () => {
  it('wait when nine tenths of its tier were made within a minute, until the first of them is over', () => {
    const { tiers, pass, spend } = tiersAt();
    spend(UPDATES - 1);
    pass(10_000);

    expect(tiers.until('chat.update')).toBe(0);
    spend(1);

    expect(tiers.until('chat.update')).toBe(MINUTE - 10_000);
  });

  it('never wait where the method has no tier', () => {
    const { tiers } = tiersAt();
    for (let call = 0; call < 1000; call += 1) tiers.spend('chat.postMessage');

    expect(tiers.until('chat.postMessage')).toBe(0);
    expect(tiers.left('chat.postMessage')).toBe(Number.POSITIVE_INFINITY);
  });

  it('are kept for later, so that others find no room', () => {
    const { tiers, spend } = tiersAt();
    spend(UPDATES - 1);
    const giveUp = tiers.keep('chat.update');

    expect(giveUp).not.toBeNull();
    expect(tiers.keep('chat.update')).toBeNull();
    expect(tiers.left('chat.update')).toBe(0);
    giveUp?.();
    giveUp?.();

    expect(tiers.left('chat.update')).toBe(1);
  });

  it('never are more within a minute than Slack takes, where each waits as long as it is told', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 3000 }), { maxLength: 200 }), (pauses) => {
        let time = 0;
        const tiers = createTiers(() => time);
        const calls = pauses.map((pause) => {
          time += pause;
          time += tiers.until('chat.update');
          tiers.spend('chat.update');
          return time;
        });
        for (const from of calls)
          expect(calls.filter((at) => at >= from && at < from + MINUTE).length).toBeLessThanOrEqual(UPDATES);
      }),
    );
  });
});
