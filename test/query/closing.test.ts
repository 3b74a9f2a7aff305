import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createClosing } from '../../src/query/closing.ts';

const CLOSED = new Error('The engine is closed.');
const { signal: never } = new AbortController();

/** What it comes to when the signal is aborted. */
function untilAborted(signal: AbortSignal): Promise<unknown> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(signal.reason);
    signal.addEventListener('abort', () => resolve(signal.reason));
  });
}

async function* parts(signal: AbortSignal) {
  yield 'first';
  yield 'second';
  return await untilAborted(signal);
}

describe('work in what may be closed', () => {
  it('is aborted when it is closed', async () => {
    const closing = createClosing();
    const work = closing.during(never, untilAborted);

    closing.close(CLOSED);

    expect(await work).toBe(CLOSED);
    expect(() => closing.throwIfClosed()).toThrow(CLOSED);
  });

  it('is aborted when its own signal is, and nothing else is', async () => {
    const closing = createClosing();
    const asked = new AbortController();
    const work = closing.during(asked.signal, untilAborted);

    asked.abort('cancelled');

    expect(await work).toBe('cancelled');
    expect(() => closing.throwIfClosed()).not.toThrow();
  });

  it('is aborted from its beginning where it begins too late', async () => {
    const closing = createClosing();
    closing.close(CLOSED);

    expect(await closing.during(never, untilAborted)).toBe(CLOSED);
  });

  it('is aborted in the middle of its parts', async () => {
    const closing = createClosing();
    const work = closing.throughout(never, parts);
    expect([await work.next(), await work.next()].map(({ value }) => value)).toEqual(['first', 'second']);

    const last = work.next();
    closing.close(CLOSED);

    expect(await last).toEqual({ done: true, value: CLOSED });
  });

  it('is not aborted any more when it has ended, or nobody takes its parts', async () => {
    const closing = createClosing();
    const signals: AbortSignal[] = [];
    await closing.during(never, async (signal) => void signals.push(signal));
    for await (const _ of closing.throughout(never, (signal) => parts(signal))) break;
    const failed = closing.during(never, async (signal) => {
      signals.push(signal);
      throw new Error('It fails.');
    });
    await expect(failed).rejects.toThrow('It fails.');

    closing.close(CLOSED);

    expect(signals.map(({ aborted }) => aborted)).toEqual([false, false]);
  });

  it('leaves nothing behind on what lives longer: each has a signal that no other work has', async () => {
    const any = vi.spyOn(AbortSignal, 'any');
    onTestFinished(() => any.mockRestore());
    const closing = createClosing();

    for (let nth = 0; nth < 5; nth += 1) await closing.during(new AbortController().signal, async () => nth);

    const used = any.mock.calls.flatMap(([signals]) => [...signals]);
    expect(used).toHaveLength(10);
    expect(new Set(used).size).toBe(10);
  });
});
