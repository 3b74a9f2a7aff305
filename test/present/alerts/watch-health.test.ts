import { describe, expect, it } from 'vitest';
import { watchHealthLines } from '../../../src/present/alerts/watch-health.ts';

describe('how the watcher fares', () => {
  it('begins with a sign where no process watches', () => {
    const lines = watchHealthLines(
      { owner: null, bytes: 0, bytesPerDay: 1, sources: [] },
      { timeZone: 'UTC' },
      0,
    );

    expect(lines[1]).toMatch(/^:red_circle: No process watches/);
  });
});
