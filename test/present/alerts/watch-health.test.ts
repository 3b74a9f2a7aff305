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

  it('says how far apart rounds are where that is more than was set, and why', () => {
    const source = {
      ...{ source: 'main', standing: 'watched' as const, because: null, failures: 0, spacing: 900 },
      ...{ dataUpTo: null, lag: null, learningSince: null, learnedUpTo: null },
      ...{ ran: [], failed: [], dropped: [] },
    };
    const [, line] = watchHealthLines(
      { owner: 'one', bytes: 0, bytesPerDay: 1, sources: [source] },
      { timeZone: 'UTC' },
      0,
    );

    expect(line).toContain('a round every 15 min, so that `alerts.bytesPerDay` lasts the day');
  });
});
