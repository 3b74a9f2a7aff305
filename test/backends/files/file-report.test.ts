import { describe, expect, it } from 'vitest';
import { filesText } from '../../../src/backends/files/file-report.ts';

function text(...sizes: readonly number[]): string {
  return filesText(sizes.map((bytes) => ({ bytes })));
}

describe('how much is read', () => {
  it.each([
    [[400], '1 file (less than 0.1 MB)'],
    [[600_000, 600_000], '2 files (1.2 MB)'],
    [[37_600_000], '1 file (38 MB)'],
  ])('of files of %j bytes is said as: %s', (sizes, expected) => {
    expect(text(...sizes)).toBe(expected);
  });
});
