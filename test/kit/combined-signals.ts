/** Every signal that is made of others while a test runs. */
import { getEventListeners } from 'node:events';
import { onTestFinished, vi } from 'vitest';

/** @returns how many listeners they have: as long as one has any, it and what its listeners hold stay in memory (Node.js, `AbortSignal.any`) */
export function combinedSignals(): () => number {
  const made: AbortSignal[] = [];
  const { any } = AbortSignal;
  const spy = vi.spyOn(AbortSignal, 'any').mockImplementation((signals) => {
    const signal = any.call(AbortSignal, signals);
    made.push(signal);
    return signal;
  });
  onTestFinished(() => spy.mockRestore());
  return () => made.reduce((sum, signal) => sum + getEventListeners(signal, 'abort').length, 0);
}
