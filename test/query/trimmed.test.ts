import { describe, expect, it } from 'vitest';
import { trimmedEnd } from '../../src/query/trimmed.ts';

describe('a text without what it ends in', () => {
  it.each([
    ['a/b//', 'a/b'],
    ['//a', '//a'],
    ['a', 'a'],
    ['//', ''],
    ['', ''],
  ])('is, for slashes, of %j: %j', (text, expected) => {
    expect(trimmedEnd(text, /\//)).toBe(expected);
  });
});
