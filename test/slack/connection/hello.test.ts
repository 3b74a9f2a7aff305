import { setImmediate } from 'node:timers/promises';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { giveUpWithoutHello } from '../../../src/slack/connection/hello.ts';
import { wait } from '../../../src/slack/wait.ts';

type Happening = 'connecting' | 'connected' | 'disconnected';

/** A client, what was waited for it, and what was logged. Time passes when it is told to. */
function opening() {
  const listeners = new Map<Happening, (() => void)[]>();
  const waits: { readonly milliseconds: number; readonly over: AbortController }[] = [];
  const ending = new AbortController();
  const said: string[] = [];
  let closings = 0;
  giveUpWithoutHello({
    client: {
      on: (event, listener) => listeners.set(event, [...(listeners.get(event) ?? []), listener]),
      disconnect: async () => {
        closings += 1;
      },
    },
    log: pino({ level: 'warn' }, { write: (line) => void said.push(JSON.parse(line).msg) }),
    ending: ending.signal,
    waitFor: (milliseconds, signal) => {
      const over = new AbortController();
      waits.push({ milliseconds, over });
      return wait(2 ** 31 - 1, AbortSignal.any([signal, over.signal]));
    },
  });
  return {
    said,
    waited: () => waits.map(({ milliseconds }) => milliseconds),
    closings: () => closings,
    happens(event: Happening) {
      for (const tell of listeners.get(event) ?? []) tell();
    },
    end: () => ending.abort(),
    async time() {
      for (const { over } of waits) over.abort();
      await setImmediate();
    },
  };
}

describe('a socket that opens and over which Slack says no hello', () => {
  it('is closed after ten seconds without waiting for the other end, and that is logged', async () => {
    const socket = opening();

    socket.happens('connecting');
    await socket.time();

    expect(socket.waited()).toEqual([10_000]);
    // Asked once the library waits half a minute for the other end to close, too.
    expect(socket.closings()).toBe(2);
    expect(socket.said).toEqual([
      'a socket to Slack was opened, and Slack has said no hello over it; it is closed, and opened anew',
    ]);
  });

  it.each(['connected', 'disconnected'] as const)('is left alone once it is %s', async (event) => {
    const socket = opening();

    socket.happens('connecting');
    socket.happens(event);
    await socket.time();

    expect([socket.closings(), socket.said]).toEqual([0, []]);
  });

  it('is waited for anew each time', async () => {
    const socket = opening();

    socket.happens('connecting');
    socket.happens('disconnected');
    socket.happens('connecting');
    await socket.time();

    expect(socket.said).toHaveLength(1);
  });

  it('is not spoken of when the process is to end', async () => {
    const socket = opening();

    socket.happens('connecting');
    socket.end();
    await socket.time();

    expect([socket.closings(), socket.said]).toEqual([0, []]);
  });
});
