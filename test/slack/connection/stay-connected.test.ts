import { setImmediate } from 'node:timers/promises';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { stayConnected } from '../../../src/slack/connection/stay-connected.ts';

/** A client that is connected, and what was waited before each attempt to connect it again. @param outcomes of the attempts; success after them */
function connected(outcomes: readonly boolean[] = []) {
  const ending = new AbortController();
  const left = [...outcomes];
  const pauses: number[] = [];
  let [now, attempts, tell] = [0, 0, () => {}];
  stayConnected({
    client: {
      on: (_, listener) => {
        tell = listener;
      },
      start: async () => {
        attempts += 1;
        if (left.shift() === false) throw new Error('Slack cannot be reached');
      },
    },
    log: pino({ level: 'silent' }),
    ending: ending.signal,
    monotonic: () => now,
    waitFor: async (milliseconds) => {
      pauses.push(milliseconds);
      now += milliseconds;
    },
  });
  return {
    pauses,
    attempts: () => attempts,
    end: () => ending.abort(),
    /** It closes after so many milliseconds, and all is done that follows from it. */
    async close(after: number) {
      now += after;
      tell();
      for (let turn = 0; turn < 50; turn += 1) await setImmediate();
    },
  };
}

describe('a connection to Slack that is closed', () => {
  it('is opened anew at once', async () => {
    const { close, pauses, attempts } = connected();

    await close(3_600_000);

    expect([pauses, attempts()]).toEqual([[0], 1]);
  });

  it('is opened later and later where it does not last, and at once again after one that did', async () => {
    const { close, pauses } = connected();

    for (const lasted of [3_600_000, 100, 100, 100, 60_000]) await close(lasted);

    expect(pauses).toEqual([0, 500, 1000, 2000, 0]);
  });

  it('is tried again until Slack can be reached, at most every 15 s', async () => {
    const { close, pauses, attempts } = connected(Array.from({ length: 8 }, () => false));

    await close(3_600_000);

    expect(pauses).toEqual([0, 500, 1000, 2000, 4000, 8000, 15_000, 15_000, 15_000]);
    expect(attempts()).toBe(9);
  });

  it('stays closed where that was wanted', async () => {
    const { close, end, attempts } = connected();

    end();
    await close(1000);

    expect(attempts()).toBe(0);
  });
});
