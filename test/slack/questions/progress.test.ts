import { describe, expect, it } from 'vitest';
import { progressText } from '../../../src/slack/questions/progress.ts';

describe('progress', () => {
  it('says what is done, how much of it, and for how long', () => {
    const progress = {
      text: 'running in CloudWatch Logs',
      recordsScanned: 1_204_000,
      bytesScanned: 38_000_000,
    };

    expect(progressText(progress, 0, 12.4)).toBe(
      'running in CloudWatch Logs · 1,204,000 records scanned · 38 MB read · 12 s',
    );
  });

  it('says how many come before, as long as any do', () => {
    expect(progressText(null, 3, 4)).toBe('waiting behind 3 other questions · 4 s');
  });

  it('has something to say before anything was heard', () => {
    expect(progressText(null, 0, 2)).toBe('running · 2 s');
  });
});
