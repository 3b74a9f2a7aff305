import { describe, expect, it } from 'vitest';
import { progressLine } from '../../src/present/progress.ts';

describe('progress in a line', () => {
  it('has a bar and a share where it is known how much is done', () => {
    const progress = { text: 'running', recordsScanned: 1_204_000, bytesScanned: 38_000_000, done: 0.62 };

    expect(progressLine(progress, { seconds: 12.4, barWidth: 5 })).toBe(
      '▓▓▓░░ 62 % · running · 1,204,000 records scanned · 38 MB read · 12 s',
    );
  });

  it('has what is known otherwise', () => {
    expect(progressLine({ text: 'queued behind 3 queries' }, { seconds: 4, barWidth: 5 })).toBe(
      'queued behind 3 queries · 4 s',
    );
  });

  it.each([
    [0, '░░░░ 0 %'],
    [1, '▓▓▓▓ 100 %'],
    [1.2, '▓▓▓▓ 100 %'],
  ])('keeps its bar within its width: %d', (done, bar) => {
    expect(progressLine({ text: 'running', done }, { seconds: 1, barWidth: 4 })).toBe(
      `${bar} · running · 1 s`,
    );
  });
});
